//! From a declared struct to the parts of a request: the one place where paths, queries, headers and bodies are written.

use std::fmt;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use serde::Serialize;

use crate::error::{CallName, Error};
use crate::wire::body::Body;
use crate::wire::framing::{framed, frames};
use crate::wire::json::additional::WriteAdditional;
use crate::wire::json::values::{Sink, Values};
use crate::wire::json::{
    control_information,
    outgoing::{self, Outgoing},
};
use crate::wire::parameter::{Escape, Parameter, ParameterText};
use crate::wire::route::{Segment, segments};

mod options;

/// A request that is ready for the policies: nothing in it can fail any more.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) method: Method,
    /// Absolute, encoded.
    pub(crate) url: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// The path as declared: what logs and spans may show.
    #[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only the client has spans"))]
    pub(crate) template: &'static str,
    /// What the policies may do with it.
    #[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only the client has policies"))]
    pub(crate) options: Options,
}

/// What a call, or a long job that makes it, asks of the policies.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only the client has policies"))]
pub(crate) struct Options {
    /// For the whole call, retries and waits included; the client's own limits if `None`.
    pub(crate) timeout: Option<Duration>,
    /// When that began, if it wasn't just now.
    pub(crate) began: Option<Instant>,
    /// Sending it twice does no harm, whatever its method says.
    pub(crate) idempotent: bool,
    /// It is tried once: whoever sends it knows better what to do then.
    pub(crate) once: bool,
    /// The URL carries its own authorization (upload sessions, download locations, monitors): no token, and no
    /// `client-request-id`, goes there.
    pub(crate) anonymous: bool,
    /// The body has headers of other requests in it, credentials among them: it goes where those may go.
    pub(crate) credentials_in_body: bool,
    /// What its URL is, if that is a link of Graph's: `the next link`.
    pub(crate) link: Option<&'static str>,
    /// A redirect is a response like any other, for those who want to see where it leads.
    pub(crate) returns_redirects: bool,
}

/// What the `http` crate takes.
const LONGEST_URI: usize = u16::MAX as usize - 1;

/// Room for the headers of a usual request, those that come on its way to the wire included.
const USUAL_HEADERS: usize = 8;

impl Parts {
    /// A request without headers and body, for an absolute URL.
    #[cfg(feature = "client")]
    pub(crate) fn new(method: Method, url: impl Into<String>, template: &'static str) -> Self {
        Self {
            method,
            url: url.into(),
            headers: HeaderMap::new(),
            body: Body::empty(),
            template,
            options: Options::default(),
        }
    }

    pub(crate) fn into_http_request(self) -> Result<Request<Bytes>, Error> {
        let length = self.url.len();
        // `String` to `Bytes` moves; the URL's text is not copied again.
        let uri = Uri::from_maybe_shared(Bytes::from(self.url)).map_err(|source| {
            let problem = match length {
                0..LONGEST_URI => "the URL is not valid".to_owned(),
                _ => format!("the URL is {length} bytes long, more than a URL can be"),
            };
            Error::build(problem).with_source(source)
        })?;
        let mut request = Request::new(self.body.into_bytes()?);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}

/// What an expansion writes a request with. The first thing that goes wrong is kept and reported by `finish`.
#[doc(hidden)]
pub struct RequestWriter {
    method: Method,
    url: String,
    has_query: bool,
    selection: Option<options::Selection>,
    headers: HeaderMap,
    body: Body,
    route: &'static str,
    template: &'static str,
    error: Option<Error>,
}

/// The template says which call; what has been written for it isn't shown.
impl fmt::Debug for RequestWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestWriter").field("template", &self.template).finish_non_exhaustive()
    }
}

impl RequestWriter {
    pub(crate) fn new(
        method: Method,
        base: &str,
        version: &str,
        template: &'static str,
        route: &'static str,
    ) -> Self {
        let base = base.trim_end_matches('/');
        let mut url = String::with_capacity(base.len() + version.len() + template.len() + 96);
        url.push_str(base);
        url.push('/');
        url.push_str(version);
        Self {
            method,
            url,
            has_query: false,
            selection: None,
            headers: HeaderMap::with_capacity(USUAL_HEADERS),
            body: Body::empty(),
            route,
            template,
            error: None,
        }
    }

    /// What another writer has written: the same request once more.
    #[cfg(feature = "client")]
    pub(crate) fn repeat(&mut self, url: &str, headers: &HeaderMap) {
        url.clone_into(&mut self.url);
        self.headers.clone_from(headers);
    }

    /// The path: `values` in the order of the route's placeholders.
    pub fn path(&mut self, values: &[&dyn Parameter]) -> &mut Self {
        let mut values = values.iter();
        for segment in segments(self.route) {
            let (name, escape) = match segment {
                Segment::Text(text) => {
                    self.url.push_str(text);
                    continue;
                }
                Segment::Value(name) => (name, Escape::Percent),
                Segment::Quoted(name) => (name, Escape::Quoted),
                Segment::Rest(name) => (name, Escape::Slashes),
            };
            if let Some(value) = values.next() {
                let start = self.url.len();
                value.write(&mut ParameterText::new(&mut self.url, escape));
                let written = self.url.get(start..).unwrap_or_default();
                if let Some(problem) = path_value_problem(written, escape) {
                    self.fail(|| Error::build(format!("the path value `{name}` is {problem}")));
                }
            }
        }
        self
    }

    /// A query option; left out when the value says that it is absent.
    pub fn query(&mut self, name: &str, value: &dyn Parameter) -> &mut Self {
        if value.is_absent() {
            return self;
        }
        self.url.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
        self.url.push_str(name);
        self.url.push('=');
        value.write(&mut ParameterText::new(&mut self.url, Escape::Percent));
        self
    }

    /// A header; left out when the value says that it is absent.
    pub fn header(&mut self, name: &'static str, value: &dyn Parameter) -> &mut Self {
        if value.is_absent() {
            return self;
        }
        let mut text = String::new();
        value.write(&mut ParameterText::new(&mut text, Escape::Nothing));
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_maybe_shared(Bytes::from(text))) {
            (Ok(name), _) if frames(&name) => self.fail(|| Error::build(framed())),
            (Ok(name), Ok(value)) => {
                self.headers.append(name, value);
            }
            (Err(_), _) => self.fail(|| Error::build(format!("`{name}` is not a header name"))),
            (_, Err(_)) => self.fail(|| {
                Error::build(format!(
                    "the value for the header `{name}` has a line break or another control character"
                ))
            }),
        }
        self
    }

    /// The JSON object of the body. `start` is its first text, either `{` or with `@odata.type` in it; each key is the
    /// quoted, escaped name with its colon.
    pub fn object<V: Values>(&mut self, start: &'static str, keys: &'static [&'static str], values: V) {
        let mut json = self.open_object(start, keys, values);
        json.push(b'}');
        self.body = Body::from_json(control_information::strip(json, keys));
    }

    /// Like [`object`](Self::object), with the properties that have no field behind the others.
    pub fn object_and_more<V: Values, T: WriteAdditional>(
        &mut self,
        start: &'static str,
        keys: &'static [&'static str],
        values: V,
        more: &T,
    ) {
        let mut json = self.open_object(start, keys, values);
        let mut object = Vec::new();
        let mut serializer = serde_json::Serializer::new(&mut object);
        let written =
            serde::Serializer::serialize_map(Outgoing(&mut serializer), None).and_then(|mut object| {
                more.write_type(&mut object)?;
                more.write_rest(&mut object)?;
                serde::ser::SerializeMap::end(object)
            });
        if written.is_err() {
            self.fail(|| Error::build("the additional properties can't be written as JSON"));
        }
        // What was written is an object of its own: `{...}`.
        if let Some(inside) =
            object.get(1..object.len().saturating_sub(1)).filter(|inside| !inside.is_empty())
        {
            if json.len() > 1 {
                json.push(b',');
            }
            json.extend_from_slice(inside);
        }
        json.push(b'}');
        self.body = Body::from_json(control_information::strip(json, keys));
    }

    fn open_object<V: Values>(&mut self, start: &str, keys: &'static [&'static str], values: V) -> Vec<u8> {
        let mut json = Vec::with_capacity(128);
        json.extend_from_slice(start.as_bytes());
        let mut object = OpenObject(json);
        if let Err(key) = values.write(keys, &mut object) {
            let name = key.trim_end_matches(':');
            self.fail(|| Error::build(format!("the property {name} can't be written as JSON")));
        }
        object.0
    }

    /// One field as the whole body.
    pub fn whole(&mut self, body: Result<Body, Error>) {
        match body {
            Ok(body) => self.body = body,
            Err(error) => self.fail(|| error),
        }
    }

    pub(crate) fn finish(mut self) -> Result<Parts, Error> {
        if let Some(selection) = self.selection.take() {
            (selection.write)(&mut self, &selection);
        }
        if let Some(error) = self.error {
            return Err(error.of_call(&CallName::new(&self.method, self.template)));
        }
        if let Some(content_type) = self.body.content_type() {
            self.headers.entry(CONTENT_TYPE).or_insert(content_type);
        }
        Ok(Parts {
            method: self.method,
            url: self.url,
            headers: self.headers,
            body: self.body,
            template: self.template,
            options: Options::default(),
        })
    }

    fn fail(&mut self, error: impl FnOnce() -> Error) {
        if self.error.is_none() {
            self.error = Some(error());
        }
    }
}

/// The text of an object that is being written; its properties' names are keys, quotes and colon included.
struct OpenObject(Vec<u8>);

impl Sink for OpenObject {
    /// The key of what can't be written.
    type Error = &'static str;

    fn property<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), &'static str> {
        let json = &mut self.0;
        if json.len() > 1 {
            json.push(b',');
        }
        json.extend_from_slice(key.as_bytes());
        outgoing::append(json, value).map_err(|_| key)
    }
}

/// What is wrong with a path value as it was written, if anything. Encoding can't save these: URL parsers collapse
/// dot segments even when they are encoded, and an empty segment names another resource.
/// <https://url.spec.whatwg.org/#double-dot-path-segment>
fn path_value_problem(written: &str, escape: Escape) -> Option<&'static str> {
    let segment_problem = |segment: &str| match segment {
        "" => Some("empty"),
        "." => Some("`.`, which would name another resource"),
        ".." => Some("`..`, which would name another resource"),
        _ => None,
    };
    match escape {
        Escape::Slashes if !written.is_empty() => {
            written.split('/').find_map(segment_problem).map(|problem| {
                // The value isn't empty: one of its segments is.
                let is_empty = problem == "empty";
                match () {
                    () if is_empty && written.starts_with('/') => "wrong: it begins with `/`; leave that out",
                    () if is_empty && written.ends_with('/') => "wrong: it ends with `/`; leave that out",
                    () if is_empty => "wrong: it has `//`; write one `/`",
                    () if problem.starts_with("`..`") => {
                        "wrong: a segment is `..`, which would name another resource"
                    }
                    () => "wrong: a segment is `.`, which would name another resource",
                }
            })
        }
        // Inside quotes the segment has other text as well.
        Escape::Quoted => None,
        Escape::Percent | Escape::Nothing | Escape::Slashes => segment_problem(written),
    }
}
