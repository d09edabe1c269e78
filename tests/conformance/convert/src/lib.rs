//! What the conformance suite's generated programs run: an example through a declaration and back, nothing compared.
//!
//! The generated program holds one [`Convert`] for each declaration. It reads [`Case`]s, one JSON object a line, and
//! writes an [`Outcome`] for each; the suite judges them.

use std::io::{BufRead, Write};

use bytes::Bytes;
use graph_endpoint::sandbox::SandboxEndpoint;
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use serde::{Deserialize, Serialize};

/// An example, ready for the wire.
#[derive(Debug, Deserialize, Serialize)]
pub struct Case {
    /// Unique.
    pub id: String,
    /// The request.
    pub request: Message,
    /// The responses shown for it.
    pub responses: Vec<Message>,
}

/// A request or a response.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Message {
    /// Of a request: the method.
    #[serde(default)]
    pub method: String,
    /// Of a request: the URL, encoded.
    #[serde(default)]
    pub url: String,
    /// Of a response: the status.
    #[serde(default)]
    pub status: u16,
    /// In order.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// Empty when there is none.
    #[serde(default)]
    pub body: String,
}

/// What became of an example.
#[derive(Debug, Deserialize, Serialize)]
pub struct Outcome {
    /// The case's.
    pub id: String,
    /// The request, through the declaration and back.
    pub request: Result<Message, String>,
    /// Each response, through the declaration and back.
    pub responses: Vec<Result<Message, String>>,
}

/// Takes an example through one declaration.
pub type Convert = fn(&Case) -> Outcome;

/// The service's root in the cases.
const BASE: &str = "https://graph.microsoft.com";

/// Takes an example through `E` and back.
pub fn convert<E: SandboxEndpoint>(case: &Case) -> Outcome {
    let request = http_request(&case.request).and_then(|request| {
        let endpoint = E::from_http_request(request).map_err(words)?;
        let request = endpoint.to_http_request(BASE).map_err(words)?;
        let (head, body) = request.into_parts();
        Ok(Message {
            method: head.method.to_string(),
            url: head.uri.to_string(),
            headers: texts(&head.headers),
            body: text(&body),
            status: 0,
        })
    });
    let responses = case.responses.iter().map(response::<E>).collect();
    Outcome { id: case.id.clone(), request, responses }
}

/// A success goes through the declared type, an error through `Error`, a redirect nowhere: it is the transport's.
fn response<E: SandboxEndpoint>(message: &Message) -> Result<Message, String> {
    let status = StatusCode::from_u16(message.status).map_err(|error| error.to_string())?;
    let mut response = Response::new(Bytes::from(message.body.clone()));
    *response.status_mut() = status;
    *response.headers_mut() = headers(&message.headers)?;
    if status.is_redirection() {
        let location = response.headers().get("location").and_then(|value| value.to_str().ok());
        let headers = location.map(|location| ("Location".to_owned(), location.to_owned()));
        return Ok(Message {
            status: message.status,
            headers: headers.into_iter().collect(),
            ..Message::default()
        });
    }
    match E::from_http_response(response) {
        Ok(value) if status.is_success() => {
            let response = E::to_http_response(&value).map_err(words)?;
            let headers = texts(response.headers());
            Ok(Message { status: message.status, headers, body: text(response.body()), ..Message::default() })
        }
        Ok(_) => Err(format!("the status {status} was taken for success")),
        Err(error) if status.is_success() => Err(words(error)),
        Err(error) => Ok(Message {
            status: error.status().map_or(0, |status| status.as_u16()),
            body: serde_json::json!({ "error": { "code": error.code(), "message": error.message() } })
                .to_string(),
            ..Message::default()
        }),
    }
}

/// The generated program's `main`: cases from stdin, outcomes to stdout.
///
/// # Errors
/// In words, when a line is no case or names a declaration that isn't there.
pub fn run(table: &[(&str, Convert)]) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        let (declaration, case): (String, Case) =
            serde_json::from_str(&line).map_err(|error| format!("no case: {error}"))?;
        let Some((_, convert)) = table.iter().find(|(name, _)| *name == declaration) else {
            return Err(format!("there is no declaration {declaration}"));
        };
        let outcome = serde_json::to_string(&convert(&case)).map_err(|error| error.to_string())?;
        writeln!(out, "{outcome}").map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn http_request(message: &Message) -> Result<Request<Bytes>, String> {
    let mut request = Request::new(Bytes::from(message.body.clone()));
    *request.method_mut() =
        Method::from_bytes(message.method.as_bytes()).map_err(|error| error.to_string())?;
    *request.uri_mut() = message.url.parse().map_err(|error| format!("the URL is none: {error}"))?;
    *request.headers_mut() = headers(&message.headers)?;
    Ok(request)
}

fn headers(pairs: &[(String, String)]) -> Result<http::HeaderMap, String> {
    let mut headers = http::HeaderMap::new();
    for (name, value) in pairs {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
        let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|error| error.to_string())?;
        headers.append(name, value);
    }
    Ok(headers)
}

fn texts(headers: &http::HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

fn text(bytes: &Bytes) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// An error with its sources. The examples are public, so values may be shown.
fn words(error: graph_endpoint::Error) -> String {
    let mut out = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(error) = source {
        out.push_str(": ");
        out.push_str(&error.to_string());
        source = error.source();
    }
    out
}
