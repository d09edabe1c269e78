//! The bearer token: only to the base's own host, only over https or to this machine, never in place of the caller's.

use std::future::ready;
use std::pin::Pin;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use reqwest::Url;

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
    Tokens(Box<dyn Tokens>),
}

/// Tokens on demand. A trait, so that a program which brings the token itself has no code for them: what is behind it is
/// compiled where a credential is given.
pub(crate) trait Tokens: Send + Sync {
    /// The `Authorization` header of a call that is made now, if it is there: the usual case.
    fn fresh(&self, environment: &dyn Environment) -> Option<HeaderValue>;

    /// The `Authorization` header of a call that is made now.
    ///
    /// # Errors
    /// When there is no valid token and none can be had.
    fn header(&self) -> Coming<'_, HeaderValue>;

    /// Another token, after Graph answered 401 with these headers; `None` if there is no other.
    ///
    /// # Errors
    /// When no other token could be had.
    fn renew<'a>(
        &'a self,
        refused: &'a HeaderValue,
        headers: &'a HeaderMap,
    ) -> Coming<'a, Option<HeaderValue>>;

    /// What [`renew`](Self::renew) gave was refused as well: others need not try for a moment.
    fn renewal_was_useless(&self);
}

pub(crate) type Coming<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// What is known about the `Authorization` header of a call.
pub(crate) enum Authorization<'a> {
    /// This one; `None` if the caller set one, or there is no token.
    Known(Option<HeaderValue>),
    /// [`Tokens::header`] knows, after a while.
    Fetch(&'a dyn Tokens),
}

impl Auth {
    /// Whether calls without an `Authorization` of their own get one.
    pub(crate) fn has_token(&self) -> bool {
        !matches!(self, Self::Anonymous)
    }

    /// The `Authorization` header to send, or where to wait for it.
    ///
    /// # Errors
    /// When a token must not be sent to this URL.
    pub(crate) fn authorize(
        &self,
        origin: &Origin,
        url: &Url,
        headers: &HeaderMap,
        environment: &dyn Environment,
    ) -> Result<Authorization<'_>, Error> {
        if headers.contains_key(AUTHORIZATION) {
            return Ok(Authorization::Known(None));
        }
        match self {
            Self::Anonymous => Ok(Authorization::Known(None)),
            Self::Fixed(token) => {
                origin.check_credentials_may_go_to(url, "the URL")?;
                Ok(Authorization::Known(Some(token.header().clone())))
            }
            Self::Tokens(tokens) => {
                origin.check_credentials_may_go_to(url, "the URL")?;
                Ok(match tokens.fresh(environment) {
                    Some(header) => Authorization::Known(Some(header)),
                    None => Authorization::Fetch(&**tokens),
                })
            }
        }
    }

    /// See [`Tokens::renew`].
    pub(crate) fn renew<'a>(
        &'a self,
        refused: &'a HeaderValue,
        headers: &'a HeaderMap,
    ) -> Coming<'a, Option<HeaderValue>> {
        match self {
            Self::Anonymous | Self::Fixed(_) => Box::pin(ready(Ok(None))),
            Self::Tokens(tokens) => tokens.renew(refused, headers),
        }
    }

    /// See [`Tokens::renewal_was_useless`].
    pub(crate) fn renewal_was_useless(&self) {
        if let Self::Tokens(tokens) = self {
            tokens.renewal_was_useless();
        }
    }
}
