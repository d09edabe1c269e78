//! Fences: which hold messages, which a body, and what the comment above one says.

use super::Warning;
use super::pair::Entry;
use crate::json::Json;
use crate::read::Response;
use crate::read::http::{self, Message};

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

enum Language {
    Http,
    /// JSON, or another text that can be a body.
    Body,
    Other,
}

impl Block {
    /// Whether it stands under "HTTP request", where paths are declared, and not under an example that follows there.
    pub(super) fn declares(&self) -> bool {
        let starts = |heading: &String, word: &str| heading.to_ascii_lowercase().starts_with(word);
        let under = self.headings.iter().rev().take_while(|heading| {
            !["request", "response", "example"].iter().any(|word| starts(heading, word))
        });
        let has_status = self.text.lines().any(http::is_status_line);
        under.into_iter().any(|heading| starts(heading, "http request"))
            && !has_status
            && !matches!(self.language(), Language::Other)
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

    fn is_under(&self, word: &str) -> bool {
        self.headings.last().is_some_and(|heading| heading.to_ascii_lowercase().contains(word))
    }

    fn is(&self, block_type: &str) -> bool {
        self.annotation.as_ref().is_some_and(|annotation| annotation.block_type == block_type)
    }

    fn entry(&self, message: Message) -> Entry {
        let annotation = self.annotation.clone().unwrap_or_default();
        Entry { message, name: annotation.name, odata_type: annotation.odata_type, group: self.group() }
    }

    fn warn(&self, warnings: &mut Vec<Warning>, message: &str) {
        warnings.push(Warning { line: self.line, message: message.to_owned() });
    }
}

/// The messages of all blocks that declare nothing.
pub(super) fn entries(blocks: &[Block], warnings: &mut Vec<Warning>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for block in blocks.iter().filter(|block| !block.declares() && !block.text.trim().is_empty()) {
        let begins = block.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let has_head = http::request_line(begins).is_some() || http::is_status_line(begins);
        match block.language() {
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
            Language::Http | Language::Body => messages(block, &mut entries, warnings),
        }
    }
    entries
}

fn messages(block: &Block, entries: &mut Vec<Entry>, warnings: &mut Vec<Warning>) {
    match http::messages(&block.text, block.line, warnings) {
        Ok(messages) => entries.extend(messages.into_iter().map(|message| block.entry(message))),
        Err(error) => warnings.push(Warning {
            line: error.line,
            message: format!("{}; this fence is not read", error.message),
        }),
    }
}

/// A body in a fence of its own: of the message in front, if that has none; or of a response whose head the page leaves out.
fn body(block: &Block, entries: &mut Vec<Entry>, warnings: &mut Vec<Warning>) {
    let is_response = block.is("response") || block.is_under("response");
    let group = block.group();
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
            if response.body.is_none() && (200..300).contains(&response.status) && response.status != 204 =>
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
