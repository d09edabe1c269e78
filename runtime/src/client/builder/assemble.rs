//! From settings to a client: what can be wrong with them is said here.

use std::sync::Arc;

use http::HeaderValue;
use reqwest::Url;

use super::{ClientBuilder, Limits};
use crate::client::Client;
use crate::client::base::Base;
use crate::client::connections::Connections;
use crate::client::credential::Credential;
use crate::client::inner::Inner;
use crate::client::origin::Origin;
use crate::client::policies::auth::Auth;
use crate::client::policies::budget::Budget;
use crate::client::policies::credentials::Credentials;
use crate::client::policies::identify::Identify;
use crate::client::policies::limit::Limit;
use crate::client::policies::throttle::Throttle;
use crate::client::policies::token_cache::MakeTokens;
use crate::client::transport::Transport;
use crate::error::Error;

const NAME: &str = concat!("graph-endpoint/", env!("CARGO_PKG_VERSION"));

impl ClientBuilder {
    /// The client.
    ///
    /// # Errors
    /// [`Error::is_build`] when the base URL is not an absolute `http` or `https` URL, when the token, the user agent
    /// or the name of a [credential header](Self::credential_header) can't be a header, or when TLS can't be set up.
    pub fn build(mut self) -> Result<Client, Error> {
        let base = self.base_url.take().unwrap_or_else(|| self.cloud.base_url().to_owned());
        let base = base.trim_end_matches('/').to_owned();
        crate::wire::base_url::check(&base)?;
        let url = Url::parse(&base)
            .map_err(|source| Error::build("the base URL is not a valid URL").with_source(source))?;
        let agent = match &self.user_agent {
            Some(program) => HeaderValue::try_from(format!("{NAME} {program}")).map_err(|source| {
                Error::build("the user agent can't be a header value").with_source(source)
            })?,
            None => HeaderValue::from_static(NAME),
        };
        let http = match self.http.take() {
            Some(http) => http,
            None => {
                let direct = Origin::of(&url).is_on_this_machine();
                Arc::new(Connections::new(self.limits.connect_timeout, direct)?)
            }
        };
        let auth = match (self.token.take(), self.credential.take()) {
            (Some(token), _) => Auth::Fixed(token?),
            (None, Some((credential, make))) => self.tokens(credential, make),
            (None, None) => Auth::Anonymous,
        };
        let credentials = std::mem::replace(&mut self.credentials, Ok(Credentials::default()))?;
        Ok(self.assemble(base, Origin::of(&url), auth, credentials, agent, http))
    }

    /// The defaults, which can't be wrong; only TLS can, and that is for the first call to say.
    pub(in crate::client) fn global(credential: Arc<dyn Credential>, make: MakeTokens) -> Client {
        let settings = Self::new();
        let auth = settings.tokens(credential, make);
        let base = settings.cloud.base_url().to_owned();
        let origin = Origin::https(settings.cloud.host());
        let http =
            Connections::new(settings.limits.connect_timeout, false).unwrap_or_else(|_| Connections::none());
        let http = Arc::new(http);
        settings.assemble(base, origin, auth, Credentials::default(), HeaderValue::from_static(NAME), http)
    }

    fn tokens(&self, credential: Arc<dyn Credential>, make: MakeTokens) -> Auth {
        let scope = self.scope.clone().unwrap_or_else(|| self.cloud.scope().to_owned());
        Auth::Tokens(make(credential, scope, self.environment.clone(), self.limits.timeout))
    }

    fn assemble(
        self,
        base: String,
        origin: Origin,
        auth: Auth,
        credentials: Credentials,
        agent: HeaderValue,
        http: Arc<Connections>,
    ) -> Client {
        let Limits { timeout, deadline, max_body_size, max_concurrency, .. } = self.limits;
        Client {
            inner: Arc::new(Inner {
                base: Base::new(base),
                origin,
                auth,
                credentials,
                identify: Identify::new(agent),
                retry: self.retry,
                budget: Budget::full(),
                throttle: Throttle::new(self.throttle),
                limit: Limit::new(max_concurrency),
                deadline,
                shows_messages: self.shows_messages,
                environment: self.environment,
                transport: Transport::new(http, timeout, max_body_size),
                along: self.along,
            }),
        }
    }
}
