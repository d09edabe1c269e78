//! Graph's error body, read as far as it goes: what is missing or of another shape is left out, nothing fails.
//!
//! `{"error": {"code", "message", "target", "details": [..], "innerError": {..}}}`
//! <https://learn.microsoft.com/graph/errors>; identity's own has `{"error": "code", "error_description": ".."}`.

use std::borrow::Cow;
use std::fmt;

use graph_endpoint_schema::media_type::without_bom;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::wire::json::repair::repaired;

/// What an error body says.
#[derive(Clone, Default)]
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
    /// Reads along and keeps what is asked for, without a tree of the rest. What was read before the body ends, or turns
    /// out to be no JSON, stays.
    pub(super) fn parse(body: &[u8]) -> Self {
        let body = without_bom(body.get(..READ_BYTES).unwrap_or(body));
        // A message in another charset is no reason to lose the code.
        let body = String::from_utf8_lossy(body);
        let body = repaired(body.as_bytes()).map_or(body, Cow::Owned);
        let mut found = Body::default();
        let read = Place::Body(&mut found).deserialize(&mut serde_json::Deserializer::from_str(&body));
        // Why it could not be read further says nothing about the error.
        drop(read);
        found.into_error()
    }
}

/// All that a body can hold of an error.
#[derive(Default)]
struct Body {
    wrapped: Option<Found>,
    /// Front ends in between respond without the wrapper: `{"Message": ".."}`, `{"code": .., "message": ..}`.
    bare: Found,
    /// Identity's own: a code in place of the error.
    code: Option<String>,
    description: Option<String>,
}

#[derive(Default)]
struct Found {
    code: Option<String>,
    message: Option<String>,
    target: Option<String>,
    details: Vec<ErrorDetail>,
    /// The inner errors by their depth.
    inner: Vec<Inner>,
}

#[derive(Default)]
struct Inner {
    code: Option<String>,
    request_id: Option<String>,
    client_request_id: Option<String>,
}

impl Body {
    fn into_error(self) -> GraphError {
        let Self { wrapped, bare, code, description } = self;
        if wrapped.is_none() && code.is_some() {
            return GraphError { code, message: description, ..GraphError::default() };
        }
        let Found { code, message, target, details, inner } = wrapped.unwrap_or(bare);
        let mut error = GraphError { code, message, target, details, ..GraphError::default() };
        for inner in inner {
            error.inner_codes.extend(inner.code);
            error.request_id = inner.request_id.or(error.request_id);
            error.client_request_id = inner.client_request_id.or(error.client_request_id);
        }
        error
    }
}

/// Where the value that comes next belongs. What is of another shape there is passed over.
enum Place<'a> {
    Body(&'a mut Body),
    /// `error`: an object, or a code.
    Wrapper(&'a mut Body),
    /// An error, or with a depth above 0 one of its inner errors.
    Error(&'a mut Found, usize),
    Details(&'a mut Vec<ErrorDetail>),
    /// A detail that is added to the others.
    Detail(&'a mut Vec<ErrorDetail>),
    /// Text, or an object whose `value` it is: `{"lang": "en-US", "value": ".."}`. The first one that isn't empty counts.
    Text(&'a mut Option<String>),
    Nothing,
}

impl Found {
    fn member(&mut self, depth: usize, name: &str) -> Place<'_> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("innerError") && depth < MAX_DEPTH {
            return Place::Error(self, depth + 1);
        }
        let Some(inner) = depth.checked_sub(1) else {
            return match () {
                () if is("code") => Place::Text(&mut self.code),
                () if is("message") => Place::Text(&mut self.message),
                () if is("target") => Place::Text(&mut self.target),
                () if is("details") => Place::Details(&mut self.details),
                () => Place::Nothing,
            };
        };
        if self.inner.len() < depth {
            self.inner.resize_with(depth, Inner::default);
        }
        match self.inner.get_mut(inner) {
            Some(inner) if is("code") => Place::Text(&mut inner.code),
            Some(inner) if is("request-id") || is("requestId") => Place::Text(&mut inner.request_id),
            Some(inner) if is("client-request-id") || is("clientRequestId") => {
                Place::Text(&mut inner.client_request_id)
            }
            _ => Place::Nothing,
        }
    }
}

impl Place<'_> {
    fn text(self, text: &str) {
        let place = match self {
            Self::Wrapper(body) => &mut body.code,
            Self::Text(place) => place,
            _ => return,
        };
        if place.is_none() && !text.trim().is_empty() {
            *place = Some(text.to_owned());
        }
    }

    fn number<E>(self, number: impl fmt::Display) -> Result<(), E> {
        if matches!(self, Self::Text(_)) {
            self.text(&number.to_string());
        }
        Ok(())
    }

    /// The place of a member, by its name: the services differ in letter case, `innerError` and `innererror`.
    fn member(&mut self, name: &str) -> Place<'_> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        match self {
            Self::Body(body) => {
                if is("error") || is("odata.error") {
                    Place::Wrapper(body)
                } else if is("error_description") {
                    Place::Text(&mut body.description)
                } else {
                    body.bare.member(0, name)
                }
            }
            Self::Wrapper(body) => body.wrapped.get_or_insert_default().member(0, name),
            Self::Error(found, depth) => found.member(*depth, name),
            Self::Details(details) | Self::Detail(details) => match details.last_mut() {
                Some(detail) if is("code") => Place::Text(&mut detail.code),
                Some(detail) if is("message") => Place::Text(&mut detail.message),
                Some(detail) if is("target") => Place::Text(&mut detail.target),
                _ => Place::Nothing,
            },
            Self::Text(text) if is("value") => Place::Text(text),
            Self::Text(_) | Self::Nothing => Place::Nothing,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self {
            Self::Nothing => deserializer.deserialize_ignored_any(IgnoredAny).map(drop),
            place => deserializer.deserialize_any(place),
        }
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        match &mut self {
            Self::Wrapper(body) => {
                body.wrapped.get_or_insert_default();
            }
            // One alone stands now and then without a list around it.
            Self::Details(details) | Self::Detail(details) => details.push(ErrorDetail::default()),
            _ => {}
        }
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            members.next_value_seed(self.member(&name))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        loop {
            let place = match &mut self {
                Self::Details(details) if details.len() < MAX_DETAILS => Place::Detail(details),
                Self::Wrapper(body) if body.wrapped.is_none() => Place::Wrapper(body),
                // One below the other, as if they nested.
                Self::Error(found, depth) if *depth <= MAX_DEPTH => {
                    *depth += 1;
                    Place::Error(found, *depth - 1)
                }
                _ => Place::Nothing,
            };
            if items.next_element_seed(place)?.is_none() {
                return Ok(());
            }
        }
    }

    /// Some services have numbers as codes.
    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.number(number)
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.number(number)
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.text(text);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
}
