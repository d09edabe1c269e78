//! The token of a client: for how long it is good, and where the next one comes from.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use http::HeaderValue;

use crate::client::Environment;
use crate::client::credential::{AccessToken, Credential};

/// How long before its expiry a token is replaced; a short-lived one after half of its life.
const AHEAD: Duration = Duration::from_secs(300);
/// When replacing ahead of the expiry didn't work: the wait before the next try.
const PAUSE: Duration = Duration::from_secs(30);
/// How long a failed or useless renewal is remembered: so long nobody asks the credential for the same thing again.
pub(super) const MOMENT: Duration = Duration::from_secs(1);

/// What is asked of the credential. Who asks for the same shares a renewal.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Want {
    /// A token.
    Token,
    /// Another one than Graph refused, with the claims that Graph asks for.
    Renewal(Option<Arc<str>>),
}

/// The token of a client, and what renews it.
pub(super) struct Source {
    pub(super) credential: Arc<dyn Credential>,
    pub(super) scope: String,
    pub(super) environment: Arc<dyn Environment>,
    /// How long the credential may take.
    pub(super) patience: Duration,
    current: RwLock<Option<Cached>>,
}

#[derive(Clone)]
pub(super) struct Cached {
    pub(super) header: HeaderValue,
    /// What it was asked for, and by which renewal.
    pub(super) want: Want,
    number: u64,
    replace_at: Option<SystemTime>,
    expires_at: Option<SystemTime>,
}

impl Source {
    #[inline]
    pub(super) fn new(
        credential: Arc<dyn Credential>,
        scope: String,
        environment: Arc<dyn Environment>,
        patience: Duration,
    ) -> Self {
        Self { credential, scope, environment, patience, current: RwLock::new(None) }
    }

    /// The `Authorization` header of a call that is made now, if the token is good for a while.
    #[inline]
    pub(super) fn fresh(&self, now: SystemTime) -> Option<HeaderValue> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let fresh = current.as_ref().filter(|cached| cached.is_fresh(now))?;
        Some(fresh.header.clone())
    }

    #[inline]
    pub(super) fn current(&self) -> Option<Cached> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The token, if it is good enough for a call that is made now.
    #[inline]
    pub(super) fn valid(&self) -> Option<Cached> {
        self.current().filter(|cached| cached.is_valid(self.environment.date()))
    }

    /// A token came. One that was asked for earlier than the current one changes nothing.
    #[inline]
    pub(super) fn take(&self, token: &AccessToken, want: &Want, number: u64) {
        let taken = Cached::of(token, want.clone(), number, self.environment.date());
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_none_or(|current| current.number < number) {
            *current = Some(taken);
        }
    }

    /// Replacing ahead failed: the token is good for a while yet, and calls go on with it.
    #[inline]
    pub(super) fn put_off(&self) {
        let again = self.environment.date().checked_add(PAUSE);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(current) = current.as_mut() {
            // Never beyond its expiry.
            current.replace_at = current.expires_at.map(|at| again.map_or(at, |again| again.min(at)));
        }
    }
}

impl Cached {
    #[inline]
    fn of(token: &AccessToken, want: Want, number: u64, now: SystemTime) -> Self {
        // One that has expired on arrival is used for a moment: this machine's clock may be wrong, and Graph will tell.
        let moment = now.checked_add(MOMENT).unwrap_or(now);
        let expires_at = token.expires_at().map(|at| at.max(moment));
        let replace_at = expires_at.and_then(|expires_at| {
            let life = expires_at.duration_since(now).unwrap_or_default();
            Some(expires_at.checked_sub(AHEAD.min(life / 2))?.max(moment))
        });
        Self { header: token.header().clone(), want, number, replace_at, expires_at }
    }

    /// Good, and for a while.
    #[inline]
    pub(super) fn is_fresh(&self, now: SystemTime) -> bool {
        self.replace_at.is_none_or(|at| now < at)
    }

    /// Good enough for a call that is made now.
    #[inline]
    fn is_valid(&self, now: SystemTime) -> bool {
        self.expires_at.is_none_or(|at| now < at)
    }
}
