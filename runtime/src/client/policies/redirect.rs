//! Redirects by Graph's rules: only 303 becomes a GET; a credential never leaves the origin that it is for, and doesn't
//! come back once it was dropped; and no redirect leads where a link mustn't.
//! <https://www.rfc-editor.org/rfc/rfc9110#section-15.4>

use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use reqwest::Url;

use crate::client::ResponseBody;
use crate::client::inner::Inner;
use crate::client::link::has_user;
use crate::client::origin::Origin;
use crate::client::reach::is_loopback;
use crate::error::{Error, Kind};
use crate::wire::body::Body;
use crate::wire::request::Parts;
use crate::wire::response::url_in;

/// How many redirects one attempt follows.
const MAX_REDIRECTS: usize = 5;

/// What is sent next.
pub(crate) struct Hop {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// The body goes to the origin that it is for, and nowhere else.
    credentials_in_body: bool,
    /// It was never anywhere else than at the base's origin: what is meant for that is still there.
    pub(crate) at_home: bool,
    /// How many there were before.
    number: usize,
}

impl Hop {
    /// What was sent first.
    pub(crate) fn first(client: &Inner, parts: &Parts, url: &Url, token: Option<&HeaderValue>) -> Self {
        let mut headers = parts.headers.clone();
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, token.clone());
        }
        Self {
            method: parts.method.clone(),
            url: url.clone(),
            headers,
            body: parts.body.clone(),
            credentials_in_body: parts.options.credentials_in_body,
            at_home: client.origin.is_of(url),
            number: 0,
        }
    }

    /// Where the response leads, if it leads anywhere; `None` if it stands as it is.
    ///
    /// # Errors
    /// When it leads where it mustn't, or nowhere sensible.
    pub(crate) fn after(
        self,
        client: &Inner,
        response: &Response<ResponseBody>,
    ) -> Result<Option<Self>, Error> {
        if self.number == MAX_REDIRECTS {
            let message = format!("the response redirects more than {MAX_REDIRECTS} times");
            return Err(Error::new(Kind::Redirect, message));
        }
        let status = response.status();
        if !response.headers().contains_key(LOCATION) {
            return Ok(None);
        }
        let url = url_in(response.headers(), LOCATION)
            .and_then(|location| self.url.join(location).ok())
            .ok_or_else(|| forbidden("what is not an http or https URL"))?;
        if has_user(&url) {
            return Err(forbidden("a URL that names a user before its host"));
        }
        if !client.origin.is_of(&url)
            && let Some(problem) = client.origin.problem_with(&url)
        {
            return Err(forbidden(problem));
        }
        check_scheme(&self.url, &url)?;
        if status != StatusCode::SEE_OTHER && !self.body.can_rewind() {
            return Ok(None);
        }
        let leaves = !Origin::of(&self.url).is_of(&url);
        let next = self.go(status, url);
        if leaves && next.credentials_in_body {
            return Err(forbidden("another host, where the credentials in its body must not go"));
        }
        Ok(Some(if leaves { next.leave(client) } else { next }))
    }

    fn go(mut self, status: StatusCode, url: Url) -> Self {
        if status == StatusCode::SEE_OTHER {
            if self.method != Method::HEAD {
                self.method = Method::GET;
            }
            self.body = Body::empty();
            self.credentials_in_body = false;
            for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING] {
                self.headers.remove(name);
            }
        }
        Self { url, number: self.number + 1, ..self }
    }

    fn leave(mut self, client: &Inner) -> Self {
        client.credentials.leave_origin(&mut self.headers);
        self.at_home = false;
        self
    }
}

/// Refuses what leads from https to http, unless that is on this machine.
pub(crate) fn check_scheme(from: &Url, to: &Url) -> Result<(), Error> {
    if from.scheme() == "https" && to.scheme() == "http" && !is_loopback(to) {
        return Err(Error::new(Kind::Redirect, "the response redirects from https to http"));
    }
    Ok(())
}

fn forbidden(place: &str) -> Error {
    Error::new(Kind::Redirect, format!("the response redirects to {place}"))
}

/// 300 and 304 don't. <https://www.rfc-editor.org/rfc/rfc9110#section-15.4>
pub(crate) fn leads_on(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
