//! The settings of a client, each with its default.

mod assemble;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderName;

use super::connections::Connections;
use super::credential::{AccessToken, Credential, IntoCredential};
use super::environment::Machine;
use super::policies::credentials::Credentials;
use super::policies::throttle::ThrottleSettings;
use super::policies::token_cache::{MakeTokens, tokens};
use super::{Client, Cloud, Environment, RetryPolicy, SendAlong, ThrottledCall};
use crate::error::Error;

/// Settings of a [`Client`](crate::Client); each has a default.
///
/// ```
/// use std::time::Duration;
/// use graph_endpoint::{Client, Cloud, RetryPolicy};
///
/// let client = Client::builder()
///     .token("a-token")
///     .cloud(Cloud::UsGovL4)
///     .timeout(Duration::from_secs(30))
///     .retry(RetryPolicy::default().max_retries(5))
///     .max_concurrency(16)
///     .user_agent("inventory/1.2")
///     .build()?;
/// # Ok::<(), graph_endpoint::Error>(())
/// ```
#[must_use = "settings do nothing until `build` is called"]
pub struct ClientBuilder {
    cloud: Cloud,
    base_url: Option<String>,
    scope: Option<String>,
    token: Option<Result<AccessToken, Error>>,
    credential: Option<(Arc<dyn Credential>, MakeTokens)>,
    credentials: Result<Credentials, Error>,
    user_agent: Option<String>,
    http: Option<Arc<Connections>>,
    limits: Limits,
    retry: RetryPolicy,
    shows_messages: bool,
    throttle: ThrottleSettings,
    along: Option<Arc<dyn SendAlong>>,
    environment: Arc<dyn Environment>,
}

struct Limits {
    timeout: Duration,
    connect_timeout: Duration,
    deadline: Duration,
    max_body_size: u64,
    max_concurrency: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(100),
            connect_timeout: Duration::from_secs(30),
            deadline: Duration::from_secs(300),
            max_body_size: 100 * 1024 * 1024,
            max_concurrency: 256,
        }
    }
}

impl ClientBuilder {
    pub(in crate::client) fn new() -> Self {
        Self {
            cloud: Cloud::Global,
            base_url: None,
            scope: None,
            token: None,
            credential: None,
            credentials: Ok(Credentials::default()),
            user_agent: None,
            http: None,
            limits: Limits::default(),
            retry: RetryPolicy::default(),
            shows_messages: false,
            throttle: ThrottleSettings::default(),
            along: None,
            environment: Arc::new(Machine),
        }
    }

    /// A token that stays as it is; for tokens that expire there is [`credential`](Self::credential).
    ///
    /// A token that no header can carry is reported by [`build`](Self::build).
    ///
    /// ```
    /// use graph_endpoint::Client;
    ///
    /// let client = Client::builder().token("a-token").base_url("http://127.0.0.1:8080/a/proxy").build()?;
    /// # drop(client);
    /// # Ok::<(), graph_endpoint::Error>(())
    /// ```
    pub fn token(mut self, token: impl AsRef<str>) -> Self {
        self.token = Some(AccessToken::new(token));
        self
    }

    /// What gives tokens: a [`Credential`](crate::Credential) of your own, or one of the `azure_identity` crate with the
    /// feature `azure-identity`.
    ///
    /// ```
    /// use graph_endpoint::{AccessToken, Client, Credential, CredentialFuture, TokenRequest};
    ///
    /// struct Vault;
    ///
    /// impl Credential for Vault {
    ///     fn token<'a>(&'a self, request: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
    ///         // Ask whoever has tokens for one of `request.scope()`.
    ///         Box::pin(async move { AccessToken::new("a-token") })
    ///     }
    /// }
    ///
    /// let client = Client::builder().credential(Vault).build()?;
    /// # drop(client);
    /// # Ok::<(), graph_endpoint::Error>(())
    /// ```
    pub fn credential<Kind>(mut self, credential: impl IntoCredential<Kind>) -> Self {
        self.credential = Some((credential.into_credential(), tokens::<()>));
        self
    }

    /// Names a header that bears credentials, beside `Authorization`, `Proxy-Authorization`, `Cookie` and `Cookie2`: the
    /// key of a gateway in front of Graph, say. Can be called more than once.
    ///
    /// What a call sets such a header to goes to the base URL's scheme, host and port and nowhere else, as the token
    /// does: a redirect to another origin goes on without it, and a next link or delta link to another origin is refused
    /// before anything is sent. So are calls with such a header when the base URL is http and not on this machine.
    ///
    /// A name that can't be one is reported by [`build`](Self::build).
    pub fn credential_header(mut self, name: &str) -> Self {
        self.credentials = self.credentials.and_then(|mut credentials| {
            credentials.name(HeaderName::try_from(name).map_err(|source| {
                Error::build("the name of a credential header is not valid").with_source(source)
            })?);
            Ok(credentials)
        });
        self
    }

    /// The deployment of Graph: its root, and the scope of tokens. The global one if not set.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The root of the service without a version, that of the [`cloud`](Self::cloud) if not set. A path in front, as of
    /// a proxy, is kept.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// The scope that tokens are asked for, that of the [`cloud`](Self::cloud) if not set.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// How long one attempt may take, from sending to the response's last byte. 100 s if not set. A body that is handed
    /// out piece by piece may take that long for each piece.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// How long making a connection may take. 30 s if not set. Not used with [`http_client`](Self::http_client).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect_timeout = timeout;
        self
    }

    /// How long a call may take with all that it waits for: others that are in flight, pauses, a token, attempts and
    /// what is between them. 300 s if not set. A pause that would go beyond it isn't waited for: the call ends at once,
    /// with what Graph answered, or as [`Error::is_throttled`]; when the time runs out it ends as
    /// [`Error::is_timeout`], which says what it waited for. A download has this long until its first byte, and from
    /// there [`timeout`](Self::timeout) for each piece. For one call there is
    /// [`Call::timeout`](crate::Call::timeout), for all of a download [`Download::timeout`](crate::Download::timeout).
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.limits.deadline = deadline;
        self
    }

    /// The largest body of a response, in bytes, that is read into memory. 100 MiB if not set. Streamed downloads have
    /// no limit.
    pub fn max_body_size(mut self, bytes: u64) -> Self {
        self.limits.max_body_size = bytes;
        self
    }

    /// How many requests of this client and its clones are in flight at once; the others wait, as long as their
    /// deadline allows. 256 if not set, at least 1.
    ///
    /// A request is in flight until its response is there. The body of a download, which is read at the caller's pace,
    /// doesn't count: a download that is set aside keeps no other call waiting.
    pub fn max_concurrency(mut self, requests: usize) -> Self {
        self.limits.max_concurrency = requests;
        self
    }

    /// When a call is sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Whether the `Display` and `Debug` of this client's errors show Graph's text for people as well, on one line and no
    /// more than its first 1,000 characters. Off if not set.
    ///
    /// That text quotes what was sent: names, addresses, ids, filters. With this on it is in every log that an error is
    /// written to. Without it, [`Error::message`] has it.
    ///
    /// ```
    /// use graph_endpoint::Client;
    ///
    /// let client = Client::builder().token("a-token").show_messages(cfg!(debug_assertions)).build()?;
    /// # drop(client);
    /// # Ok::<(), graph_endpoint::Error>(())
    /// ```
    pub fn show_messages(mut self, show: bool) -> Self {
        self.shows_messages = show;
        self
    }

    /// What Graph counts calls by, as you see it: while Graph asks one call to wait, all calls with the same key wait.
    ///
    /// If not set, the key is made of the path: the user or group and its mailbox or files (`users/{id}/mailbox`,
    /// `users/{id}/drive`), one drive, share, site, team or chat (`drives/{id}`), and the first segment for what counts by
    /// tenant (`users`, `groups`, `applications`, `deviceManagement`). [`ThrottledCall::default_key`] gives it, so that
    /// only some calls need another one. Pauses of hosts that aren't Graph (monitors, upload and download hosts) are
    /// kept apart, by scheme, host and port. <https://learn.microsoft.com/graph/throttling-limits>
    ///
    /// ```
    /// use graph_endpoint::Client;
    ///
    /// // One limit for all mailboxes.
    /// let client = Client::builder().token("a-token").throttle_key(|call| {
    ///     let key = call.default_key();
    ///     if key.ends_with("/mailbox") { "mail".to_owned() } else { key }
    /// });
    /// # drop(client);
    /// ```
    pub fn throttle_key(
        mut self,
        key: impl Fn(&ThrottledCall<'_>) -> String + Send + Sync + 'static,
    ) -> Self {
        self.throttle.key_of = Some(Box::new(key));
        self
    }

    /// How long other calls are held at most when Graph asks one call to wait. 180 s if not set. The call that was told
    /// waits all of it, or ends with [`Error::is_throttled`] and the [time](Error::retry_after) that Graph gave when it
    /// doesn't have that long.
    pub fn max_pause(mut self, pause: Duration) -> Self {
        self.throttle.max_pause = pause;
        self
    }

    /// How single calls are sent, other than alone.
    pub(crate) fn send_along(mut self, along: Arc<dyn SendAlong>) -> Self {
        self.along = Some(along);
        self
    }

    /// Names your program in `User-Agent`, after this crate's own name.
    pub fn user_agent(mut self, program: impl Into<String>) -> Self {
        self.user_agent = Some(program.into());
        self
    }

    /// Clock and randomness, for tests of what waits.
    pub fn environment(mut self, environment: impl Environment + 'static) -> Self {
        self.environment = Arc::new(environment);
        self
    }

    /// A reqwest client of your own, for proxies, certificates and the like.
    ///
    /// Switch its redirects off (`reqwest::redirect::Policy::none()`): this crate follows them by Graph's rules.
    /// After a 503 a client of our own takes a new connection; yours takes one that it has.
    ///
    /// A connection is driven by the tokio runtime that made it. A client of our own keeps each runtime's connections
    /// apart; yours lends them to all. If calls are made in more than one runtime (`blocking` has one of its own), give
    /// each runtime's client another `reqwest::Client`, or set `pool_max_idle_per_host(0)`: a borrowed connection waits
    /// until its runtime runs again.
    ///
    /// One that was built without TLS must have no proxy: reqwest would hand it requests for https in the clear, with the token.
    ///
    /// Three things that a client of our own sees to are yours then: requests to this machine bypass proxies
    /// (`NO_PROXY=localhost,127.0.0.0/8,::1` or `reqwest::NoProxy` does it); there are no default headers with credentials
    /// (they would go to every host that a link or redirect leads to); and there is no cookie store.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(Arc::new(Connections::of(http)));
        self
    }

    /// The connections of another client: for one of each tenant, say, where each has a token of its own and waits for
    /// itself alone while it is throttled. Its [`http_client`](Self::http_client) or
    /// [`connect_timeout`](Self::connect_timeout) are this one's, too.
    ///
    /// ```
    /// use graph_endpoint::Client;
    ///
    /// let contoso = Client::builder().token("of contoso").build()?;
    /// let fabrikam = Client::builder().token("of fabrikam").connections_of(&contoso).build()?;
    /// # drop(fabrikam);
    /// # Ok::<(), graph_endpoint::Error>(())
    /// ```
    pub fn connections_of(mut self, client: &Client) -> Self {
        self.http = Some(client.inner.transport.connections());
        self
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("cloud", &self.cloud)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}
