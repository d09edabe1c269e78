//! What a test expects to have been sent, held against what came: each difference by its name.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use bytes::Bytes;
use graph_endpoint_schema::media_type::is_json;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, Method, Request};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::alignment::{Likeness, Pair, align};
use super::{RecordedRequest, Sandbox};
use crate::error::Error;
use crate::wire::endpoint::Endpoint;

/// The root that expected requests are written for; only what is behind it counts.
const ROOT: &str = "https://graph.microsoft.com";

/// A request that a test expects; see [`Sandbox::assert_requests`].
#[derive(Clone)]
pub struct ExpectedRequest {
    request: Request<Bytes>,
}

impl ExpectedRequest {
    /// What this endpoint's value sends.
    ///
    /// # Errors
    /// [`Error::is_build`] when it can't be sent.
    pub fn of<E: Endpoint>(endpoint: &E) -> Result<Self, Error> {
        Ok(Self { request: endpoint.to_http_request(ROOT)? })
    }
}

/// Method and path only.
impl fmt::Debug for ExpectedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ExpectedRequest").field(&self.call()).finish()
    }
}

impl ExpectedRequest {
    fn call(&self) -> String {
        call(self.request.method(), self.request.uri().path())
    }

    fn is_call_of(&self, came: &RecordedRequest) -> bool {
        (self.request.method(), self.request.uri().path()) == (came.method(), came.path())
    }

    /// A line for each difference.
    fn differences(&self, came: &RecordedRequest) -> Vec<String> {
        let mut lines = Vec::new();
        let (expected, came_call) = (self.call(), call(came.method(), came.path()));
        if expected != came_call {
            lines.push(format!("expected {expected}"));
        }
        let query = |query: Option<&str>| options(query.unwrap_or_default());
        by_name(&mut lines, "query option", &query(self.request.uri().query()), &query(came.query()));
        headers(&mut lines, self.request.headers(), came.headers());
        body(&mut lines, &self.request, came);
        lines
    }
}

impl Sandbox {
    /// Panics unless these requests came, in this order and no others: with a line for each method, path, query option,
    /// header and JSON property that differs, and for each request that is missing, too many or out of turn. Headers that
    /// aren't expected don't count, and neither does the order of query options and properties. The requests of a
    /// `$batch` count in its place, in its order.
    ///
    /// The message holds values, since a test is where they are looked for; the `Authorization` header is never in it.
    ///
    /// ```
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::sandbox::{ExpectedRequest, Sandbox};
    ///
    /// #[graph_endpoint(PATCH, "/users/{id}")]
    /// struct Rename { id: String, display_name: String }
    ///
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().on(|_: Rename| async {}).start().await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// let rename = Rename { id: "1".into(), display_name: "Adele".into() };
    /// client.send(&rename).await?;
    /// sandbox.assert_requests([ExpectedRequest::of(&rename)?]);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    ///
    /// # Panics
    /// When other requests came.
    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion, for tests")]
    pub fn assert_requests(&self, expected: impl IntoIterator<Item = ExpectedRequest>) {
        let expected: Vec<ExpectedRequest> = expected.into_iter().collect();
        assert!(self.records, "the sandbox records nothing; remove `record(false)` to see what came");
        let report = report(&expected, &self.requests());
        assert!(report.is_empty(), "the sandbox got other requests than expected:{report}");
    }
}

/// Empty where there is no difference. What came stands under its own number, what didn't under that of its expectation.
fn report(expected: &[ExpectedRequest], came: &[RecordedRequest]) -> String {
    let came = unpacked(expected, came);
    let likeness = |one: usize, other: usize| match (expected.get(one), came.get(other)) {
        (Some(expected), Some(came)) if !expected.is_call_of(came.request) => Likeness::None,
        (Some(expected), Some(came)) if expected.differences(came.request).is_empty() => Likeness::Same,
        (Some(_), Some(_)) => Likeness::Call,
        _ => Likeness::None,
    };
    let pairs = align(expected.len(), came.len(), likeness);
    let is_same = |one: usize, other: usize| likeness(one, other) == Likeness::Same;
    let mut report = String::new();
    for &pair in &pairs {
        let (number, title, lines) = match pair {
            Pair::Both(one, other) => match (expected.get(one), came.get(other)) {
                (Some(expected), Some(came)) => (other, came.title(), expected.differences(came.request)),
                _ => continue,
            },
            Pair::Missing(one) => {
                let moved = pairs.iter().find_map(|pair| match pair {
                    Pair::TooMany(other) if is_same(one, *other) => Some(*other),
                    _ => None,
                });
                let line = moved_or(moved, "expected here, and came as number", "expected, and never came");
                (one, expected.get(one).map(ExpectedRequest::call).unwrap_or_default(), vec![line])
            }
            Pair::TooMany(other) => {
                let moved = pairs.iter().find_map(|pair| match pair {
                    Pair::Missing(one) if is_same(*one, other) => Some(*one),
                    _ => None,
                });
                let line =
                    moved_or(moved, "came here, and was expected as number", "came, and was not expected");
                (other, came.get(other).map(Came::title).unwrap_or_default(), vec![line])
            }
        };
        if lines.is_empty() {
            continue;
        }
        // Writing to a String can't fail.
        let _ = write!(report, "\n{}. {title}", number + 1);
        for line in lines {
            let _ = write!(report, "\n   {line}");
        }
    }
    report
}

/// Where something is instead, or that it is nowhere.
fn moved_or(moved: Option<usize>, elsewhere: &str, nowhere: &str) -> String {
    moved.map_or_else(|| nowhere.to_owned(), |place| format!("{elsewhere} {}", place + 1))
}

/// A request that came, alone or in a batch.
struct Came<'r> {
    request: &'r RecordedRequest,
    is_batched: bool,
}

impl Came<'_> {
    fn title(&self) -> String {
        let call = call(self.request.method(), self.request.path());
        if self.is_batched { format!("{call} (in a batch)") } else { call }
    }
}

/// The requests of a batch stand in its place, unless the batch itself is what is expected there.
fn unpacked<'r>(expected: &[ExpectedRequest], came: &'r [RecordedRequest]) -> Vec<Came<'r>> {
    let mut unpacked = Vec::with_capacity(came.len());
    for request in came {
        let is_expected = |expected: &ExpectedRequest| expected.request.uri().path() == request.path();
        if request.batched().is_empty() || expected.get(unpacked.len()).is_some_and(is_expected) {
            unpacked.push(Came { request, is_batched: false });
        } else {
            unpacked.extend(request.batched().iter().map(|request| Came { request, is_batched: true }));
        }
    }
    unpacked
}

fn call(method: &Method, path: &str) -> String {
    format!("{method} {path}")
}

fn options(query: &str) -> BTreeMap<String, String> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut options = BTreeMap::<String, String>::new();
    for (name, value) in pairs {
        // One that is there several times differs in any of its values.
        let values = options.entry(decoded(name)).or_default();
        if !values.is_empty() {
            values.push_str(", ");
        }
        values.push_str(&decoded(value));
    }
    options
}

fn headers(lines: &mut Vec<String>, expected: &HeaderMap, came: &HeaderMap) {
    let text = |headers: &HeaderMap, name: &HeaderName| {
        let values: Vec<_> =
            headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        (!values.is_empty()).then(|| values.join(", "))
    };
    let mut names: Vec<&HeaderName> = expected.keys().filter(|name| *name != AUTHORIZATION).collect();
    names.sort_unstable_by_key(|name| name.as_str());
    for name in names {
        difference(lines, &format!("header `{name}`"), text(expected, name), text(came, name));
    }
}

fn body(lines: &mut Vec<String>, expected: &Request<Bytes>, came: &RecordedRequest) {
    let json = expected.headers().get(CONTENT_TYPE).is_some_and(is_json);
    let parsed = |body: &Bytes| serde_json::from_slice::<Value>(body).ok();
    match (parsed(expected.body()), parsed(came.body())) {
        (Some(expected), Some(came)) if json => {
            let (mut left, mut right) = (BTreeMap::new(), BTreeMap::new());
            flatten(String::new(), &expected, &mut left);
            flatten(String::new(), &came, &mut right);
            by_name(lines, "body", &left, &right);
        }
        _ if expected.body() == came.body() => {}
        _ => lines.push(format!(
            "body: expected {} bytes, came {} bytes that are others",
            expected.body().len(),
            came.body().len()
        )),
    }
}

/// Each value that holds no others, by its JSON path; an empty object or array is one as well.
fn flatten(path: String, value: &Value, out: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            for (name, value) in object {
                // A name with a dot in it is no path.
                let name = if name.contains(['.', '[']) { format!("[\"{name}\"]") } else { name.clone() };
                let path = match path.is_empty() || name.starts_with('[') {
                    true => format!("{path}{name}"),
                    false => format!("{path}.{name}"),
                };
                flatten(path, value, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                flatten(format!("{path}[{index}]"), value, out);
            }
        }
        value => drop(out.insert(path, value.to_string())),
    }
}

fn by_name(
    lines: &mut Vec<String>,
    kind: &str,
    expected: &BTreeMap<String, String>,
    came: &BTreeMap<String, String>,
) {
    let mut names: Vec<&String> = expected.keys().chain(came.keys()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        difference(lines, &format!("{kind} `{name}`"), expected.get(name).cloned(), came.get(name).cloned());
    }
}

fn difference(lines: &mut Vec<String>, what: &str, expected: Option<String>, came: Option<String>) {
    if expected == came {
        return;
    }
    let shown = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
    lines.push(format!("{what}: expected {}, came {}", shown(expected), shown(came)));
}
