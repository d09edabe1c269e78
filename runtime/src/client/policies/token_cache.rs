//! Tokens, kept until they are about to expire, and fetched once for all calls that wait for one.
//!
//! A token is replaced ahead of its expiry in the background: no call waits for that, and none fails by it. A call waits
//! only when it has no valid token, or Graph refused the one that it had; see [`renewals`](super::renewals).

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::renewals::Renewals;
use super::token_source::{Source, Want};
use crate::client::Environment;
use crate::client::credential::Credential;
use crate::error::Error;

/// How long the credential may take at least; longer where an attempt may.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct TokenCache {
    renewals: Arc<Renewals>,
}

impl TokenCache {
    /// `timeout` is that of one attempt.
    pub(crate) fn new(
        credential: Arc<dyn Credential>,
        scope: String,
        environment: Arc<dyn Environment>,
        timeout: Duration,
    ) -> Self {
        let patience = timeout.max(PATIENCE);
        let source = Source::new(credential, scope, environment, patience);
        Self { renewals: Arc::new(Renewals::new(source)) }
    }

    /// The `Authorization` header of a call that is made now, if it is there: the usual case.
    pub(crate) fn fresh(&self, environment: &dyn Environment) -> Option<HeaderValue> {
        self.renewals.source.fresh(environment.date())
    }

    /// The `Authorization` header of a call that is made now.
    ///
    /// # Errors
    /// When there is no valid token and none can be had.
    pub(crate) async fn header(&self) -> Result<HeaderValue, Error> {
        let source = &self.renewals.source;
        match source.valid() {
            Some(cached) => {
                if !cached.is_fresh(source.environment.date()) {
                    self.renewals.begin_ahead();
                }
                Ok(cached.header)
            }
            None => self.renewals.outcome(&Want::Token, None).await,
        }
    }

    /// A token in place of one that Graph refused; the same one if there is no other.
    ///
    /// # Errors
    /// When the credential gives none.
    pub(crate) async fn renew(
        &self,
        refused: &HeaderValue,
        claims: Option<&str>,
    ) -> Result<HeaderValue, Error> {
        self.renewals.outcome(&Want::Renewal(claims.map(Arc::from)), Some(refused)).await
    }

    /// What [`renew`](Self::renew) gave was refused as well.
    pub(crate) fn renewal_was_useless(&self) {
        self.renewals.was_useless();
    }
}
