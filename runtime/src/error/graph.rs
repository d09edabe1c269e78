//! Graph's error body, read as far as it goes: what is missing or of another shape is left out, nothing fails.
//!
//! `{"error": {"code", "message", "target", "details": [..], "innerError": {..}}}`
//! <https://learn.microsoft.com/graph/errors>; identity's own has `{"error": "code", "error_description": ".."}`.

use std::fmt;

use graph_endpoint_schema::media_type::without_bom;
use serde_json::{Map, Value};

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

/// Inner errors nest; nobody needs more of them than this.
const MAX_DEPTH: usize = 16;

impl GraphError {
    pub(super) fn parse(body: &[u8]) -> Self {
        let body = without_bom(body);
        // A message in another charset is no reason to lose the code.
        match serde_json::from_str::<Value>(&String::from_utf8_lossy(body)) {
            Ok(Value::Object(body)) => Self::from_body(&body),
            _ => Self::default(),
        }
    }

    fn from_body(body: &Map<String, Value>) -> Self {
        match property(body, &["error"]) {
            Some(Value::Object(error)) => Self::from_error(error),
            Some(Value::String(code)) => {
                Self { code: filled(code), message: text(body, &["error_description"]), ..Self::default() }
            }
            // Front ends in between answer without the wrapper: `{"Message": ".."}`, `{"code": .., "message": ..}`.
            _ => Self::from_error(body),
        }
    }

    fn from_error(error: &Map<String, Value>) -> Self {
        let mut parsed = Self {
            code: text(error, &["code"]),
            message: text(error, &["message"]),
            target: text(error, &["target"]),
            details: details(error),
            ..Self::default()
        };
        let mut inner = error;
        for _ in 0..MAX_DEPTH {
            let Some(Value::Object(next)) = property(inner, &["innerError"]) else { break };
            parsed.inner_codes.extend(text(next, &["code"]));
            parsed.request_id = text(next, &["request-id", "requestId"]).or(parsed.request_id);
            parsed.client_request_id =
                text(next, &["client-request-id", "clientRequestId"]).or(parsed.client_request_id);
            inner = next;
        }
        parsed
    }
}

fn details(error: &Map<String, Value>) -> Vec<ErrorDetail> {
    let Some(Value::Array(details)) = property(error, &["details"]) else { return Vec::new() };
    details
        .iter()
        .filter_map(Value::as_object)
        .map(|detail| ErrorDetail {
            code: text(detail, &["code"]),
            message: text(detail, &["message"]),
            target: text(detail, &["target"]),
        })
        .collect()
}

/// The services differ in letter case: `innerError`, `innererror`.
fn property<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    object
        .iter()
        .find(|(name, value)| !value.is_null() && names.iter().any(|known| known.eq_ignore_ascii_case(name)))
        .map(|(_, value)| value)
}

fn text(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    property(object, names).and_then(Value::as_str).and_then(filled)
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
