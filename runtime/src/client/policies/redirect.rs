//! Redirects by Graph's rules: only 303 becomes a GET, and a token never leaves the host that it is for.
//! <https://www.rfc-editor.org/rfc/rfc9110#section-15.4>

use http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, LOCATION, PROXY_AUTHORIZATION,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use reqwest::Url;

use crate::body::Body;
use crate::client::ResponseBody;
use crate::client::origin::{Origin, is_loopback};
use crate::error::{Error, Kind};
use crate::request::Parts;

/// How many redirects one attempt follows.
pub(crate) const MAX_REDIRECTS: usize = 5;

/// What is sent next.
#[derive(Clone)]
pub(crate) struct Hop {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

impl Hop {
    /// What was sent first.
    pub(crate) fn first(parts: &Parts, url: &Url, token: Option<&HeaderValue>) -> Self {
        let mut headers = parts.headers.clone();
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, token.clone());
        }
        Self { method: parts.method.clone(), url: url.clone(), headers, body: parts.body.clone() }
    }

    /// Where the answer leads, if it leads anywhere; `None` if it stands as it is.
    ///
    /// # Errors
    /// When it leads from https to http, or nowhere sensible.
    pub(crate) fn after(self, response: &Response<ResponseBody>) -> Result<Option<Self>, Error> {
        let status = response.status();
        let Some(location) = response.headers().get(LOCATION) else { return Ok(None) };
        let url = location
            .to_str()
            .ok()
            .and_then(|location| self.url.join(location).ok())
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or_else(|| {
                Error::new(Kind::Redirect, "the answer redirects to what is not an http or https URL")
            })?;
        if self.url.scheme() == "https" && url.scheme() == "http" && !is_loopback(&url) {
            return Err(Error::new(Kind::Redirect, "the answer redirects from https to http"));
        }
        if status != StatusCode::SEE_OTHER && !self.body.can_rewind() {
            return Ok(None);
        }
        Ok(Some(self.go(status, url)))
    }

    fn go(mut self, status: StatusCode, url: Url) -> Self {
        if status == StatusCode::SEE_OTHER {
            if self.method != Method::HEAD {
                self.method = Method::GET;
            }
            self.body = Body::empty();
            for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING] {
                self.headers.remove(name);
            }
        }
        if !Origin::of(&self.url).is_of(&url) {
            for name in
                [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, HeaderName::from_static("client-request-id")]
            {
                self.headers.remove(name);
            }
        }
        Self { url, ..self }
    }
}

pub(crate) fn too_many() -> Error {
    Error::new(Kind::Redirect, format!("the answer redirects more than {MAX_REDIRECTS} times"))
}

/// 300 and 304 don't. <https://www.rfc-editor.org/rfc/rfc9110#section-15.4>
pub(crate) fn leads_on(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
