//! Where in a JSON text an error is: `value[3].target.groupId`.
//!
//! serde_json says line and column. Walking the text once more up to there, only after an error, gives the path for free
//! on the good path, where a deserializer that keeps track of it would cost time and another copy of all code.

use std::fmt::Write as _;

/// Separates the path of an error inside a property that was set aside from its message; see `tagged.rs`.
pub(crate) const SET_ASIDE: char = '\u{1}';

/// A path and what is wrong there, without any value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Located {
    /// `value[3].target.groupId`; empty for the whole document.
    pub(crate) path: String,
    pub(crate) problem: String,
}

/// Finds the place of `error` in the text it came from.
pub(crate) fn locate(text: &[u8], error: &serde_json::Error) -> Located {
    let message = message(error);
    let place = Place::find(text, offset(text, error.line(), error.column()), starts_container(&message));
    if let Some(rest) = message.strip_prefix(SET_ASIDE) {
        let (inside, problem) = rest.split_once(SET_ASIDE).unwrap_or(("", rest));
        return Located { path: joined(place.token, inside), problem: problem.to_owned() };
    }
    if let Some(name) = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        // serde_json reads up to the object's end before it reports what was not in it.
        let mut path = place.token;
        push_name(&mut path, name);
        return Located { path, problem: "the property is missing".to_owned() };
    }
    let path = if error.is_eof() { place.container } else { place.token };
    Located { path, problem: without_values(&message, error) }
}

/// The error's own words, without the position that serde_json puts behind them.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(at) if error.line() > 0 => text.get(..at).unwrap_or(&text).to_owned(),
        _ => text,
    }
}

/// serde quotes the value that it found; only its kind may be shown.
fn without_values(message: &str, error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "the text ends too early".to_owned();
    }
    if error.is_syntax() || error.is_io() {
        return "this is not valid JSON".to_owned();
    }
    let found = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    if let Some((found, expected)) = found.and_then(|found| found.rsplit_once(", expected ")) {
        return format!("expected {expected}, found {}", kind(found));
    }
    if let Some((_, expected)) =
        message.split_once(", expected ").filter(|_| message.starts_with("invalid length "))
    {
        return format!("expected {expected}, found another length");
    }
    // Ours name a kind of value and quote nothing.
    if message.starts_with("expected ") || message.starts_with("unknown type ") {
        return message.to_owned();
    }
    "this is not a valid value of its type".to_owned()
}

fn kind(found: &str) -> &'static str {
    const KINDS: &[(&str, &str)] = &[
        ("null", "null"),
        ("unit", "null"),
        ("string", "a string"),
        ("integer", "an integer"),
        ("floating", "a number"),
        ("number", "a number"),
        ("boolean", "a boolean"),
        ("map", "an object"),
        ("sequence", "an array"),
    ];
    KINDS.iter().find(|(prefix, _)| found.starts_with(prefix)).map_or("something else", |(_, kind)| kind)
}

/// Such an error is raised in front of the bracket; all others behind what was read.
fn starts_container(message: &str) -> bool {
    message.starts_with("invalid type: map") || message.starts_with("invalid type: sequence")
}

fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        let rest = text.get(start..).unwrap_or_default();
        match rest.iter().position(|byte| *byte == b'\n') {
            Some(at) => start += at + 1,
            None => break,
        }
    }
    (start + column).min(text.len())
}

/// A position as paths: of the value there, and of the object or array around it.
#[derive(Default)]
struct Place {
    token: String,
    container: String,
}

/// An object (with its current key) or array (with its current index) around the position.
enum Frame {
    Object(String),
    Array(usize),
}

impl Place {
    fn find(text: &[u8], offset: usize, before_token: bool) -> Self {
        let mut frames: Vec<Frame> = Vec::new();
        // After `{` or `,` in an object comes a key.
        let mut key_next = false;
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            let end = token_end(text, at);
            let reached = match byte {
                b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => false,
                _ if before_token => at >= offset,
                _ => end >= offset,
            };
            // A bracket that was consumed has closed its frame; one that is only ahead has not.
            let consumed = at < offset;
            match byte {
                b'}' | b']' if reached && !consumed => return Self::of(&frames, true),
                b'}' | b']' => {
                    frames.pop();
                    key_next = false;
                    if reached {
                        return Self::of(&frames, false);
                    }
                }
                b'{' | b'[' => {
                    if reached {
                        return Self::of(&frames, false);
                    }
                    key_next = byte == b'{';
                    frames.push(if key_next { Frame::Object(String::new()) } else { Frame::Array(0) });
                }
                b',' => match frames.last_mut() {
                    Some(Frame::Array(index)) => *index += 1,
                    Some(Frame::Object(_)) => key_next = true,
                    None => {}
                },
                b'"' if key_next => {
                    key_next = false;
                    if let Some(Frame::Object(key)) = frames.last_mut() {
                        *key = unquoted(text.get(at..end).unwrap_or_default());
                    }
                    if reached {
                        return Self::of(&frames, false);
                    }
                }
                _ if reached => return Self::of(&frames, false),
                _ => {}
            }
            at = end;
        }
        Self::of(&frames, false)
    }

    fn of(frames: &[Frame], inside: bool) -> Self {
        let around = frames.split_last().map_or(frames, |(_, around)| around);
        let container = path(around);
        let token = if inside { container.clone() } else { path(frames) };
        Self { token, container }
    }
}

/// The path of the frames' current places.
fn path(frames: &[Frame]) -> String {
    let mut out = String::new();
    for frame in frames {
        match frame {
            Frame::Object(key) => push_name(&mut out, key),
            Frame::Array(index) => {
                // Writing into a `String` can't fail.
                let _ = write!(out, "[{index}]");
            }
        }
    }
    out
}

/// `.groupId`, or `['@odata.type']` for a name that would be read as two.
pub(crate) fn push_name(path: &mut String, name: &str) {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if plain {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
    } else {
        let _ = write!(path, "['{name}']");
    }
}

/// A path and the rest of it that begins at the first one's end.
pub(crate) fn joined(mut path: String, rest: &str) -> String {
    if !path.is_empty() && !rest.is_empty() && !rest.starts_with('[') {
        path.push('.');
    }
    path.push_str(rest);
    path
}

/// Where the token that begins at `at` ends.
fn token_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at + 1..).unwrap_or_default();
    match text.get(at) {
        Some(b'"') => {
            let mut escaped = false;
            let close = rest.iter().position(|byte| {
                let closes = *byte == b'"' && !escaped;
                escaped = *byte == b'\\' && !escaped;
                closes
            });
            close.map_or(text.len(), |close| at + close + 2)
        }
        Some(b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\t' | b'\r' | b'\n') => at + 1,
        _ => {
            let end = rest.iter().position(|byte| b"{}[],:\" \t\r\n".contains(byte));
            end.map_or(text.len(), |end| at + 1 + end)
        }
    }
}

fn unquoted(token: &[u8]) -> String {
    serde_json::from_slice(token)
        .unwrap_or_else(|_| String::from_utf8_lossy(token).trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph_type;

    #[graph_type(crate = crate)]
    #[derive(Debug)]
    #[allow(dead_code, reason = "only read")]
    struct Page {
        value: Vec<Item>,
    }

    #[graph_type(crate = crate)]
    #[derive(Debug)]
    #[allow(dead_code, reason = "only read")]
    struct Item {
        id: String,
        target: Option<Target>,
        count: Option<i64>,
        tags: Option<Vec<String>>,
    }

    #[graph_type(crate = crate)]
    #[derive(Debug)]
    #[allow(dead_code, reason = "only read")]
    struct Target {
        group_id: String,
        #[graph(rename = "@odata.type")]
        odata_type: Option<String>,
    }

    fn located(text: &str) -> (String, String) {
        let error = serde_json::from_str::<Page>(text).unwrap_err();
        let Located { path, problem } = locate(text.as_bytes(), &error);
        (path, problem)
    }

    #[test]
    fn the_path_of_every_kind_of_error() {
        let cases = [
            (r#"{"value":[{"id":"a"},{"id":1}]}"#, "value[1].id", "expected a string, found an integer"),
            (r#"{"value":[{"id": null }]}"#, "value[0].id", "expected a string, found null"),
            (r#"{"value":[{"id":["secret"]}]}"#, "value[0].id", "expected a string, found an array"),
            (r#"{"value":[{"id":{"a":1}}]}"#, "value[0].id", "expected a string, found an object"),
            (r#"{"value":[{"id":"a","count":"secret"}]}"#, "value[0].count", "expected i64, found a string"),
            (r#"{"value":[{"id":"a","count":1.5,"x":1}]}"#, "value[0].count", "expected i64, found a number"),
            (
                r#"{"value":[{"id":"a","tags":["b",true]}]}"#,
                "value[0].tags[1]",
                "expected a string, found a boolean",
            ),
            (
                r#"{"value":[{"id":"a","tags":[["b"]]}]}"#,
                "value[0].tags[0]",
                "expected a string, found an array",
            ),
            (
                r#"{"value":[{"id":"a","target":{"@odata.type":1,"groupId":"g"}}]}"#,
                "value[0].target['@odata.type']",
                "expected a string, found an integer",
            ),
            (
                r#"{"value":[{"id":"a","target":{"x":{"y":[1]}}}]}"#,
                "value[0].target.groupId",
                "the property is missing",
            ),
            (r#"{"value":[{"id":"a","target":{}}]}"#, "value[0].target.groupId", "the property is missing"),
            (r#"{"value":[{"id":"a","target":{ }}]}"#, "value[0].target.groupId", "the property is missing"),
            ("{\"value\":[\n{\"id\":\"a\"},\n{\"count\":1}\n]}", "value[1].id", "the property is missing"),
            (r#"{"value":[{"target":{"groupId":"g"}}]}"#, "value[0].id", "the property is missing"),
            (r#"{"value":[{"target":{"groupId":"g"} }]}"#, "value[0].id", "the property is missing"),
            (r#"{"other":[]}"#, "value", "the property is missing"),
            ("{}", "value", "the property is missing"),
            ("[]", "", "expected an object of type Page, found an array"),
            (r#"{"value":[{"id":"a""#, "value[0]", "the text ends too early"),
            (r#"{"value":[{"id":a}]}"#, "value[0].id", "this is not valid JSON"),
            ("\"x\"", "", "expected an object of type Page, found a string"),
        ];
        for (text, path, problem) in cases {
            assert_eq!(located(text), (path.to_owned(), problem.to_owned()), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_and_any_place(text in ".*", offset in 0usize..50, before: bool) {
            let _ = Place::find(text.as_bytes(), offset, before);
        }
    }
}
