//! `curl -v` transcripts: `> ` sent, `< ` received, `* ` told, and the body without a mark. The request's body is only in
//! the command line, so that is read too when it is there.

mod command;

use std::iter::{Peekable, Zip};
use std::ops::RangeFrom;

pub(super) use self::command::is_command;
use self::command::{command_line, request};
use super::{Example, ReadError, Request, Response, Warning, http, shell};
use crate::json::Json;

/// Whether the text is a transcript or a command line of curl.
pub(super) fn is_transcript(text: &str) -> bool {
    text.lines().any(|line| sent(line).is_some_and(|line| http::request_line(line).is_some()))
        || text.lines().any(is_command)
}

/// Reads the calls of a transcript. A command without a `-v` part behind it is an example itself. What is neither goes to
/// `warnings`.
pub(super) fn read(text: &str, warnings: &mut Vec<Warning>) -> Result<Vec<Example>, ReadError> {
    let mut examples: Vec<Example> = Vec::new();
    // The last command, until its call is seen.
    let mut command: Option<Request> = None;
    let mut stray = Stray::default();
    let mut lines = text.lines().zip(1..).peekable();
    while let Some((line, number)) = lines.next() {
        if let Some((method, url)) = sent(line).and_then(http::request_line) {
            let mut request = sent_request(method, url, number, &mut lines);
            // One command can make several calls (redirects); its body went with the first.
            request.body = command.take().and_then(|command| command.body);
            examples.push(example(request));
        } else if let Some(status) = received(line).filter(|line| http::is_status_line(line)) {
            let response = response(status, number, &mut lines, &mut stray, received_header)?;
            match examples.last_mut() {
                // `100 Continue` is not the response.
                _ if response.status < 200 => {}
                Some(example) if command.is_none() => example.responses.push(response),
                _ => warnings.push(http::unasked(response.line)),
            }
        } else if http::is_status_line(line) && (command.is_some() || !examples.is_empty()) {
            // `curl -i`: the response as it came, without marks.
            examples.extend(command.take().map(example));
            let response = response(line, number, &mut lines, &mut stray, plain_header)?;
            if let Some(example) = examples.last_mut().filter(|_| response.status >= 200) {
                example.responses.push(response);
            }
        } else if is_command(line) {
            let words = shell::words(&command_line(line, &mut lines));
            examples.extend(command.take().map(example));
            command = request(&words, number, warnings);
            if command.is_none() {
                stray.line("no URL", number);
            }
        } else if !is_told(line) {
            stray.line(line, number);
        }
    }
    examples.extend(command.map(example));
    warnings.extend(stray.0.into_iter().map(|line| {
        let message = "this text belongs to no call of curl's; it is not read".to_owned();
        Warning { line, message }
    }));
    Ok(examples)
}

/// First lines of texts that belong to no message.
#[derive(Default)]
struct Stray(Vec<usize>);

impl Stray {
    /// Notes a line, unless it goes on from the one before or is empty.
    fn line(&mut self, line: &str, number: usize) {
        let is_mark = matches!(line.trim(), "" | "$" | "%" | ">" | "<");
        if !is_mark && !line.trim_start().starts_with('#') {
            self.0.push(number);
        }
    }
}

fn example(request: Request) -> Example {
    Example { request, ..Example::default() }
}

/// The lines of a transcript, numbered.
type Lines<'a> = Peekable<Zip<std::str::Lines<'a>, RangeFrom<usize>>>;

fn sent_request(method: &str, url: &str, line: usize, lines: &mut Lines<'_>) -> Request {
    let mut request = Request { method: method.to_owned(), url: url.to_owned(), line, ..Request::default() };
    let is_header = |line: &str| sent(line).is_some_and(|line| http::request_line(line).is_none());
    while let Some((header, _)) = lines.next_if(|(line, _)| is_header(line)) {
        request.headers.extend(sent(header).and_then(http::header_line));
    }
    if let Some(host) = super::header(&request.headers, "host").filter(|_| url.starts_with('/')) {
        request.url = format!("https://{host}{url}");
    }
    request.headers.retain(|(name, _)| !is_curls_own(name));
    request
}

/// A response and its body. `header` is a line of its head without curl's mark, where it is one.
fn response<'a>(
    status: &str,
    number: usize,
    lines: &mut Lines<'a>,
    stray: &mut Stray,
    header: fn(&'a str) -> Option<&'a str>,
) -> Result<Response, ReadError> {
    let mut response = Response { status: status_of(status, number)?, line: number, ..Response::default() };
    while let Some((line, _)) = lines.next_if(|(line, _)| header(line).is_some()) {
        response.headers.extend(header(line).and_then(http::header_line));
    }
    body_of(&mut response, lines, stray);
    Ok(response)
}

/// With a mark, everything up to the next status line is of the head.
fn received_header(line: &str) -> Option<&str> {
    received(line).filter(|line| !http::is_status_line(line))
}

fn plain_header(line: &str) -> Option<&str> {
    http::header_line(line).map(|_| line)
}

fn status_of(line: &str, number: usize) -> Result<u16, ReadError> {
    let status = line.split_whitespace().nth(1).and_then(|word| word.parse().ok());
    status.ok_or_else(|| ReadError {
        line: number,
        message: "this status line has no status; write it as in `HTTP/2 200`".to_owned(),
    })
}

/// The lines up to the next message are the body.
fn body_of(response: &mut Response, lines: &mut Lines<'_>, stray: &mut Stray) {
    let is_body = |line: &str| {
        sent(line).is_none() && received(line).is_none() && !is_command(line) && !http::is_status_line(line)
    };
    let mut body: Vec<(&str, usize)> = Vec::new();
    while let Some((line, number)) = lines.next_if(|(line, _)| is_body(line)) {
        if !is_told(line) {
            // A body without a line break at its end is followed by this on the same line.
            body.push((line.find("* Connection #").and_then(|at| line.get(..at)).unwrap_or(line), number));
        }
    }
    let behind = body.split_off(json_length(&body).unwrap_or(body.len()));
    behind.into_iter().for_each(|(line, number)| stray.line(line, number));
    response.body_line = body.first().map_or(0, |(_, number)| *number);
    response.body = Some(joined(&body)).filter(|body| !body.is_empty());
}

fn joined(lines: &[(&str, usize)]) -> String {
    let text: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
    text.join("\n").trim().to_owned()
}

/// How many lines a JSON body has, when others follow that don't belong to it.
fn json_length(lines: &[(&str, usize)]) -> Option<usize> {
    // A body that isn't JSON wherever it is cut was none.
    const TRIES: usize = 50;
    let begins = lines.iter().find(|(line, _)| !line.trim().is_empty())?;
    if !begins.0.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let ends = (1..=lines.len()).rev().filter(|length| {
        let last = length.checked_sub(1).and_then(|last| lines.get(last));
        last.is_some_and(|(line, _)| line.trim_end().ends_with(['}', ']']))
    });
    let is_json = |length: &usize| Json::parse(&joined(lines.get(..*length).unwrap_or_default())).is_ok();
    ends.take(TRIES).find(is_json)
}

fn sent(line: &str) -> Option<&str> {
    marked(line, '>')
}

fn received(line: &str) -> Option<&str> {
    marked(line, '<')
}

fn marked(line: &str, mark: char) -> Option<&str> {
    let rest = line.strip_prefix(mark)?;
    if rest.trim().is_empty() { Some("") } else { rest.strip_prefix(' ') }
}

/// What curl tells of itself: `* Connected to ...`, `{ [21 bytes data]`, the progress meter.
fn is_told(line: &str) -> bool {
    line.starts_with("* ")
        || (line.starts_with("{ [") || line.starts_with("} [")) && line.ends_with("data]")
        || line.contains("% Total") && line.contains("% Received")
        || line.contains("Dload") && line.contains("Upload")
        || line.contains("--:--:--")
}

fn is_curls_own(name: &str) -> bool {
    ["host", "user-agent", "accept", "content-length", "accept-encoding"]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRANSCRIPT: &str = "$ curl -v -X PATCH https://graph.microsoft.com/v1.0/me \\\n  -H 'Content-Type: application/json' -d '{\n \"city\": \"Zug\"}'\n* Connected to graph.microsoft.com\n> PATCH /v1.0/me HTTP/2\n> Host: graph.microsoft.com\n> user-agent: curl/8.5.0\n> accept: */*\n> content-type: application/json\n> \n} [15 bytes data]\n< HTTP/2 200 \n< content-type: application/json\n< \n{\n  \"city\": \"Zug\"\n}\n* Connection #0 to host left intact\n";

    fn silent(text: &str) -> Vec<Example> {
        let mut warnings = Vec::new();
        let examples = read(text, &mut warnings).unwrap();
        assert_eq!(warnings, []);
        examples
    }

    #[test]
    fn what_stands_between_messages_is_said() {
        let call = "> GET /a HTTP/2\n> Host: h\n>\n< HTTP/2 200\n<\n{\n\"a\": 1\n}\n";
        for (text, lines) in [
            (format!("Once more:\n{call}"), vec![1]),
            (format!("{call}And then:\n{call}"), vec![9]),
            (format!("{call}\n# a comment\n$ \n{call}"), vec![]),
            (format!("< HTTP/2 200\n<\n{call}"), vec![1]),
            (format!("$ curl -sSv -F a=@b https://h/a\n{call}"), vec![1]),
            (format!("$ curl -v --sigv4 https://h/a\n{call}"), vec![1]),
            (format!("$ curl -v\n{call}"), vec![1]),
        ] {
            let mut warnings = Vec::new();
            let examples = read(&text, &mut warnings).unwrap();
            assert_eq!(warnings.iter().map(|warning| warning.line).collect::<Vec<_>>(), lines, "{text}");
            for example in &examples {
                assert_eq!(example.responses[0].body.as_deref(), Some("{\n\"a\": 1\n}"), "{text}");
            }
        }
    }

    #[test]
    fn no_command_is_lost() {
        let text = "$ curl https://h/a\n$ curl -v https://h/b -d 1\n> POST /b HTTP/2\n> Host: h\n>\n< HTTP/2 204\n<\n$ curl https://h/c";
        let urls: Vec<_> =
            silent(text).into_iter().map(|example| (example.request.url, example.request.body)).collect();
        let url = |url: &str, body: Option<&str>| (url.to_owned(), body.map(str::to_owned));
        assert_eq!(urls, [url("https://h/a", None), url("https://h/b", Some("1")), url("https://h/c", None)]);
    }

    #[test]
    fn a_transcript_with_its_command() {
        let examples = silent(TRANSCRIPT);
        assert_eq!(examples.len(), 1);
        let example = &examples[0];
        assert_eq!(example.request.method, "PATCH");
        assert_eq!(example.request.url, "https://graph.microsoft.com/v1.0/me");
        assert_eq!(example.request.headers, [("content-type".to_owned(), "application/json".to_owned())]);
        assert_eq!(example.request.body.as_deref(), Some("{\n \"city\": \"Zug\"}"));
        assert_eq!(example.responses[0].body.as_deref(), Some("{\n  \"city\": \"Zug\"\n}"));
    }

    #[test]
    fn a_body_without_a_line_break_at_its_end() {
        let text = "> GET /a HTTP/2\n> Host: h\n>\n< HTTP/2 200\n<\n{\"a\": 1}* Connection #0 to host h left intact\n";
        assert_eq!(silent(text)[0].responses[0].body.as_deref(), Some("{\"a\": 1}"));
    }

    #[test]
    fn a_command_alone() {
        let examples = silent("curl https://graph.microsoft.com/v1.0/me --json '{\"a\": 1}'");
        assert_eq!(examples[0].request.method, "POST");
        assert_eq!(examples[0].request.body.as_deref(), Some("{\"a\": 1}"));
    }

    #[test]
    fn plain_responses() {
        for text in [
            "$ curl -i https://h/a\nHTTP/2 200 \ncontent-type: application/json\n\n{\n\"a\": 1\n}\n",
            "curl -iL https://h/a\nHTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{\n\"a\": 1\n}",
        ] {
            let examples = silent(text);
            assert_eq!(examples.len(), 1, "{text}");
            let responses = &examples[0].responses;
            assert_eq!(responses.iter().map(|r| r.status).collect::<Vec<_>>(), [200], "{text}");
            assert_eq!(responses[0].headers.len(), 1, "{text}");
            assert_eq!(responses[0].body.as_deref(), Some("{\n\"a\": 1\n}"), "{text}");
        }
        let two =
            silent("$ curl -i https://h/a\nHTTP/2 204\nx: y\n\n$ curl -i https://h/b\nHTTP/2 404\n\n{}");
        assert_eq!(two.iter().map(|example| example.responses[0].status).collect::<Vec<_>>(), [204, 404]);
    }

    #[test]
    fn continue_is_not_the_response() {
        let examples = silent(
            "> PUT /a HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 100 Continue\n<\n< HTTP/1.1 201 Created\n<\n",
        );
        assert_eq!(examples[0].responses.iter().map(|r| r.status).collect::<Vec<_>>(), [201]);
    }
}
