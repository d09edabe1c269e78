//! An error response in Graph's shape.

use std::error::Error as StdError;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde_json::json;

use super::identity::Ids;
use crate::error::Error;

/// An error that a handler responds with, in the shape that Graph's errors have.
/// <https://learn.microsoft.com/graph/errors>
///
/// ```
/// use graph_endpoint::sandbox::SandboxError;
/// use std::time::Duration;
///
/// let gone = SandboxError::new(404, "itemNotFound", "There is no such policy.");
/// let wait = SandboxError::throttled(Duration::from_secs(3));
/// assert_eq!((gone.status().as_u16(), wait.status().as_u16()), (404, 429));
/// ```
#[derive(Clone)]
pub struct SandboxError {
    /// Boxed: it is the error side of every handler's `Result`.
    inner: Box<Inner>,
}

#[derive(Clone)]
struct Inner {
    status: StatusCode,
    code: String,
    message: String,
    inner_code: Option<String>,
    headers: HeaderMap,
}

impl SandboxError {
    /// An error with a status, Graph's `code` and its `message`.
    ///
    /// A status that no response can have is 500.
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        let status = final_status(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (code, message) = (code.into(), message.into());
        Self { inner: Box::new(Inner { status, code, message, inner_code: None, headers: HeaderMap::new() }) }
    }

    /// `429 Too Many Requests`, asking to wait: `Retry-After` in whole seconds, rounded up.
    pub fn throttled(wait: Duration) -> Self {
        Self::new(429, "TooManyRequests", "Too many requests.").retry_after(wait)
    }

    /// Adds `Retry-After` in whole seconds, rounded up.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        self.inner.headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        self
    }

    /// Adds the more specific code inside `innerError`.
    #[must_use]
    pub fn inner_code(mut self, code: impl Into<String>) -> Self {
        self.inner.inner_code = Some(code.into());
        self
    }

    /// Adds a header. One that can't be sent makes the error a 500 that says so.
    #[must_use]
    pub fn header(mut self, name: impl TryInto<HeaderName>, value: impl TryInto<HeaderValue>) -> Self {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) => {
                self.inner.headers.append(name, value);
                self
            }
            _ => Self::handler("a header of the handler's can't be sent"),
        }
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.inner.status
    }

    /// The handler did what no handler can do.
    pub(super) fn handler(problem: &str) -> Self {
        Self::new(500, "generalException", problem)
    }

    /// The request is not what the endpoint declares.
    pub(super) fn bad_request(error: &Error) -> Self {
        Self::new(400, "BadRequest", error.to_string())
    }

    pub(super) fn unauthenticated() -> Self {
        Self::new(401, "InvalidAuthenticationToken", "Access token is empty or not accepted.")
            .header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    pub(super) fn into_response(self, ids: &Ids) -> Response<Bytes> {
        let Inner { status, code, message, inner_code, headers } = *self.inner;
        let mut inner_error = json!({
            "date": date(SystemTime::now()),
            "request-id": ids.request,
            "client-request-id": ids.client_request,
        });
        if let (Some(code), Some(object)) = (inner_code, inner_error.as_object_mut()) {
            object.insert("code".to_owned(), code.into());
        }
        let body = json!({ "error": { "code": code, "message": message, "innerError": inner_error } });
        let mut response = Response::new(Bytes::from(body.to_string()));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response.headers_mut().entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
        response
    }
}

impl fmt::Display for SandboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { status, code, message, .. } = &*self.inner;
        write!(f, "{} {code}: {message}", status.as_u16())
    }
}

/// Without the headers.
impl fmt::Debug for SandboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SandboxError").field(&self.to_string()).finish()
    }
}

impl StdError for SandboxError {}

/// A status that ends an exchange: not one of the informational ones.
pub(super) fn final_status(status: u16) -> Option<StatusCode> {
    StatusCode::from_u16(status).ok().filter(|status| !status.is_informational())
}

/// `2026-01-31T23:59:59`, in UTC, as Graph has it in `innerError`.
pub(super) fn date(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil_from_days(days);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", rest / 3_600, rest / 60 % 60, rest % 60)
}

/// The Gregorian date of a number of days since 1970-01-01.
/// <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>
fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let at = |seconds| date(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00");
        assert_eq!(at(951_868_799), "2000-02-29T23:59:59");
        assert_eq!(at(951_868_800), "2000-03-01T00:00:00");
        assert_eq!(at(1_767_225_599), "2025-12-31T23:59:59");
    }

    #[test]
    fn waiting_is_rounded_up() {
        let wait = |millis| {
            SandboxError::throttled(Duration::from_millis(millis)).inner.headers["retry-after"].clone()
        };
        assert_eq!(
            (wait(0), wait(249), wait(3_000)),
            ("0".parse().unwrap(), "1".parse().unwrap(), "3".parse().unwrap())
        );
    }

    #[test]
    fn what_can_not_be_sent_is_a_500() {
        assert_eq!(SandboxError::new(1, "", "").status().as_u16(), 500);
        assert_eq!(SandboxError::new(100, "", "").status().as_u16(), 500);
        assert_eq!(SandboxError::new(404, "", "").header("x", "a\nb").status().as_u16(), 500);
    }
}
