//! `curl -v` transcripts: `> ` sent, `< ` received, `* ` told, and the body without a mark. The request's body is only in
//! the command line, so that is read too when it is there.

use std::iter::{Peekable, Zip};
use std::ops::RangeFrom;

use super::{Example, ReadError, Request, Response, http, shell};

/// Whether the text is a transcript or a command line of curl.
pub(super) fn is_transcript(text: &str) -> bool {
    text.lines().any(|line| sent(line).is_some_and(|line| http::request_line(line).is_some()))
        || text.lines().any(is_command)
}

/// Reads the calls of a transcript. Without a `-v` part the command itself is the example.
pub(super) fn read(text: &str) -> Result<Vec<Example>, ReadError> {
    let commands = commands(text);
    let mut examples: Vec<Example> = Vec::new();
    let mut lines = text.lines().zip(1..).peekable();
    while let Some((line, number)) = lines.next() {
        if let Some((method, url)) = sent(line).and_then(http::request_line) {
            let request = sent_request(method, url, &mut lines);
            examples.push(Example { request, ..Example::default() });
        } else if let Some(status) = received(line).filter(|line| http::is_status_line(line)) {
            let response = received_response(status, number, &mut lines)?;
            // `100 Continue` is not the answer.
            if let Some(example) = examples.last_mut().filter(|_| response.status >= 200) {
                example.responses.push(response);
            }
        }
    }
    if examples.is_empty() {
        return Ok(commands.into_iter().map(|request| Example { request, ..Example::default() }).collect());
    }
    // One command can make several calls (redirects); its body went with the first.
    for (example, command) in examples.iter_mut().zip(commands) {
        example.request.body = command.body;
    }
    Ok(examples)
}

/// The lines of a transcript, numbered.
type Lines<'a> = Peekable<Zip<std::str::Lines<'a>, RangeFrom<usize>>>;

fn sent_request(method: &str, url: &str, lines: &mut Lines<'_>) -> Request {
    let mut request = Request { method: method.to_owned(), url: url.to_owned(), ..Request::default() };
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

fn received_response(status: &str, number: usize, lines: &mut Lines<'_>) -> Result<Response, ReadError> {
    let status = status.split_whitespace().nth(1).and_then(|word| word.parse().ok());
    let status = status.ok_or_else(|| ReadError {
        line: number,
        message: "this status line has no status; write it as in `< HTTP/2 200`".to_owned(),
    })?;
    let mut response = Response { status, ..Response::default() };
    let is_header = |line: &str| received(line).is_some_and(|line| !http::is_status_line(line));
    while let Some((header, _)) = lines.next_if(|(line, _)| is_header(line)) {
        response.headers.extend(received(header).and_then(http::header_line));
    }
    let is_body = |line: &str| sent(line).is_none() && received(line).is_none() && !is_command(line);
    let mut body = String::new();
    while let Some((line, _)) = lines.next_if(|(line, _)| is_body(line)) {
        if !is_told(line) {
            // A body without a line break at its end is followed by this on the same line.
            body.push_str(line.find("* Connection #").and_then(|at| line.get(..at)).unwrap_or(line));
            body.push('\n');
        }
    }
    response.body = Some(body.trim().to_owned()).filter(|body| !body.is_empty());
    Ok(response)
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

fn is_command(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['$', '%', '>', ' ']);
    line.starts_with("curl ")
}

/// The command lines of the text, with the lines that a `\` or an open quote continues.
fn commands(text: &str) -> Vec<Request> {
    let mut requests = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if !is_command(line) {
            continue;
        }
        let mut command = line.to_owned();
        while command.ends_with('\\') || command.matches('\'').count() % 2 == 1 {
            let Some(next) = lines.next() else { break };
            command.push('\n');
            command.push_str(next);
        }
        requests.extend(request(&shell::words(&command)));
    }
    requests
}

fn request(words: &[String]) -> Option<Request> {
    let mut request = Request::default();
    let mut words = words.iter().skip_while(|word| *word != "curl").skip(1);
    let mut method: Option<String> = None;
    while let Some(word) = words.next() {
        let (option, joined) = match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option, Some(value.to_owned())),
            _ if word.starts_with("-X") && word.len() > 2 => ("-X", word.get(2..).map(str::to_owned)),
            _ => (word.as_str(), None),
        };
        let mut value = || joined.clone().or_else(|| words.next().cloned()).unwrap_or_default();
        match option {
            "-X" | "--request" => method = Some(value().to_uppercase()),
            "-H" | "--header" => request.headers.extend(http::header_line(&value())),
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-ascii" => request.body = Some(value()),
            "--json" => {
                request.body = Some(value());
                request.headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
            }
            "-I" | "--head" => method = Some("HEAD".to_owned()),
            "--url" => request.url = value(),
            "-o" | "-u" | "-A" | "-b" | "-e" | "-m" | "-w" | "--output" | "--user" | "--user-agent"
            | "--max-time" | "--oauth2-bearer" | "--write-out" | "--connect-timeout" | "--cacert"
            | "--proxy" | "-x" | "--retry" => {
                value();
            }
            option if option.starts_with('-') => {}
            url => url.clone_into(&mut request.url),
        }
    }
    request.method = method.unwrap_or_else(|| if request.body.is_some() { "POST" } else { "GET" }.to_owned());
    (!request.url.is_empty()).then_some(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRANSCRIPT: &str = "$ curl -v -X PATCH https://graph.microsoft.com/v1.0/me \\\n  -H 'Content-Type: application/json' -d '{\n \"city\": \"Zug\"}'\n* Connected to graph.microsoft.com\n> PATCH /v1.0/me HTTP/2\n> Host: graph.microsoft.com\n> user-agent: curl/8.5.0\n> accept: */*\n> content-type: application/json\n> \n} [15 bytes data]\n< HTTP/2 200 \n< content-type: application/json\n< \n{\n  \"city\": \"Zug\"\n}\n* Connection #0 to host left intact\n";

    #[test]
    fn a_transcript_with_its_command() {
        let examples = read(TRANSCRIPT).unwrap();
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
        assert_eq!(read(text).unwrap()[0].responses[0].body.as_deref(), Some("{\"a\": 1}"));
    }

    #[test]
    fn a_command_alone() {
        let examples = read("curl https://graph.microsoft.com/v1.0/me --json '{\"a\": 1}'").unwrap();
        assert_eq!(examples[0].request.method, "POST");
        assert_eq!(examples[0].request.body.as_deref(), Some("{\"a\": 1}"));
    }

    #[test]
    fn continue_is_not_the_answer() {
        let examples =
            read("> PUT /a HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 100 Continue\n<\n< HTTP/1.1 201 Created\n<\n")
                .unwrap();
        assert_eq!(examples[0].responses.iter().map(|r| r.status).collect::<Vec<_>>(), [201]);
    }
}
