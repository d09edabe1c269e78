//! From text to examples: documentation pages, bare HTTP messages, `curl -v` transcripts and `.http` files.
//!
//! Nothing is judged here beyond what is needed to tell the parts apart; a body is text until it is asked for.

mod curl;
mod escapes;
mod http;
mod http_file;
mod page;
mod repair;
mod shell;
mod slips;

use std::fmt;

use graph_endpoint_schema::media_type::is_json;

use crate::json::Json;

/// A request as it was shown, and what came back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// What the page or the file calls it: `Update assignments`.
    pub title: Option<String>,
    /// What the page says of it, one paragraph.
    pub description: Option<String>,
    /// What the heading of this example says that it does: `Get the photo of a user`.
    pub heading: Option<String>,
    /// The paths that the page declares for this method, with their placeholders: `/users/{id}`.
    pub templates: Vec<String>,
    /// The permissions that the page lists.
    pub permissions: Permissions,
    /// What the page's tables say of properties and parameters.
    pub properties: Vec<Property>,
    /// The type that the page says of the response: `microsoft.graph.user`.
    pub response_type: Option<String>,
    /// What the page calls the object in the response: `driveItem`.
    pub response_name: Option<String>,
    /// What the declaration can't say and its doc comment should.
    pub notes: Vec<String>,
    /// The request.
    pub request: Request,
    /// The responses; the first one is the usual one.
    pub responses: Vec<Response>,
}

/// A row of a table of properties or parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// As it goes over the wire.
    pub name: String,
    /// As the page writes it: `String collection`.
    pub ty: String,
    /// Plain text.
    pub description: String,
    /// Of what.
    pub section: Section,
    /// Where the row stands; 0 when it comes from no text.
    pub line: usize,
    /// The values that a table of their own lists.
    pub members: Vec<String>,
}

/// What a table of a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Properties of the request's body, or parameters of an action.
    Body,
    /// Parameters of a function or of the path.
    Parameters,
    /// Query options.
    Query,
    /// Headers of the request.
    Headers,
    /// Properties of the response.
    Response,
}

/// Examples, and what was not read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// In their order.
    pub examples: Vec<Example>,
    /// By their lines.
    pub warnings: Vec<Warning>,
}

/// Something that was not read, or not read as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// 1 is the first; 0 is the whole text.
    pub line: usize,
    /// What it is and what became of it.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.message),
            line => write!(f, "line {line}: {}", self.message),
        }
    }
}

/// A request as it was shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// In capitals.
    pub method: String,
    /// The URL or path, as written.
    pub url: String,
    /// In order, as written.
    pub headers: Vec<(String, String)>,
    /// The text of the body; `None` when there is none.
    pub body: Option<String>,
    /// Where it begins; 0 when it comes from no text.
    pub line: usize,
    /// Where its body begins.
    pub body_line: usize,
}

/// A response as it was shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// In order, as written.
    pub headers: Vec<(String, String)>,
    /// The text of the body; `None` when there is none.
    pub body: Option<String>,
    /// Where it begins; 0 when it comes from no text.
    pub line: usize,
    /// Where its body begins.
    pub body_line: usize,
}

/// The three rows of a page's permissions table, least privileged first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Work or school account.
    pub delegated: Vec<String>,
    /// Personal Microsoft account.
    pub delegated_personal: Vec<String>,
    /// Application.
    pub application: Vec<String>,
}

/// What a body is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// No body.
    None,
    /// JSON.
    Json(Json),
    /// Anything else, with its media type.
    Other {
        /// As the header has it; `application/octet-stream` without one.
        content_type: String,
    },
    /// Should have been JSON, and isn't: the parser's complaint.
    Invalid(String),
}

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// 1 is the first.
    pub line: usize,
    /// What is wrong and what to write.
    pub message: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ReadError {}

/// Reads every example in the text; at least one. What a page includes is not read: see [`read_with`].
///
/// ```
/// let reading = cargo_graph::read("GET /me\n\nHTTP/1.1 200 OK\n\n{\"id\": \"1\"}")?;
/// assert_eq!(reading.examples[0].request.method, "GET");
/// assert_eq!(reading.examples[0].responses[0].status, 200);
/// assert!(reading.warnings.is_empty());
/// # Ok::<(), cargo_graph::ReadError>(())
/// ```
///
/// # Errors
/// When no line is a request line (`METHOD URL`), or a status line has no number.
pub fn read(text: &str) -> Result<Reading, ReadError> {
    read_with(text, &mut |_| None)
}

/// Reads every example in the text; `include` gives the text of a file that a page includes, by its path as the page
/// writes it, or `None` if it isn't there.
///
/// # Errors
/// As [`read`].
pub fn read_with(text: &str, include: &mut dyn FnMut(&str) -> Option<String>) -> Result<Reading, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let mut warnings = Vec::new();
    let is_page = page::is_page(&text);
    let mut examples = if is_page {
        page::read(&text, include, &mut warnings)
    } else if curl::is_transcript(&text) {
        curl::read(&text, &mut warnings)?
    } else {
        http_file::read(&text, &mut warnings)?
    };
    if examples.is_empty() {
        let message =
            "there is no request here; write one that begins with a method and a URL, as in `GET /me`";
        return Err(ReadError { line: 1, message: message.to_owned() });
    }
    repair::bodies(&mut examples, is_page, &mut warnings);
    warnings.sort_by_key(|warning| warning.line);
    warnings.dedup();
    Ok(Reading { examples, warnings })
}

impl Request {
    /// What the body is, judged by its `Content-Type` and, without one, by its look.
    pub fn content(&self) -> Content {
        content(&self.headers, self.body.as_deref(), false)
    }
}

impl Response {
    /// What the body is, judged by its `Content-Type` and, without one or with a wrong one, by its look: the documentation
    /// writes `text/plain` over responses that are JSON all the same.
    pub fn content(&self) -> Content {
        content(&self.headers, self.body.as_deref(), true)
    }
}

/// The object that a response has in `value`, with annotations beside it at most, of which none says a type: as Intune's
/// pages show what the service sends without that. OData writes `value` around lists and around what is no object.
/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_IndividualPropertyorOperationRespons>
pub fn object_in_value(body: &Json) -> Option<&Json> {
    let Json::Object(properties) = body else { return None };
    let fits = |(name, value): &(String, Json)| match name.as_str() {
        "value" => matches!(value, Json::Object(_)),
        name => name.starts_with('@') && name != "@odata.type",
    };
    body.get("value").filter(|_| properties.iter().all(fits))
}

/// The value of a header, whatever the case of its name.
pub fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn content(headers: &[(String, String)], body: Option<&str>, look: bool) -> Content {
    let Some(body) = body.filter(|body| !body.trim().is_empty()) else { return Content::None };
    let content_type = header(headers, "content-type").filter(|value| !value.is_empty());
    let looks_like_json = body.trim_start().starts_with(['{', '[']);
    match content_type {
        Some(media) if !is_json(media) => match Json::parse(body) {
            Ok(json @ (Json::Object(_) | Json::Array(_))) if look => Content::Json(json),
            _ => Content::Other { content_type: media.to_owned() },
        },
        None if !looks_like_json && Json::parse(body).is_err() => {
            Content::Other { content_type: "application/octet-stream".to_owned() }
        }
        _ => Json::parse(body).map_or_else(Content::Invalid, Content::Json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(content_type: &str, body: &str) -> Content {
        let headers = if content_type.is_empty() {
            Vec::new()
        } else {
            vec![("Content-Type".to_owned(), content_type.to_owned())]
        };
        Request { headers, body: Some(body.to_owned()), ..Request::default() }.content()
    }

    #[test]
    fn bodies() {
        assert_eq!(request("", "  \n"), Content::None);
        assert!(matches!(request("application/json; charset=utf-8", "{}"), Content::Json(_)));
        assert!(matches!(request("application/json", "{,}"), Content::Invalid(_)));
        assert!(matches!(request("", "{,}"), Content::Invalid(_)));
        assert!(matches!(request("", "MIME"), Content::Other { .. }));
        assert!(matches!(request("text/plain", "{\"a\": 1}"), Content::Other { .. }));
        let headers = vec![("Content-Type".to_owned(), "text/plain".to_owned())];
        let response =
            Response { status: 200, headers, body: Some("{\"a\": 1}".to_owned()), ..Response::default() };
        assert!(matches!(response.content(), Content::Json(_)));
        assert!(matches!(request("text/plain", "893"), Content::Other { .. }));
        assert!(matches!(request("image/png", "{"), Content::Other { .. }));
    }

    #[test]
    fn nothing_to_read() {
        for text in ["", "hello", "{\"a\": 1}", "# Title\n\n```http\n```\n"] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}
