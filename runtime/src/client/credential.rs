//! Where tokens come from.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use http::HeaderValue;

use crate::error::Error;

/// What a [`Credential`] answers with.
///
/// ```
/// use graph_endpoint::{AccessToken, CredentialFuture};
///
/// fn at_once(token: &str) -> CredentialFuture<'_> {
///     Box::pin(async move { AccessToken::new(token) })
/// }
/// # drop(at_once("a-token"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub type CredentialFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, Error>> + Send + 'a>>;

/// Gives access tokens.
///
/// The client caches what it gets, asks again ahead of the expiry, once for all calls that wait, and once more when
/// Graph refuses a token: an implementation need not cache.
///
/// It is asked in a task of the runtime of the call that needs a token first, and calls with a valid token don't wait
/// for it. Whoever waits shares its token, or its failure, which counts for one second: so long it isn't asked for the
/// same again. The same holds when it gives a token that has expired already, or that Graph refuses like the last. It
/// may take 60 s, or as long as an attempt ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)) if that is
/// longer; its future is dropped then, and when all calls that wait for it are.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use graph_endpoint::{AccessToken, Credential, CredentialFuture, TokenRequest};
///
/// struct FromVault;
///
/// impl Credential for FromVault {
///     fn token<'a>(&'a self, request: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
///         Box::pin(async move {
///             let secret = format!("token-for-{}", request.scope());
///             AccessToken::expiring_at(secret, SystemTime::now() + Duration::from_secs(3600))
///         })
///     }
/// }
/// # let _ = graph_endpoint::Client::new(FromVault);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no access tokens",
    note = "implement `graph_endpoint::Credential` for it; for the credentials of `azure_identity` switch on the feature `azure-identity`"
)]
pub trait Credential: Send + Sync {
    /// A token for what is asked. Failures are best made with [`Error::auth`].
    fn token<'a>(&'a self, request: &'a TokenRequest<'a>) -> CredentialFuture<'a>;
}

/// What a token must be good for.
///
/// ```
/// use graph_endpoint::{AccessToken, Credential, CredentialFuture, TokenRequest};
///
/// struct Cached;
///
/// impl Credential for Cached {
///     fn token<'a>(&'a self, request: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
///         Box::pin(async move {
///             // A cached token that Graph refused would be refused again; the claims are what it asked for.
///             let fresh = request.is_renewal() || request.claims().is_some();
///             AccessToken::new(format!("{} for {}", if fresh { "new" } else { "cached" }, request.scope()))
///         })
///     }
/// }
/// # drop(graph_endpoint::Client::new(Cached));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TokenRequest<'a> {
    scope: &'a str,
    claims: Option<&'a str>,
    is_renewal: bool,
}

impl<'a> TokenRequest<'a> {
    pub(crate) fn new(scope: &'a str) -> Self {
        Self { scope, claims: None, is_renewal: false }
    }

    pub(crate) fn renewing(scope: &'a str, claims: Option<&'a str>) -> Self {
        Self { scope, claims, is_renewal: true }
    }

    /// The scope: `https://graph.microsoft.com/.default`, or that of a national cloud.
    pub fn scope(&self) -> &'a str {
        self.scope
    }

    /// The claims, as JSON, that Graph asked for when it refused the last token.
    /// <https://learn.microsoft.com/entra/identity-platform/claims-challenge>
    pub fn claims(&self) -> Option<&'a str> {
        self.claims
    }

    /// Whether Graph refused the last token: one out of a cache of the credential's own would be refused again.
    pub fn is_renewal(&self) -> bool {
        self.is_renewal
    }
}

/// An access token. It is never shown, neither by `Debug` nor in an error.
///
/// ```
/// use graph_endpoint::AccessToken;
/// use std::time::{Duration, SystemTime};
///
/// let expiry = SystemTime::now() + Duration::from_secs(3600);
/// let token = AccessToken::expiring_at("ey..", expiry)?;
/// assert_eq!(token.expires_at(), Some(expiry));
/// assert!(AccessToken::new("two\nlines").is_err_and(|error| error.is_auth()));
/// assert!(AccessToken::new("\"ey..\"").is_err_and(|error| error.is_auth())); // of `az` without `--output tsv`
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct AccessToken {
    header: HeaderValue,
    expires_at: Option<SystemTime>,
}

impl AccessToken {
    /// A token whose expiry is not known: it is used until Graph refuses it.
    ///
    /// # Errors
    /// [`Error::is_auth`] when the token is empty, has characters that no token has (line breaks, quotes, letters that aren't ASCII;
    /// <https://www.rfc-editor.org/rfc/rfc6750#section-2.1>), or is a whole header's value, with `Bearer` in front. Spaces
    /// pass, though no token has them either: what stands for a token in tests does.
    pub fn new(secret: impl AsRef<str>) -> Result<Self, Error> {
        let secret = secret.as_ref();
        if secret.trim_ascii().is_empty() {
            return Err(Error::auth("the token is empty"));
        }
        if secret.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("Bearer ")) {
            return Err(Error::auth("the token has `Bearer` in front; leave that out, it is written here"));
        }
        const NO_TOKEN: &str = "the token has characters that no token has, as a line break or quotes; give what came as `access_token` alone";
        if !secret.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\'')) {
            return Err(Error::auth(NO_TOKEN));
        }
        // The source would not say more, and it must not show the token.
        let mut header =
            HeaderValue::try_from(format!("Bearer {secret}")).map_err(|_| Error::auth(NO_TOKEN))?;
        header.set_sensitive(true);
        Ok(Self { header, expires_at: None })
    }

    /// A token that expires at this time: the client asks for the next one ahead of it.
    ///
    /// # Errors
    /// As [`AccessToken::new`].
    pub fn expiring_at(secret: impl AsRef<str>, expires_at: SystemTime) -> Result<Self, Error> {
        Ok(Self { expires_at: Some(expires_at), ..Self::new(secret)? })
    }

    pub(crate) fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// When it expires, if that is known.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// A token that is known beforehand, for a client without a credential.
impl Credential for AccessToken {
    fn token<'a>(&'a self, _: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// What [`Client::new`](crate::Client::new) takes: a [`Credential`] of its own or in an `Arc`.
///
/// `Kind` is found by the compiler and only keeps the implementations apart.
///
/// ```
/// use graph_endpoint::{AccessToken, Client, Credential, CredentialFuture, TokenRequest};
/// use std::sync::Arc;
///
/// struct Fixed;
///
/// impl Credential for Fixed {
///     fn token<'a>(&'a self, _: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
///         Box::pin(async { AccessToken::new("ey..") })
///     }
/// }
///
/// let client = Client::new(Fixed); // a value, or one that is shared
/// let shared: Arc<dyn Credential> = Arc::new(Fixed);
/// let clients = (Client::new(Arc::clone(&shared)), Client::new(shared));
/// # drop((client, clients));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no access tokens",
    note = "for a token that is there already write `.token(..)`; else implement `graph_endpoint::Credential`, or switch on the feature `azure-identity` for the credentials of that crate"
)]
pub trait IntoCredential<Kind> {
    /// The credential, to be shared by all calls.
    fn into_credential(self) -> Arc<dyn Credential>;
}

impl<C: Credential + 'static> IntoCredential<()> for C {
    fn into_credential(self) -> Arc<dyn Credential> {
        Arc::new(self)
    }
}

/// Marks what is shared already.
#[doc(hidden)]
#[derive(Debug)]
pub struct Shared;

impl<C: Credential + 'static> IntoCredential<Shared> for Arc<C> {
    fn into_credential(self) -> Arc<dyn Credential> {
        self
    }
}

impl IntoCredential<Shared> for Arc<dyn Credential> {
    fn into_credential(self) -> Arc<dyn Credential> {
        self
    }
}
