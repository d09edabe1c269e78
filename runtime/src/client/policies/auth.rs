//! The bearer token: only to the base's own host, only over https or to this machine, never in place of the caller's.

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use reqwest::Url;

use super::challenge;
use super::token_cache::TokenCache;
use crate::client::Environment;
use crate::client::credential::AccessToken;
use crate::client::origin::Origin;
use crate::error::Error;

pub(crate) enum Auth {
    /// No token: calls go out as they are.
    Anonymous,
    /// A token that never changes.
    Fixed(AccessToken),
    /// Tokens on demand.
    Tokens(TokenCache),
}

impl Auth {
    /// The `Authorization` header to send; `None` if the caller set one, or there is no token.
    ///
    /// # Errors
    /// When no token could be had, or it must not be sent to this URL.
    pub(crate) async fn authorize(
        &self,
        origin: &Origin,
        url: &Url,
        headers: &HeaderMap,
        environment: &dyn Environment,
    ) -> Result<Option<HeaderValue>, Error> {
        if headers.contains_key(AUTHORIZATION) {
            return Ok(None);
        }
        match self {
            Self::Anonymous => Ok(None),
            Self::Fixed(token) => {
                origin.check_token_may_go_to(url)?;
                Ok(Some(token.header().clone()))
            }
            Self::Tokens(tokens) => {
                origin.check_token_may_go_to(url)?;
                tokens.header(environment).await.map(Some)
            }
        }
    }

    /// Another token, after Graph answered 401 with these headers; `None` if there is no other.
    ///
    /// # Errors
    /// When no other token could be had.
    pub(crate) async fn renew(
        &self,
        refused: &HeaderValue,
        headers: &HeaderMap,
        environment: &dyn Environment,
    ) -> Result<Option<HeaderValue>, Error> {
        match self {
            Self::Anonymous | Self::Fixed(_) => Ok(None),
            Self::Tokens(tokens) => {
                let claims = challenge::claims(headers);
                let renewed = tokens.renew(refused, claims.as_deref(), environment).await?;
                // The very same token would be refused again.
                Ok((renewed != *refused).then_some(renewed))
            }
        }
    }
}
