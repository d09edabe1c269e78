//! Whether an example came back as it went in.

use std::collections::BTreeMap;

use cargo_graph::json::Json;
use cargo_graph::url::{Url, decoded};
use cargo_graph::{Content, Request, Response, declared_headers, header};

use crate::corpus::Case;
use crate::difference::{difference, loss};
use crate::generate::{Message, Outcome};
use crate::report::Report;

/// What a response must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    /// All of it.
    All,
    /// What a person declares: no `null`, no annotations.
    Meaning,
}

/// Judges every case that was taken through a declaration.
pub(crate) fn judge(cases: &[Case], outcomes: &BTreeMap<usize, Outcome>, keeps: Keeps, report: &mut Report) {
    for (index, outcome) in outcomes {
        let Some(case) = cases.get(*index) else { continue };
        if outcome.id != case.id {
            report.gap(&case.id, &format!("its outcome is that of {}", outcome.id));
            continue;
        }
        let problems = problems(case, outcome, keeps);
        if problems.is_empty() {
            report.passed();
        } else {
            report.gap(&case.id, &problems.join("; "));
        }
    }
}

fn problems(case: &Case, outcome: &Outcome, keeps: Keeps) -> Vec<String> {
    let mut problems = Vec::new();
    match &outcome.request {
        Ok(message) => request(&case.example.request, message, keeps, &mut problems),
        Err(error) => problems.push(format!("request: {error}")),
    }
    if case.example.responses.len() != outcome.responses.len() {
        problems.push("a response is missing".to_owned());
    }
    for (shown, came) in case.example.responses.iter().zip(&outcome.responses) {
        match came {
            Ok(message) => problems.extend(
                response(shown, message, keeps)
                    .map(|problem| format!("response {}: {problem}", shown.status)),
            ),
            Err(error) => problems.push(format!("response {}: {error}", shown.status)),
        }
    }
    problems
}

fn request(shown: &Request, came: &Message, keeps: Keeps, problems: &mut Vec<String>) {
    if shown.method != came.method {
        problems.push(format!("method: {} became {}", shown.method, came.method));
    }
    let (here, there) = (Url::parse(&shown.url), Url::parse(&came.url));
    if here.version != there.version || path(&here.path) != path(&there.path) {
        problems.push(format!("path: {} became {}", here.path, there.path));
    }
    if query(&here) != query(&there) {
        problems.push(format!("query: {:?} became {:?}", query(&here), query(&there)));
    }
    for (name, _) in declared_headers(&shown.headers) {
        let (value, other) = (joined(&shown.headers, name), joined(&came.headers, name));
        if value != other {
            problems.push(format!("header {name}: {value:?} became {other:?}"));
        }
    }
    match shown.content() {
        Content::None if came.body.is_empty() => {}
        Content::None => problems.push("a body was added".to_owned()),
        Content::Json(json) => {
            let json = if keeps == Keeps::Meaning { without_context(json) } else { json };
            problems.extend(body(&json, &came.body).map(|problem| format!("body: {problem}")))
        }
        Content::Other { content_type } => {
            if shown.body.as_deref() != Some(came.body.as_str()) {
                problems.push("the body's bytes changed".to_owned());
            }
            if header(&came.headers, "content-type") != Some(content_type.as_str()) {
                problems.push(format!(
                    "the body's type {content_type} became {:?}",
                    header(&came.headers, "content-type")
                ));
            }
        }
        Content::Invalid(error) => problems.push(format!("body: {error}")),
    }
}

/// The values of all lines with that name: they mean the same as one line with commas.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.3>
fn joined(headers: &[(String, String)], name: &str) -> Vec<String> {
    let lines = headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
    lines.flat_map(|(_, value)| value.split(',')).map(|value| value.trim().to_owned()).collect()
}

fn response(shown: &Response, came: &Message, keeps: Keeps) -> Option<String> {
    if shown.status != came.status {
        return Some(format!("the status {} became {}", shown.status, came.status));
    }
    match shown.status {
        300..400 => {
            let location = header(&shown.headers, "location");
            (location != header(&came.headers, "location")).then(|| "the location is lost".to_owned())
        }
        200..300 => match shown.content() {
            Content::None if shown.status == 202 => {
                let places = ["location", "operation-location"];
                let is_lost = |name: &&str| header(&shown.headers, name) != header(&came.headers, name);
                places.into_iter().find(is_lost).map(|name| format!("the {name} is lost"))
            }
            Content::None => None,
            Content::Json(_) | Content::Other { .. } if came.body.is_empty() && keeps == Keeps::Meaning => {
                Some("the declaration has no response".to_owned())
            }
            Content::Json(json) if keeps == Keeps::Meaning => kept(&json, &came.body),
            Content::Json(json) => body(&json, &came.body),
            Content::Other { .. } => (shown.body.as_deref() != Some(came.body.as_str()))
                .then(|| "the body's bytes changed".to_owned()),
            Content::Invalid(error) => Some(error),
        },
        _ => error(shown, came),
    }
}

/// Of an error the code and message must be in reach.
fn error(shown: &Response, came: &Message) -> Option<String> {
    let Content::Json(shown) = shown.content() else { return None };
    let came = Json::parse(&came.body).ok()?;
    let (shown, came) = (shown.get("error")?, came.get("error")?);
    ["code", "message"].into_iter().find_map(|name| {
        let text = shown.get(name).and_then(Json::as_str)?;
        (came.get(name).and_then(Json::as_str) != Some(text)).then(|| format!("the error's {name} is lost"))
    })
}

/// What of the body was lost that a person would miss.
fn kept(shown: &Json, came: &str) -> Option<String> {
    match Json::parse(came) {
        Ok(came) => loss(&meaning(shown), &came),
        Err(error) => Some(format!("what came back is no JSON: {error}")),
    }
}

/// The JSON without `null`s and annotations.
fn meaning(json: &Json) -> Json {
    match json {
        Json::Object(properties) => {
            let is_meant = |(name, value): &&(String, Json)| *value != Json::Null && !name.contains('@');
            let kept = properties.iter().filter(is_meant);
            Json::Object(kept.map(|(name, value)| (name.clone(), meaning(value))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(meaning).collect()),
        json => json.clone(),
    }
}

/// The body without what services ignore in a request.
fn without_context(json: Json) -> Json {
    match json {
        Json::Object(mut properties) => {
            properties.retain(|(name, _)| name != "@odata.context");
            Json::Object(properties)
        }
        json => json,
    }
}

fn body(shown: &Json, came: &str) -> Option<String> {
    match Json::parse(came) {
        Ok(came) => difference(shown, &came),
        Err(error) => Some(format!("what came back is no JSON: {error}")),
    }
}

/// Decoded segment by segment, so that an encoded slash is none. A slash at the end means nothing to Graph.
fn path(path: &str) -> Vec<String> {
    let path = path.strip_suffix('/').unwrap_or(path);
    path.split('/').map(decoded).collect()
}

/// The order of options means nothing, and `$count` is `$count=`.
fn query(url: &Url) -> Vec<(String, String)> {
    let mut options: Vec<(String, String)> = url
        .query
        .iter()
        .map(|(key, value)| (decoded(key), decoded(value.as_deref().unwrap_or_default())))
        .collect();
    options.sort();
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str, body: &str) -> Request {
        Request {
            method: "PATCH".to_owned(),
            url: url.to_owned(),
            headers: vec![("If-Match".to_owned(), "1".to_owned())],
            body: Some(body.to_owned()),
            ..Request::default()
        }
    }

    fn came(url: &str, body: &str) -> Message {
        Message {
            method: "PATCH".to_owned(),
            url: url.to_owned(),
            headers: vec![("if-match".to_owned(), "1".to_owned())],
            body: body.to_owned(),
            status: 0,
        }
    }

    fn judged(shown: &Request, came: &Message) -> Vec<String> {
        let mut problems = Vec::new();
        request(shown, came, Keeps::All, &mut problems);
        problems
    }

    #[test]
    fn what_is_the_same() {
        let shown = shown("https://h/v1.0/a/{id}?$top=1&$count", "{\"a\": 1, \"b\": null}");
        let came = came("https://h/v1.0/a/%7Bid%7D?$count=&$top=1", "{\"b\":null,\"a\":1.0}");
        assert_eq!(judged(&shown, &came), Vec::<String>::new());
    }

    #[test]
    fn every_difference_is_found() {
        let shown = shown("https://h/v1.0/a/b?x=1", "{\"a\": null}");
        let same = || came("https://h/v1.0/a/b?x=1", "{\"a\":null}");
        assert!(judged(&shown, &same()).is_empty());
        let mut others = vec![
            came("https://h/beta/a/b?x=1", "{\"a\":null}"),
            came("https://h/v1.0/a%2Fb?x=1", "{\"a\":null}"),
            came("https://h/v1.0/a/B?x=1", "{\"a\":null}"),
            came("https://h/v1.0/a/b", "{\"a\":null}"),
            came("https://h/v1.0/a/b?x=1&y=2", "{\"a\":null}"),
            came("https://h/v1.0/a/b?x=1", "{}"),
            came("https://h/v1.0/a/b?x=1", "{\"a\":null,\"c\":1}"),
            came("https://h/v1.0/a/b?x=1", ""),
        ];
        others.push(Message { headers: Vec::new(), ..same() });
        others.push(Message { method: "PUT".to_owned(), ..same() });
        for other in others {
            assert_eq!(judged(&shown, &other).len(), 1, "{other:?}");
        }
    }

    #[test]
    fn responses_and_errors() {
        let json =
            |status, body: &str| Response { status, body: Some(body.to_owned()), ..Response::default() };
        let back = |status, body: &str| Message { status, body: body.to_owned(), ..Message::default() };
        assert_eq!(response(&json(200, "{\"a\":1}"), &back(200, "{\"a\":1}"), Keeps::All), None);
        assert!(response(&json(200, "{\"a\":1}"), &back(200, "{}"), Keeps::All).is_some());
        assert!(response(&json(200, "{\"a\":1}"), &back(201, "{\"a\":1}"), Keeps::All).is_some());
        let error = "{\"error\":{\"code\":\"x\",\"message\":\"y\"}}";
        assert_eq!(response(&json(404, error), &back(404, error), Keeps::All), None);
        assert!(
            response(&json(404, error), &back(404, "{\"error\":{\"code\":\"x\"}}"), Keeps::All).is_some()
        );
        let redirect = Response {
            status: 302,
            headers: vec![("Location".to_owned(), "l".to_owned())],
            ..Response::default()
        };
        assert!(response(&redirect, &back(302, ""), Keeps::All).is_some());
    }
}
