//! Graph's error body, read as far as it goes: what is missing or of another shape is left out, nothing fails.
//!
//! `{"error": {"code", "message", "target", "details": [..], "innerError": {..}}}`
//! <https://learn.microsoft.com/graph/errors>; identity's own has `{"error": "code", "error_description": ".."}`.

use std::borrow::Cow;
use std::fmt;

use graph_endpoint_schema::media_type::without_bom;

use crate::wire::json::members::{members, unquoted};

/// What an error body says.
#[derive(Default)]
pub(super) struct GraphError {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) target: Option<String>,
    /// From the outermost inner error to the deepest, most specific one.
    pub(super) inner_codes: Vec<String>,
    pub(super) details: Vec<ErrorDetail>,
    pub(super) request_id: Option<String>,
    pub(super) client_request_id: Option<String>,
}

/// One of the things that were wrong, where Graph names several.
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(POST, "/users", response = ())]
/// struct CreateUser {}
///
/// let body = r#"{"error": {"code": "Request_BadRequest", "message": "Invalid.", "details": [
///     {"code": "ConflictingObjects", "target": "userPrincipalName", "message": "It is taken."}]}}"#;
/// let response = http::Response::builder().status(400).body(body.into())?;
/// let error = CreateUser::from_http_response(response).err().ok_or("no error")?;
/// assert_eq!(error.details()[0].target.as_deref(), Some("userPrincipalName"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// A code such as `InvalidValue`.
    pub code: Option<String>,
    /// Text for people; it can quote what was sent.
    pub message: Option<String>,
    /// What it is about: a property's name, as a rule.
    pub target: Option<String>,
}

/// Without the message, for what it can quote.
impl fmt::Debug for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorDetail")
            .field("code", &self.code)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}

/// A body is read that far, whatever its size: errors stand at its beginning.
pub(crate) const READ_BYTES: usize = 64 * 1024;
/// Inner errors nest; nobody needs more of them than this.
const MAX_DEPTH: usize = 16;
/// Nor more of the things that were wrong.
const MAX_DETAILS: usize = 100;

impl GraphError {
    pub(super) fn parse(body: &[u8]) -> Self {
        let body = without_bom(body.get(..READ_BYTES).unwrap_or(body));
        // A message in another charset is no reason to lose the code.
        let body = String::from_utf8_lossy(body);
        let (mut bare, mut wrapped, mut oauth) = (Self::default(), None::<Self>, Self::default());
        for (name, value) in members(&body) {
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            if is("error_description") {
                set(&mut oauth.message, value);
            } else if !is("error") && !is("odata.error") {
                bare.read_member(&name, value);
            } else if let Some(object) = objects(value).next() {
                wrapped.get_or_insert_default().read(object);
            } else {
                set(&mut oauth.code, value);
            }
        }
        match wrapped {
            Some(error) => error,
            None if oauth.code.is_some() => oauth,
            None => bare,
        }
    }

    fn read(&mut self, error: &str) {
        for (name, value) in members(error) {
            self.read_member(&name, value);
        }
    }

    fn read_member(&mut self, name: &str, value: &str) {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("code") {
            set(&mut self.code, value);
        } else if is("message") {
            set(&mut self.message, value);
        } else if is("target") {
            set(&mut self.target, value);
        } else if is("details") {
            let room = MAX_DETAILS.saturating_sub(self.details.len());
            self.details.extend(objects(value).take(room).map(ErrorDetail::read));
        } else if is("innerError") {
            self.read_inner(value, 0);
        }
    }

    /// What stands deeper comes later, and knows the ids better.
    fn read_inner(&mut self, inner: &str, depth: usize) {
        // Some stand one after the other, as if they nested.
        for (depth, object) in (depth..MAX_DEPTH).zip(objects(inner)) {
            let (mut code, mut request_id, mut client_request_id) = (None, None, None);
            for (name, value) in members(object) {
                let is = |known: &str| name.eq_ignore_ascii_case(known);
                if is("code") {
                    set(&mut code, value);
                } else if is("request-id") || is("requestId") {
                    set(&mut request_id, value);
                } else if is("client-request-id") || is("clientRequestId") {
                    set(&mut client_request_id, value);
                }
            }
            self.inner_codes.extend(code.filter(|_| self.inner_codes.len() < MAX_DEPTH));
            self.request_id = request_id.or(self.request_id.take());
            self.client_request_id = client_request_id.or(self.client_request_id.take());
            for (_, inner) in members(object).filter(|(name, _)| name.eq_ignore_ascii_case("innerError")) {
                self.read_inner(inner, depth + 1);
            }
        }
    }
}

impl ErrorDetail {
    fn read(object: &str) -> Self {
        let mut detail = Self::default();
        for (name, value) in members(object) {
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            if is("code") {
                set(&mut detail.code, value);
            } else if is("message") {
                set(&mut detail.message, value);
            } else if is("target") {
                set(&mut detail.target, value);
            }
        }
        detail
    }
}

/// The objects of a list, or the one that stands where a list is usual.
fn objects(value: &str) -> impl Iterator<Item = &str> {
    let alone = value.starts_with('{').then_some(value);
    let listed = members(if alone.is_none() { value } else { "" }).map(|(_, item)| item);
    alone.into_iter().chain(listed).filter(|item| item.starts_with('{'))
}

/// Puts a value's text there, if it is the first that says something.
fn set(place: &mut Option<String>, value: &str) {
    if place.is_none() {
        *place = text(value);
    }
}

/// The text of a value: a string, an integer, or the `value` of SharePoint's `{"lang": "..", "value": ".."}`.
fn text(value: &str) -> Option<String> {
    let inside = members(value).find(|(name, _)| name.eq_ignore_ascii_case("value"));
    let value = inside.map_or(value, |(_, value)| value);
    let is_integer = value.parse::<i64>().is_ok() || value.parse::<u64>().is_ok();
    let text = if is_integer { Cow::Borrowed(value) } else { unquoted(value)? };
    (!text.trim().is_empty()).then(|| text.into_owned())
}
