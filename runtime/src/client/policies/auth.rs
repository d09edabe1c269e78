//! The bearer token: only to the base's own host, only over https or to this machine, never in place of the caller's.

use std::sync::Arc;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use reqwest::Url;

use crate::client::credential::{AccessToken, Credential, TokenRequest};
use crate::client::origin::Origin;
use crate::error::Error;

pub(crate) enum Auth {
    /// No token: calls go out as they are.
    Anonymous,
    /// A token that never changes.
    Fixed(AccessToken),
    /// Tokens on demand.
    Credential { credential: Arc<dyn Credential>, scope: String },
}

impl Auth {
    pub(crate) async fn authorize(
        &self,
        origin: &Origin,
        url: &Url,
        headers: &mut HeaderMap,
    ) -> Result<(), Error> {
        if headers.contains_key(AUTHORIZATION) {
            return Ok(());
        }
        let value = match self {
            Self::Anonymous => return Ok(()),
            Self::Fixed(token) => {
                origin.check_token_may_go_to(url)?;
                token.header().clone()
            }
            Self::Credential { credential, scope } => {
                origin.check_token_may_go_to(url)?;
                credential.token(&TokenRequest::new(scope, None)).await?.header().clone()
            }
        };
        headers.insert(AUTHORIZATION, value);
        Ok(())
    }
}
