//! Tokens, kept until they are about to expire, and fetched once for all calls that wait for one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use tokio::sync::{Mutex, MutexGuard};

use crate::client::Environment;
use crate::client::credential::{AccessToken, Credential, TokenRequest};
use crate::error::{Error, Kind};

/// How long before its expiry a token is replaced; a short-lived one after half of its life.
const AHEAD: Duration = Duration::from_secs(300);
/// When replacing ahead of the expiry didn't work: the wait before the next try.
const PAUSE: Duration = Duration::from_secs(30);

pub(crate) struct TokenCache {
    credential: Arc<dyn Credential>,
    scope: String,
    current: RwLock<Option<Cached>>,
    /// Held while a token is fetched; what it holds is the last failure, for those who waited for that fetch.
    fetching: Mutex<Option<Failure>>,
    /// How many fetches are over.
    fetched: AtomicU64,
}

#[derive(Clone)]
struct Cached {
    header: HeaderValue,
    replace_at: Option<SystemTime>,
    expires_at: Option<SystemTime>,
}

struct Failure {
    /// Which fetch it was.
    number: u64,
    error: Arc<Error>,
}

impl TokenCache {
    pub(crate) fn new(credential: Arc<dyn Credential>, scope: String) -> Self {
        Self {
            credential,
            scope,
            current: RwLock::new(None),
            fetching: Mutex::new(None),
            fetched: AtomicU64::new(0),
        }
    }

    /// The `Authorization` header of a call that is made now, if it is there: the usual case.
    pub(crate) fn fresh(&self, environment: &dyn Environment) -> Option<HeaderValue> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let fresh = current.as_ref().filter(|cached| cached.is_fresh(environment.date()))?;
        Some(fresh.header.clone())
    }

    /// The `Authorization` header of a call that is made now.
    pub(crate) async fn header(&self, environment: &dyn Environment) -> Result<HeaderValue, Error> {
        let now = environment.date();
        match self.current() {
            Some(cached) if cached.is_fresh(now) => Ok(cached.header),
            // One call fetches the next token, the others go on with this one.
            Some(cached) if cached.is_valid(now) => match self.fetching.try_lock() {
                Ok(fetching) => Ok(self.replace(fetching, cached, environment).await),
                Err(_) => Ok(cached.header),
            },
            _ => self.fetch_or_wait(environment).await,
        }
    }

    /// A token in place of one that Graph refused.
    pub(crate) async fn renew(
        &self,
        refused: &HeaderValue,
        claims: Option<&str>,
        environment: &dyn Environment,
    ) -> Result<HeaderValue, Error> {
        let mut fetching = self.fetching.lock().await;
        match self.current() {
            // Another call was refused, too, and was faster.
            Some(cached) if cached.header != *refused => Ok(cached.header),
            _ => self.fetch(&mut fetching, TokenRequest::renewing(&self.scope, claims), environment).await,
        }
    }

    async fn replace(
        &self,
        mut fetching: MutexGuard<'_, Option<Failure>>,
        old: Cached,
        environment: &dyn Environment,
    ) -> HeaderValue {
        let now = environment.date();
        if let Some(cached) = self.current().filter(|cached| cached.is_fresh(now)) {
            return cached.header;
        }
        let request = TokenRequest::new(&self.scope);
        match self.fetch(&mut fetching, request, environment).await {
            Ok(header) => header,
            // It is good for a while yet.
            Err(_) => {
                self.set(Cached { replace_at: now.checked_add(PAUSE), ..old.clone() });
                old.header
            }
        }
    }

    async fn fetch_or_wait(&self, environment: &dyn Environment) -> Result<HeaderValue, Error> {
        let asked = self.fetched.load(Ordering::Acquire);
        let mut fetching = self.fetching.lock().await;
        if let Some(cached) = self.current().filter(|cached| cached.is_valid(environment.date())) {
            return Ok(cached.header);
        }
        if let Some(failure) = fetching.as_ref().filter(|failure| failure.number > asked) {
            return Err(failure.share());
        }
        self.fetch(&mut fetching, TokenRequest::new(&self.scope), environment).await
    }

    async fn fetch(
        &self,
        fetching: &mut Option<Failure>,
        request: TokenRequest<'_>,
        environment: &dyn Environment,
    ) -> Result<HeaderValue, Error> {
        let outcome = self.credential.token(&request).await;
        let number = self.fetched.fetch_add(1, Ordering::AcqRel) + 1;
        match outcome {
            Ok(token) => {
                *fetching = None;
                let cached = Cached::of(&token, environment.date());
                self.set(cached.clone());
                Ok(cached.header)
            }
            Err(error) => {
                let failure = Failure { number, error: Arc::new(error) };
                let error = failure.share();
                *fetching = Some(failure);
                Err(error)
            }
        }
    }

    fn current(&self) -> Option<Cached> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, cached: Cached) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(cached);
    }
}

impl Cached {
    fn of(token: &AccessToken, now: SystemTime) -> Self {
        let expires_at = token.expires_at();
        let replace_at = expires_at.and_then(|expires_at| {
            let life = expires_at.duration_since(now).unwrap_or_default();
            expires_at.checked_sub(AHEAD.min(life / 2))
        });
        Self { header: token.header().clone(), replace_at, expires_at }
    }

    /// Good, and for a while.
    fn is_fresh(&self, now: SystemTime) -> bool {
        self.replace_at.is_none_or(|at| now < at)
    }

    /// Good enough for a call that is made now.
    fn is_valid(&self, now: SystemTime) -> bool {
        self.expires_at.is_none_or(|at| now < at)
    }
}

impl Failure {
    /// The same failure for each call that waited for it.
    fn share(&self) -> Error {
        Error::new(Kind::Auth, format!("no token could be had: {}", self.error))
            .with_source(self.error.clone())
    }
}
