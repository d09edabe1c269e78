//! Tokens, kept until they are about to expire, and fetched once for all calls that wait for one.
//!
//! A token is replaced ahead of its expiry in the background: no call waits for that, and none fails by it. A call waits
//! only when it has no valid token, or Graph refused the one that it had; see [`renewals`](super::renewals).

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};

use super::auth::{Coming, Tokens};
use super::challenge;
use super::renewals::Renewals;
use super::token_source::{Source, Want};
use crate::client::Environment;
use crate::client::credential::Credential;

/// How long the credential may take at least; longer where an attempt may.
const PATIENCE: Duration = Duration::from_secs(60);

/// What makes the tokens of a credential for a scope; the duration is the timeout of one attempt.
pub(crate) type MakeTokens =
    fn(Arc<dyn Credential>, String, Arc<dyn Environment>, Duration) -> Box<dyn Tokens>;

/// A [`MakeTokens`]. `Program`: see [`crate::jobs`].
#[expect(clippy::extra_unused_type_parameters, reason = "says where it is compiled")]
pub(crate) fn tokens<Program>(
    credential: Arc<dyn Credential>,
    scope: String,
    environment: Arc<dyn Environment>,
    timeout: Duration,
) -> Box<dyn Tokens> {
    let source = Source::new(credential, scope, environment, timeout.max(PATIENCE));
    Box::new(TokenCache { renewals: Arc::new(Renewals::new(source)) })
}

struct TokenCache {
    renewals: Arc<Renewals>,
}

impl Tokens for TokenCache {
    #[inline]
    fn fresh(&self, environment: &dyn Environment) -> Option<HeaderValue> {
        self.renewals.source.fresh(environment.date())
    }

    #[inline]
    fn header(&self) -> Coming<'_, HeaderValue> {
        let source = &self.renewals.source;
        Box::pin(async move {
            match source.valid() {
                Some(cached) => {
                    if !cached.is_fresh(source.environment.date()) {
                        self.renewals.begin_ahead();
                    }
                    Ok(cached.header)
                }
                None => self.renewals.outcome(&Want::Token, None).await,
            }
        })
    }

    #[inline]
    fn renew<'a>(
        &'a self,
        refused: &'a HeaderValue,
        headers: &'a HeaderMap,
    ) -> Coming<'a, Option<HeaderValue>> {
        Box::pin(async move {
            let want = Want::Renewal(challenge::claims(headers).map(Arc::from));
            let renewed = self.renewals.outcome(&want, Some(refused)).await?;
            // The very same token would be refused again.
            Ok((renewed != *refused).then_some(renewed))
        })
    }

    #[inline]
    fn renewal_was_useless(&self) {
        self.renewals.was_useless();
    }
}
