//! Fences: which hold messages, which a body, and what the comment above one says.

use super::Warning;
use super::pair::Entry;
use crate::json::Json;
use crate::read::http::{self, Message};
use crate::read::{Example, Response, curl};
use crate::template::Template;
use crate::url::Url;

/// A fence.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) language: String,
    pub(super) text: String,
    /// Of its first line.
    pub(super) line: usize,
    /// The headings that it stands under, the outermost first.
    pub(super) headings: Vec<String>,
    pub(super) annotation: Option<Annotation>,
    /// Whether its requests are the paths that the page declares, and no calls of an example.
    pub(super) declares: bool,
}

/// What `<!-- { "blockType": "request", .. } -->` says of the fence below.
#[derive(Clone, Debug, Default)]
pub(super) struct Annotation {
    block_type: String,
    name: Option<String>,
    odata_type: Option<String>,
}

/// Reads a comment; `None` if it is no annotation.
pub(super) fn annotation(comment: &str) -> Option<Annotation> {
    let json = Json::parse(comment).ok()?;
    let block_type = json.get("blockType")?.as_str()?.to_ascii_lowercase();
    let text = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
    Some(Annotation {
        block_type,
        name: text("name"),
        odata_type: text("@odata.type").and_then(|name| type_name(&name)),
    })
}

/// The name of one of Graph's types; pages also write `Edm.String`, `stream` and types of other services.
fn type_name(text: &str) -> Option<String> {
    let text = text.trim_start_matches("Collection(").trim_end_matches(')').trim_start_matches('#');
    let name = text.strip_prefix("microsoft.graph.")?;
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let is_none = ["none", "empty", "stream", "string"].contains(&name.to_ascii_lowercase().as_str());
    (name.split('.').all(is_word) && !is_none).then(|| text.to_owned())
}

/// Whether a line is a request line that nobody would write in prose.
pub(super) fn looks_like_request(line: &str) -> bool {
    let line = line.trim().trim_matches('`');
    http::request_line(line).is_some_and(|(method, url)| {
        line.starts_with(method)
            && (url.starts_with("https://") || url.starts_with('/'))
            && !url.contains(' ')
    })
}

/// `Example`, `Example 2`
fn is_example(word: &str) -> bool {
    word.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("example"))
}

enum Language {
    Http,
    /// JSON, or another text that can be a body.
    Body,
    Other,
}

impl Block {
    /// Whether it stands under "HTTP request", where paths are declared, and not under an example that follows there.
    fn is_declaration(&self) -> bool {
        let starts = |heading: &String, word: &str| heading.to_ascii_lowercase().starts_with(word);
        let under = self.headings.iter().rev().take_while(|heading| {
            !["request", "response", "example"].iter().any(|word| starts(heading, word))
        });
        under.into_iter().any(|heading| starts(heading, "http request"))
            && !self.is_message()
            && !matches!(self.language(), Language::Other)
    }

    fn requests(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.text.lines().filter_map(http::request_line)
    }

    /// Whether there is more than request lines: a status line, headers, a body.
    fn is_message(&self) -> bool {
        let is_part = |line: &str| {
            http::is_status_line(line)
                || line.trim_start().starts_with(['{', '['])
                || http::header_line(line).is_some()
        };
        self.text.lines().any(|line| http::request_line(line).is_none() && is_part(line))
    }

    /// The request lines, if there is nothing else and each is a path with a placeholder.
    fn sketched(&self) -> Option<Vec<(&'static str, &str)>> {
        let lines = self.text.lines().filter(|line| !line.trim().is_empty());
        let requests = lines.map(http::request_line).collect::<Option<Vec<_>>>()?;
        let is_sketch = |(_, url): &(&str, &str)| url.starts_with('/') && url.contains(['{', '<']);
        let is_shown = |heading: &String| is_example(heading) || heading.eq_ignore_ascii_case("request");
        let is_call = self.is("request") || self.headings.iter().any(is_shown);
        (!is_call && requests.iter().all(is_sketch)).then_some(requests)
    }

    /// The language, without what stands behind it.
    fn word(&self) -> &str {
        self.language.split([' ', ',', '{']).next().unwrap_or_default()
    }

    fn language(&self) -> Language {
        match self.word() {
            ""
            | "http"
            | "https"
            | "rest"
            | "msgraph"
            | "msgraph-interactive"
            | "msgraph-interactive-http"
            | "request" => Language::Http,
            "json" | "jsonc" | "json5" | "xml" | "html" | "text" | "txt" | "csv" | "plaintext" | "output" => {
                Language::Body
            }
            _ => Language::Other,
        }
    }

    /// The heading that the block stands under, but for "Request" and "Response".
    fn group(&self) -> String {
        let is_way = |heading: &&String| {
            let heading = heading.to_ascii_lowercase();
            let way = |word: &str| heading.starts_with(word) || heading.ends_with(word);
            !way("request") && !way("response") && !heading.contains("body")
        };
        self.headings.iter().filter(is_way).cloned().collect::<Vec<_>>().join("/")
    }

    /// What an example's heading says that it does: `Example 1: Get the photo`.
    fn example(&self) -> Option<String> {
        let headings = self.headings.iter().rev();
        let mut of_examples =
            headings.filter_map(|heading| heading.split_once(':').filter(|(word, _)| is_example(word)));
        of_examples.next().map(|(_, text)| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn is_under(&self, word: &str) -> bool {
        self.headings.last().is_some_and(|heading| heading.to_ascii_lowercase().contains(word))
    }

    fn is(&self, block_type: &str) -> bool {
        self.annotation.as_ref().is_some_and(|annotation| annotation.block_type == block_type)
    }

    fn entry(&self, message: Message) -> Entry {
        let annotation = self.annotation.clone().unwrap_or_default();
        Entry {
            message,
            name: annotation.name,
            odata_type: annotation.odata_type,
            group: self.group(),
            heading: self.example(),
        }
    }

    fn warn(&self, warnings: &mut Vec<Warning>, message: &str) {
        warnings.push(Warning { line: self.line, message: message.to_owned() });
    }
}

/// Tells the blocks that declare paths from those that show calls. A page without "HTTP request" declares a path by
/// writing it with placeholders and then, in an example, calling it.
pub(super) fn find_declarations(blocks: &mut [Block]) {
    let calls: Vec<(&'static str, String)> = blocks
        .iter()
        .flat_map(|block| block.text.lines())
        .filter_map(http::request_line)
        .filter(|(_, url)| url.contains("://"))
        .map(|(method, url)| (method, Url::parse(url).path))
        .collect();
    let is_called = |(method, url): &(&'static str, &str)| {
        let template = Template::parse(&Url::parse(url).path);
        calls.iter().any(|(known, path)| known == method && template.matching(path).is_some())
    };
    for block in blocks {
        block.declares =
            block.is_declaration() || block.sketched().is_some_and(|requests| requests.iter().any(is_called));
    }
}

/// The messages of all blocks that declare nothing.
pub(super) fn entries(
    blocks: &[Block],
    declared: Option<&'static str>,
    warnings: &mut Vec<Warning>,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    // Beside requests, curl's commands say them once more.
    let is_call = |block: &Block| {
        !block.declares && !matches!(block.language(), Language::Other) && block.requests().next().is_some()
    };
    let reads_commands = !blocks.iter().any(is_call);
    for block in blocks.iter().filter(|block| !block.declares && !block.text.trim().is_empty()) {
        let begins = block.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let has_head =
            http::request_line(begins).is_some() || http::is_status_line(begins) || is_bare_url(begins);
        match block.language() {
            _ if reads_commands && curl::is_command(begins) => commands(block, &mut entries, warnings),
            Language::Other if block.text.lines().any(looks_like_request) => {
                let message =
                    format!("a fence in `{}` holds what looks like a request; it is not read", block.word());
                block.warn(warnings, &message);
            }
            Language::Other => {}
            Language::Body if !has_head => body(block, &mut entries, warnings),
            Language::Http if !has_head && block.text.trim_start().starts_with(['{', '[']) => {
                body(block, &mut entries, warnings);
            }
            Language::Http | Language::Body => messages(block, declared, &mut entries, warnings),
        }
    }
    entries
}

/// The calls of curl's commands in a fence.
fn commands(block: &Block, entries: &mut Vec<Entry>, warnings: &mut Vec<Warning>) {
    let mut said = Vec::new();
    match curl::read(&block.text, &mut said) {
        Ok(examples) => {
            for Example { mut request, responses, .. } in examples {
                request.line += block.line - 1;
                entries.push(block.entry(Message::Request(request)));
                let responses = responses.into_iter().map(|response| {
                    let line = response.line + block.line - 1;
                    block.entry(Message::Response(Response { line, ..response }))
                });
                entries.extend(responses);
            }
        }
        Err(error) => said.push(Warning {
            line: error.line,
            message: format!("{}; this fence is not read", error.message),
        }),
    }
    warnings
        .extend(said.into_iter().map(|warning| Warning { line: warning.line + block.line - 1, ..warning }));
}

/// Whether a fence begins with a URL alone, without its method.
fn is_bare_url(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("https://graph.microsoft.com/") && !line.contains(char::is_whitespace)
}

/// The text with the method in front that its request leaves out: the one that the page declares, or by its body.
fn with_method(block: &Block, declared: Option<&'static str>, warnings: &mut Vec<Warning>) -> String {
    let text = block.text.trim_start();
    let begins = text.lines().next().unwrap_or_default();
    if !is_bare_url(begins) {
        return block.text.clone();
    }
    let has_body = text.lines().any(|line| line.trim_start().starts_with(['{', '[']));
    let method = declared.unwrap_or(if has_body { "POST" } else { "GET" });
    block.warn(warnings, &format!("this request has no method; it is read as `{method}`"));
    let blank = block.text.get(..block.text.len() - text.len()).unwrap_or_default();
    format!("{blank}{method} {text}")
}

fn messages(
    block: &Block,
    declared: Option<&'static str>,
    entries: &mut Vec<Entry>,
    warnings: &mut Vec<Warning>,
) {
    let text = with_method(block, declared, warnings);
    match http::messages(&text, block.line, warnings) {
        Ok(messages) => entries.extend(messages.into_iter().map(|message| block.entry(message))),
        Err(error) => warnings.push(Warning {
            line: error.line,
            message: format!("{}; this fence is not read", error.message),
        }),
    }
}

/// A body in a fence of its own: of the message in front, if that has none; or of a response whose head the page leaves out.
fn body(block: &Block, entries: &mut Vec<Entry>, warnings: &mut Vec<Warning>) {
    let group = block.group();
    let is_answered = |entry: &Entry| {
        let is_get = matches!(&entry.message, Message::Request(request) if request.method == "GET");
        is_get && entry.group == group && matches!(block.language(), Language::Body)
    };
    let is_said = block.is("response") || block.is_under("response");
    let is_guessed =
        !is_said && !block.is("request") && !block.is("resource") && entries.last().is_some_and(is_answered);
    if is_guessed {
        block.warn(warnings, "this text has no status line; it is read as the response to the request above");
    }
    let is_response = is_said || is_guessed;
    let last = entries.last_mut().filter(|entry| entry.group == group);
    let text = Some(block.text.trim().to_owned());
    match last.map(|entry| &mut entry.message) {
        Some(Message::Request(request))
            if !is_response
                && request.body.is_none()
                && matches!(request.method.as_str(), "POST" | "PATCH" | "PUT") =>
        {
            (request.body, request.body_line) = (text, block.line);
        }
        Some(Message::Response(response))
            if response.body.is_none()
                && (200..300).contains(&response.status)
                && (response.status != 204 || !block.is("response")) =>
        {
            (response.body, response.body_line) = (text, block.line);
        }
        _ if block.is("resource") => {
            block.warn(warnings, "a sketch of a resource; it is no example of a call and not read");
        }
        _ if is_response => {
            let response = Response {
                status: 200,
                body: text,
                line: block.line,
                body_line: block.line,
                ..Response::default()
            };
            entries.push(block.entry(Message::Response(response)));
        }
        _ => block.warn(warnings, "this text belongs to no request and to no response; it is not read"),
    }
}
