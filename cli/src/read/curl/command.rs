//! Command lines of curl: which request their options make.

use super::Lines;
use crate::read::{Request, Warning, http};

/// Whether a line begins a command.
pub(in crate::read) fn is_command(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['$', '%', '>', ' ']);
    line.starts_with("curl ")
}

/// A command, with the lines that a `\` or an open quote continues.
pub(super) fn command_line(first: &str, lines: &mut Lines<'_>) -> String {
    let mut command = first.to_owned();
    // Pages leave spaces behind the `\`.
    while command.trim_end().ends_with('\\') || command.matches('\'').count() % 2 == 1 {
        let Some((next, _)) = lines.next() else { break };
        if command.trim_end().ends_with('\\') {
            command.truncate(command.trim_end().len());
        }
        command.push('\n');
        command.push_str(next);
    }
    command
}

/// Options that say nothing of the message. Short ones can stand together.
const SILENT_SHORT: &str = "sSvikLfgnN#0123";
const SILENT: &[&str] = &[
    "--silent",
    "--show-error",
    "--verbose",
    "--include",
    "--insecure",
    "--location",
    "--location-trusted",
    "--fail",
    "--fail-with-body",
    "--compressed",
    "--globoff",
    "--http1.0",
    "--http1.1",
    "--http2",
    "--http3",
    "--no-progress-meter",
    "--progress-bar",
    "--no-buffer",
    "--tlsv1.2",
    "--tlsv1.3",
    "--ssl-no-revoke",
];

fn is_silent(option: &str) -> bool {
    let short = option.strip_prefix('-').filter(|short| !short.starts_with('-') && !short.is_empty());
    SILENT.contains(&option) || short.is_some_and(|short| short.chars().all(|c| SILENT_SHORT.contains(c)))
}

/// The request that a command's words make; `None` without a URL.
pub(super) fn request(words: &[String], line: usize, warnings: &mut Vec<Warning>) -> Option<Request> {
    let mut request = Request { line, ..Request::default() };
    let mut not_read = |option: &str| {
        let message = format!("the option `{option}` of this command is not read");
        warnings.push(Warning { line, message });
    };
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
            "-F" | "--form" | "-T" | "--upload-file" | "--data-urlencode" | "--url-query" => {
                value();
                not_read(option);
            }
            option if is_silent(option) => {}
            option if option.starts_with('-') => not_read(option),
            url => url.clone_into(&mut request.url),
        }
    }
    request.method = method.unwrap_or_else(|| if request.body.is_some() { "POST" } else { "GET" }.to_owned());
    (!request.url.is_empty()).then_some(request)
}
