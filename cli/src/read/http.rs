//! Bare HTTP messages, one after the other: what stands inside a fence, or the whole of a file.

use graph_endpoint_schema::naming::is_header_name;

use super::escapes::unescaped;
use super::{Example, ReadError, Request, Response, Warning};

/// The methods that a request line can begin with.
const METHODS: &[&str] = &["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"];

/// A request or a response.
#[derive(Debug)]
pub(super) enum Message {
    Request(Request),
    Response(Response),
}

/// The method and URL of a line, if it is a request line.
pub(super) fn request_line(line: &str) -> Option<(&'static str, &str)> {
    let (method, url) = line.trim().split_once(char::is_whitespace)?;
    let method = METHODS.iter().find(|known| known.eq_ignore_ascii_case(method))?;
    let url = url.trim();
    let url = match url.rsplit_once(char::is_whitespace) {
        Some((url, version)) if is_http_version(version) => url.trim_end(),
        _ => url,
    };
    let is_url = url.starts_with('/') || url.starts_with("{{") || url.contains("://");
    // `GET me/messages` is a request line; `get the message` in prose is none.
    let is_relative = !url.contains(char::is_whitespace) && line.trim_start().starts_with(*method);
    (is_url || is_relative && !url.is_empty()).then_some((*method, url))
}

/// Whether the line begins a response.
pub(super) fn is_status_line(line: &str) -> bool {
    line.trim_start().get(..5).is_some_and(|start| start.eq_ignore_ascii_case("HTTP/"))
        || is_bare_status(line)
}

/// `200 OK`, as pages write it that leave the version out.
fn is_bare_status(line: &str) -> bool {
    const REASONS: &[&str] =
        &["200 OK", "201 Created", "202 Accepted", "204 No Content", "302 Found", "400 Bad Request"];
    REASONS.iter().any(|known| known.eq_ignore_ascii_case(line.trim()))
}

fn is_http_version(word: &str) -> bool {
    word.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("HTTP/"))
}

/// All messages of a text whose first line has this number. What belongs to none goes to `warnings`.
pub(super) fn messages(
    text: &str,
    first_line: usize,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Message>, ReadError> {
    let mut messages = Vec::new();
    let mut lines = text.lines().zip(first_line..).flat_map(unglued).peekable();
    while let Some((line, number)) = lines.next() {
        let is_request = request_line(line).is_some();
        if !is_request && !is_status_line(line) {
            if !line.trim().is_empty() {
                let message = "this line stands before any request line or status line; it is not read";
                warnings.push(Warning { line: number, message: message.to_owned() });
            }
            continue;
        }
        let mut rest: Vec<&str> = Vec::new();
        let mut in_body = false;
        while let Some((next, _)) = lines.next_if(|(next, _)| {
            in_body |= next.trim_start().starts_with(['{', '[', '<']);
            // A body can hold lines that look like requests (`$batch`, MIME); a response always ends it.
            !is_status_line(next) && (in_body && is_request || request_line(next).is_none())
        }) {
            rest.push(next);
        }
        messages.push(if is_request {
            Message::Request(request(line, &rest, number))
        } else {
            response(line, &rest, number)?
        });
    }
    Ok(messages)
}

/// A line, or the two that it should be: pages put the first line of a body behind the status, or behind its media type.
fn unglued((line, number): (&str, usize)) -> impl Iterator<Item = (&str, usize)> {
    let is_head = is_status_line(line)
        || header_line(line).is_some_and(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let at = line.find(['{', '[']).filter(|at| is_head && *at > 0);
    let (head, body) = at.map_or((line, None), |at| {
        let (head, body) = line.split_at(at);
        (head.trim_end(), Some(body))
    });
    std::iter::once((head, number)).chain(body.map(|body| (body, number)))
}

/// Requests with the responses that follow each.
pub(super) fn pair(messages: Vec<Message>, warnings: &mut Vec<Warning>) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for message in messages {
        match message {
            Message::Request(request) => examples.push(Example { request, ..Example::default() }),
            // A response to nothing tells nothing about an endpoint.
            Message::Response(response) => match examples.last_mut() {
                Some(example) => example.responses.push(response),
                None => warnings.push(unasked(response.line)),
            },
        }
    }
    examples
}

/// The warning of a response that no request stands before.
pub(super) fn unasked(line: usize) -> Warning {
    Warning { line, message: "this response has no request; it is not read".to_owned() }
}

fn request(line: &str, rest: &[&str], number: usize) -> Request {
    let (method, url) = request_line(line).unwrap_or_default();
    let mut url = url.to_owned();
    // `.http` files may break the query over lines, and pages break it at a space.
    let mut continued = 0;
    while let Some(line) = rest.get(continued).filter(|line| goes_on(&url, line)) {
        let text = line.trim();
        if !text.starts_with(['?', '&']) && !url.ends_with(OPEN) {
            url.push(' ');
        }
        url.push_str(text);
        continued += 1;
    }
    let rest = rest.get(continued..).unwrap_or_default();
    let (headers, body, at) = head_and_body(rest);
    let body_line = number + 1 + continued + at;
    let url = unescaped(&url);
    Request { method: method.to_owned(), url, headers, body, line: number, body_line }
}

/// What a query that goes on in the next line ends in.
const OPEN: [char; 4] = [',', '=', '(', '&'];

/// Whether a line goes on with the URL: with the next option, or, in its query, with the rest of a value.
fn goes_on(url: &str, line: &str) -> bool {
    let text = line.trim_start();
    let is_value = text.starts_with(|c: char| c.is_ascii_alphanumeric() || "$('\"".contains(c))
        && header_line(text).is_none();
    let is_open = text.len() < line.len() || url.ends_with(OPEN);
    text.starts_with(['?', '&']) || url.contains('?') && is_open && is_value
}

fn response(line: &str, rest: &[&str], number: usize) -> Result<Message, ReadError> {
    let status = line
        .split_whitespace()
        .nth(usize::from(!is_bare_status(line)))
        .and_then(|word| word.parse().ok())
        .ok_or_else(|| ReadError {
            line: number,
            message: "this status line has no status; write it as in `HTTP/1.1 200 OK`".to_owned(),
        })?;
    let (headers, body, at) = head_and_body(rest);
    Ok(Message::Response(Response { status, headers, body, line: number, body_line: number + 1 + at }))
}

/// Headers up to the first line that is none, the body, and how many lines stand before it. Pages leave out the blank line
/// before the body now and then, and put one among the headers, or before the first.
fn head_and_body(lines: &[&str]) -> (Vec<(String, String)>, Option<String>, usize) {
    let mut headers = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.trim().is_empty() {
            let later = lines.get(at..).unwrap_or_default();
            let blank = later.iter().take_while(|line| line.trim().is_empty()).count();
            at += blank;
            let next = lines.get(at).and_then(|line| header_line(line));
            if next.is_none_or(|(name, _)| !is_usual_header(&name)) {
                break;
            }
            continue;
        }
        let Some(header) = header_line(line) else { break };
        headers.push(header);
        at += 1;
    }
    let rest = lines.get(at..).unwrap_or_default();
    at += rest.iter().take_while(|line| line.trim().is_empty()).count();
    let body = lines.get(at..).unwrap_or_default().join("\n");
    let body = body.trim_end();
    (headers, (!body.is_empty()).then(|| body.to_owned()), at)
}

/// Headers that pages write behind a blank line.
fn is_usual_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with("content-")
        || ["accept", "authorization", "consistencylevel", "if-match", "if-none-match", "location", "prefer"]
            .contains(&lower.as_str())
}

pub(super) fn header_line(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    is_header_name(name).then(|| (name.to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_lines() {
        assert_eq!(request_line("GET /me"), Some(("GET", "/me")));
        assert_eq!(request_line("get https://h/a b HTTP/1.1"), Some(("GET", "https://h/a b")));
        assert_eq!(request_line("GET me/messages"), Some(("GET", "me/messages")));
        for line in ["get the message", "GET", "Content-Type: text/plain", "", "FETCH /me"] {
            assert_eq!(request_line(line), None, "{line}");
        }
    }

    #[test]
    fn a_request_and_its_response() {
        let text = "PATCH /me\nContent-Type: application/json\n\n{\n  \"a\": 1\n}\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n{\"b\": 2}\n";
        let examples = pair(messages(text, 1, &mut Vec::new()).unwrap(), &mut Vec::new());
        assert_eq!(examples.len(), 1);
        assert_eq!(examples[0].request.body.as_deref(), Some("{\n  \"a\": 1\n}"));
        assert_eq!(examples[0].responses[0].status, 200);
        assert_eq!(examples[0].responses[0].body.as_deref(), Some("{\"b\": 2}"));
    }

    #[test]
    fn a_blank_line_among_the_headers() {
        let text = "POST /me\nPrefer: x\n\nContent-Type: text/plain\n\nhello";
        let examples = pair(messages(text, 1, &mut Vec::new()).unwrap(), &mut Vec::new());
        assert_eq!(examples[0].request.headers.len(), 2);
        assert_eq!(examples[0].request.body.as_deref(), Some("hello"));
    }

    #[test]
    fn a_blank_line_before_the_headers() {
        let text = "POST /me\n\nContent-type: application/json\nContent-length: 70\n\n{}";
        let examples = pair(messages(text, 1, &mut Vec::new()).unwrap(), &mut Vec::new());
        assert_eq!(examples[0].request.headers.len(), 2);
        assert_eq!((examples[0].request.body.as_deref(), examples[0].request.body_line), (Some("{}"), 6));
    }

    #[test]
    fn a_query_over_several_lines() {
        for (text, url) in [
            ("GET /me/messages\n  ?$top=1\n  &$count=true\nPrefer: x", "/me/messages?$top=1&$count=true"),
            (
                "GET /a?$filter=b eq 1\n    and c eq 2&$top=1\nPrefer: x",
                "/a?$filter=b eq 1 and c eq 2&$top=1",
            ),
            ("GET /a?$select=b,\n    c\nPrefer: x", "/a?$select=b,c"),
            ("GET /a\n?$select=b,\nc&$filter=d eq 1\nPrefer: x", "/a?$select=b,c&$filter=d eq 1"),
        ] {
            let examples = pair(messages(text, 1, &mut Vec::new()).unwrap(), &mut Vec::new());
            let request = &examples[0].request;
            assert_eq!(
                (request.url.as_str(), request.headers.len(), &request.body),
                (url, 1, &None),
                "{text}"
            );
        }
    }

    #[test]
    fn a_body_behind_its_head() {
        for text in [
            "GET /a\n\nHTTP/1.1 200 OK {\n\"b\": 1}",
            "GET /a\n\nHTTP/1.1 200 OK\nContent-type: application/json{\n\"b\": 1}",
            "GET /a\n\nHTTP/1.1 200 OK\nContent-type: application/json {\n\"b\": 1}",
        ] {
            let examples = pair(messages(text, 1, &mut Vec::new()).unwrap(), &mut Vec::new());
            let response = &examples[0].responses[0];
            assert_eq!((response.status, response.body.as_deref()), (200, Some("{\n\"b\": 1}")), "{text}");
            assert!(response.headers.iter().all(|(_, value)| value == "application/json"), "{text}");
        }
    }

    #[test]
    fn a_status_line_needs_its_status() {
        assert_eq!(messages("GET /me\n\nHTTP/1.1 OK", 5, &mut Vec::new()).unwrap_err().line, 7);
    }
}
