//! The rules by which an example is none, each with what to write instead.

use std::fmt;

use graph_endpoint_schema::dot_segment::is_dot_segment;
use graph_endpoint_schema::naming::{is_header_name, is_query_name};

use super::Operation;
use crate::json::Json;
use crate::read::{Content, Request, Response};
use crate::url::{Url, decoded};

/// Why an example can't be declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclareError {
    /// By which rule.
    pub cause: Cause,
    /// What is wrong, and what to write.
    pub message: String,
}

/// The rules by which an example is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A body that should be JSON and isn't.
    InvalidJson,
    /// A `GET` or `DELETE` with a body.
    BodyWithoutMeaning,
    /// Not a path of Graph's: empty, or with an empty or dot segment.
    NoPath,
    /// A method that Graph doesn't have.
    NoMethod,
    /// The same query option twice.
    RepeatedOption,
    /// A query option whose name can't be one.
    NoOption,
    /// A header whose name or value can't be one.
    NoHeader,
    /// A status that is none.
    NoStatus,
    /// An `@odata.type` that is no text.
    NoType,
    /// No name for the struct.
    NoName,
}

impl fmt::Display for DeclareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DeclareError {}

impl DeclareError {
    pub(crate) fn no_name(message: String) -> Self {
        Self { cause: Cause::NoName, message }
    }
}

/// Checks every example of an operation, and its path.
pub(super) fn check(operation: &Operation<'_>) -> Result<(), DeclareError> {
    for (example, _) in &operation.examples {
        check_request(&example.request)?;
        example.responses.iter().try_for_each(check_response)?;
    }
    check_path(operation.template.declared())
}

fn fail(cause: Cause, message: String) -> Result<(), DeclareError> {
    Err(DeclareError { cause, message })
}

/// Whether a request can be declared.
pub(crate) fn check_request(request: &Request) -> Result<(), DeclareError> {
    let method = &request.method;
    if !matches!(method.as_str(), "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | "HEAD") {
        return fail(Cause::NoMethod, format!("Graph has no method `{method}`"));
    }
    let content = request.content();
    if let Content::Invalid(error) = &content {
        return fail(
            Cause::InvalidJson,
            format!("the request's body is not valid JSON: {error} of the body"),
        );
    }
    if content != Content::None && matches!(method.as_str(), "GET" | "DELETE" | "HEAD") {
        let message = format!("a {method} has no body; remove it, or write the method that is meant");
        return fail(Cause::BodyWithoutMeaning, message);
    }
    check_types(&content)?;
    check_headers(&request.headers)?;
    let url = Url::parse(&request.url);
    check_query(&url.query)?;
    // As it is written: behind a collection's name a template has a placeholder.
    match url.path.split('/').any(is_dot_segment) {
        true => no_path(&url.path),
        false => Ok(()),
    }
}

/// Whether a response can be declared.
pub(crate) fn check_response(response: &Response) -> Result<(), DeclareError> {
    if !(100..1000).contains(&response.status) {
        return fail(Cause::NoStatus, format!("{} is no status", response.status));
    }
    let content = response.content();
    check_types(&content)?;
    if let Content::Invalid(error) = content {
        return fail(
            Cause::InvalidJson,
            format!("the response's body is not valid JSON: {error} of the body"),
        );
    }
    check_headers(&response.headers)
}

/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformationtypeodatatype>
fn check_types(content: &Content) -> Result<(), DeclareError> {
    fn is_wrong(json: &Json) -> bool {
        match json {
            Json::Object(properties) => properties.iter().any(|(name, value)| {
                name == "@odata.type" && !matches!(value, Json::String(_)) || is_wrong(value)
            }),
            Json::Array(items) => items.iter().any(is_wrong),
            _ => false,
        }
    }
    match content {
        Content::Json(json) if is_wrong(json) => {
            let message = "an `@odata.type` is no text; write it as in \"#microsoft.graph.user\"";
            fail(Cause::NoType, message.to_owned())
        }
        _ => Ok(()),
    }
}

/// <https://www.rfc-editor.org/rfc/rfc9110#section-5>
fn check_headers(headers: &[(String, String)]) -> Result<(), DeclareError> {
    for (name, value) in headers {
        if !is_header_name(name) {
            return fail(Cause::NoHeader, format!("`{name}` is no header name; write one as in `If-Match`"));
        }
        if value.chars().any(|c| c.is_control() && c != '\t') {
            return fail(
                Cause::NoHeader,
                format!("the value of `{name}` has a control character; remove it"),
            );
        }
    }
    Ok(())
}

fn check_query(query: &[(String, Option<String>)]) -> Result<(), DeclareError> {
    for (index, (name, _)) in query.iter().enumerate() {
        if query.iter().take(index).any(|(earlier, _)| earlier == name) {
            let message = format!("the query option `{name}` stands in the URL twice; keep one");
            return fail(Cause::RepeatedOption, message);
        }
        if !is_query_name(&decoded(name)) {
            return fail(Cause::NoOption, format!("`{name}` is no query option; write one as in `$top=5`"));
        }
    }
    Ok(())
}

fn check_path(path: &str) -> Result<(), DeclareError> {
    let odd = |segment: &str| segment.is_empty() || is_dot_segment(segment);
    let version = |path: &str| matches!(path.split('/').next(), Some("v1.0" | "beta"));
    let segments = path.strip_prefix('/').filter(|path| !path.split('/').any(odd) && !version(path));
    if segments.is_none() { no_path(path) } else { Ok(()) }
}

fn no_path(path: &str) -> Result<(), DeclareError> {
    fail(Cause::NoPath, format!("`{path}` is no path of Graph's; write it as in `/users/{{id}}`"))
}
