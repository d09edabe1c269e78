//! Examples as the corpus has them, turned into what `cargo graph` reads.

use std::fs;
use std::path::Path;

use cargo_graph::{Example, Permissions, Request, Response};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::report::Report;

/// One example of a file.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Unique in its file.
    pub(crate) id: String,
    /// The example, with the paths that its page declares for the method.
    pub(crate) example: Example,
    /// Method and path of every declared request, as written on the page.
    pub(crate) declared: Vec<(String, String)>,
    /// The product area, for variety.
    pub(crate) area: String,
}

/// A line, without what the response's fields have.
#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    version: Option<String>,
    #[serde(default)]
    prod: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    declared_requests: Vec<String>,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    path_template: Option<String>,
    #[serde(default)]
    request_headers: Vec<(String, String)>,
    #[serde(default)]
    request_body: Option<Box<RawValue>>,
    #[serde(default)]
    request_body_raw: Option<String>,
    #[serde(default)]
    more_responses: Vec<Shown>,
    #[serde(default)]
    permissions: Option<Granted>,
}

/// The response's fields of a line, or one of `more_responses`. Not flattened into `Line`: that would lose raw values.
#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    response_headers: Vec<(String, String)>,
    #[serde(default)]
    response_body: Option<Box<RawValue>>,
    #[serde(default)]
    response_body_raw: Option<String>,
}

#[derive(Default, Deserialize)]
struct Granted {
    #[serde(default)]
    delegated_work: Vec<String>,
    #[serde(default)]
    delegated_personal: Vec<String>,
    #[serde(default)]
    application: Vec<String>,
}

/// Reads a file's examples. A line that is none is the file's fault and reported as broken.
pub(crate) fn read(file: &Path, cases: &mut Vec<Case>, report: &mut Report) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| format!("can't read {}: {error}", file.display()))?;
    for (line, number) in text.lines().zip(1..) {
        if line.trim().is_empty() {
            continue;
        }
        match case(line) {
            Ok(case) => cases.push(case),
            Err(error) => {
                report.broken("no example on this line", &format!("{}:{number}", file.display()), &error)
            }
        }
    }
    Ok(())
}

fn case(text: &str) -> Result<Case, String> {
    let line: Line = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let shown: Shown = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let method = line.method.unwrap_or_default().to_uppercase();
    let declared: Vec<(String, String)> = line
        .declared_requests
        .iter()
        .filter_map(|declared| declared.trim().split_once(char::is_whitespace))
        .map(|(method, path)| (method.to_uppercase(), path.trim().to_owned()))
        .collect();
    let for_method = declared.iter().filter(|(declared, _)| *declared == method);
    let templates = match line.path_template {
        Some(template) => vec![template],
        None => for_method.map(|(_, path)| cargo_graph::url::Url::parse(path).path).collect(),
    };
    let granted = line.permissions.unwrap_or_default();
    let responses = std::iter::once(shown).chain(line.more_responses);
    let example = Example {
        title: line.title,
        templates,
        permissions: Permissions {
            delegated: granted.delegated_work,
            delegated_personal: granted.delegated_personal,
            application: granted.application,
        },
        request: Request {
            method,
            url: versioned(
                line.url.as_deref().unwrap_or_default(),
                line.version.as_deref().unwrap_or("v1.0"),
            ),
            headers: line.request_headers,
            body: body(line.request_body, line.request_body_raw),
            ..Request::default()
        },
        responses: responses.filter_map(response).collect(),
        ..Example::default()
    };
    Ok(Case { id: line.id, example, declared, area: line.prod.unwrap_or_default() })
}

/// A URL on Graph's own root. The base is the caller's business and no part of a declaration, so a relative URL and one
/// of another host are checked there too; a URL without a version has its page's. A slash at the end of a path means
/// nothing to Graph, and no declaration has one.
pub(crate) fn versioned(url: &str, version: &str) -> String {
    let parts = cargo_graph::url::Url::parse(url);
    let version = parts.version.as_deref().unwrap_or(version);
    let rest = match url.trim().find('?') {
        Some(at) => url.trim().get(at..).unwrap_or_default(),
        None => "",
    };
    format!("https://graph.microsoft.com/{version}{}{rest}", parts.path.trim_end_matches('/'))
}

fn response(shown: Shown) -> Option<Response> {
    let body = body(shown.response_body, shown.response_body_raw);
    let status = shown.status.or(body.is_some().then_some(200))?;
    Some(Response { status, headers: shown.response_headers, body, ..Response::default() })
}

fn body(json: Option<Box<RawValue>>, text: Option<String>) -> Option<String> {
    json.map(|json| json.get().to_owned()).or(text)
}
