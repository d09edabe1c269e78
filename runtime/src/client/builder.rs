//! The settings of a client, each with its default.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use reqwest::Url;

use super::credential::{AccessToken, Credential, IntoCredential};
use super::origin::Origin;
use super::policies::auth::Auth;
use super::policies::identify::Identify;
use super::transport::Transport;
use super::{Client, Inner};
use crate::error::Error;

const GLOBAL_HOST: &str = "graph.microsoft.com";
const NAME: &str = concat!("graph-endpoint/", env!("CARGO_PKG_VERSION"));

/// Settings of a [`Client`]; each has a default.
#[must_use = "settings do nothing until `build` is called"]
pub struct ClientBuilder {
    base_url: String,
    token: Option<Result<AccessToken, Error>>,
    credential: Option<Arc<dyn Credential>>,
    user_agent: Option<String>,
    http: Option<reqwest::Client>,
    timeout: Duration,
    connect_timeout: Duration,
    max_body_size: u64,
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            base_url: format!("https://{GLOBAL_HOST}"),
            token: None,
            credential: None,
            user_agent: None,
            http: None,
            timeout: Duration::from_secs(100),
            connect_timeout: Duration::from_secs(30),
            max_body_size: 100 * 1024 * 1024,
        }
    }

    /// A token that stays as it is; for tokens that expire there is [`credential`](Self::credential).
    ///
    /// A token that no header can carry is reported by [`build`](Self::build).
    pub fn token(mut self, token: impl AsRef<str>) -> Self {
        self.token = Some(AccessToken::new(token));
        self
    }

    /// What gives tokens.
    pub fn credential<Kind>(mut self, credential: impl IntoCredential<Kind>) -> Self {
        self.credential = Some(credential.into_credential());
        self
    }

    /// The root of the service without a version, `https://graph.microsoft.com` if not set. A path in front, as of a
    /// proxy, is kept.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// How long one attempt may take, from sending to the answer's last byte. 100 s if not set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long making a connection may take. 30 s if not set. Not used with [`http_client`](Self::http_client).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The largest body of an answer, in bytes, that is read into memory. 100 MiB if not set. Streamed downloads have
    /// no limit.
    pub fn max_body_size(mut self, bytes: u64) -> Self {
        self.max_body_size = bytes;
        self
    }

    /// Names your program in `User-Agent`, after this crate's own name.
    pub fn user_agent(mut self, program: impl Into<String>) -> Self {
        self.user_agent = Some(program.into());
        self
    }

    /// A reqwest client of your own, for proxies, certificates and the like.
    ///
    /// Switch its redirects off (`reqwest::redirect::Policy::none()`): this crate follows them by Graph's rules.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`Error::is_build`] when the base URL is not an absolute `http` or `https` URL, when the token or the user agent
    /// can't be a header, or when TLS can't be set up.
    pub fn build(self) -> Result<Client, Error> {
        let base = self.base_url.trim_end_matches('/').to_owned();
        crate::base_url::check(&base)?;
        let url = Url::parse(&base)
            .map_err(|source| Error::build("the base URL is not a valid URL").with_source(source))?;
        let agent = match &self.user_agent {
            Some(program) => HeaderValue::try_from(format!("{NAME} {program}")).map_err(|source| {
                Error::build("the user agent can't be a header value").with_source(source)
            })?,
            None => HeaderValue::from_static(NAME),
        };
        let http = match self.http {
            Some(http) => http,
            None => connections(self.connect_timeout)
                .map_err(|source| Error::build("TLS could not be set up").with_source(source))?,
        };
        let scope = format!("{}/.default", url.origin().ascii_serialization());
        let auth = match (self.token, self.credential) {
            (Some(token), _) => Auth::Fixed(token?),
            (None, Some(credential)) => Auth::Credential { credential, scope },
            (None, None) => Auth::Anonymous,
        };
        Ok(Client {
            inner: Arc::new(Inner {
                base,
                origin: Origin::of(&url),
                auth,
                identify: Identify::new(agent),
                transport: Transport::new(Some(http), self.timeout, self.max_body_size),
            }),
        })
    }

    /// The defaults, which can't be wrong; only TLS can, and that is for the first call to say.
    pub(super) fn global(credential: Arc<dyn Credential>) -> Client {
        let settings = Self::new();
        Client {
            inner: Arc::new(Inner {
                base: settings.base_url,
                origin: Origin::https(GLOBAL_HOST),
                auth: Auth::Credential { credential, scope: format!("https://{GLOBAL_HOST}/.default") },
                identify: Identify::new(HeaderValue::from_static(NAME)),
                transport: Transport::new(
                    connections(settings.connect_timeout).ok(),
                    settings.timeout,
                    settings.max_body_size,
                ),
            }),
        }
    }
}

fn connections(connect_timeout: Duration) -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(connect_timeout)
        .build()
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
