//! Where in a JSON text an error is, and what it is, without any value: `value[3].target.groupId: expected a string,
//! found null`.
//!
//! serde_json says line and column. Walking the text once more up to there, only after an error, gives the path for free
//! on the good path, where a deserializer that keeps track of it would cost time and another copy of all code. Two
//! things can't be told so. A type that reads a string first and refuses it afterwards, outside of its visitor, as the
//! last property of an object, is reported as that object. And of an array of arrays, in place of what takes anything
//! but arrays, the inner one is reported.

use std::fmt;

use super::json_path::{Position, offset};
pub(crate) use super::json_path::{joined, push_name};

/// Begins a message of ours, which quotes no value and can be shown: `MARK path MARK : problem`. A path goes with an
/// error of a part of the text that was read on its own; see `aside.rs`. The character is invisible where serde_json's
/// error is printed as it is, and `push_name` escapes it.
const MARK: char = '\u{2063}';

/// A path and what is wrong there, without any value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Located {
    /// `value[3].target.groupId`; empty for the whole document.
    pub(crate) path: String,
    pub(crate) problem: String,
}

/// Printed, it is a message that [`locate`] takes apart again.
impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colon = if self.path.is_empty() { "" } else { ": " };
        write!(f, "{MARK}{}{MARK}{colon}{}", self.path, self.problem)
    }
}

/// A message of ours for `serde::de::Error::custom`. It is shown to users: no value may be in it.
pub(crate) fn shown(problem: impl fmt::Display) -> String {
    Located { path: String::new(), problem: problem.to_string() }.to_string()
}

/// Like [`shown`], of a value that was read as `text` first and refused afterwards.
pub(crate) fn shown_of(text: &str, problem: impl fmt::Display) -> String {
    format!("{MARK}{}{}", text.len(), shown(problem))
}

/// An error in a value that was read as `text` first and understood afterwards. serde_json reads on, over a comma or
/// bracket, before it says where it is; the length of what was read tells where it began.
pub(crate) fn in_part(text: &str, error: &serde_json::Error) -> String {
    format!("{MARK}{}{}", text.len(), locate(text.as_bytes(), error))
}

/// Finds the place of `error` in the text it came from.
pub(crate) fn locate(text: &[u8], error: &serde_json::Error) -> Located {
    let message = message(error);
    let offset = offset(text, error.line(), error.column());
    if let Some((length, inside, problem)) = part(&message) {
        let place = Position::find(text, end_of_part(text, offset, length), None);
        return Located { path: joined(place.token, inside), problem: problem.to_owned() };
    }
    let place = Position::find(text, offset, bracket(&message));
    if let Some((inside, problem)) = message.strip_prefix(MARK).and_then(|rest| rest.split_once(MARK)) {
        let problem = if inside.is_empty() { problem } else { problem.trim_start_matches(": ") };
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

/// What [`in_part`] wrote, taken apart.
fn part(message: &str) -> Option<(usize, &str, &str)> {
    let (length, located) = message.strip_prefix(MARK)?.split_once(MARK)?;
    let (inside, problem) = located.split_once(MARK)?;
    Some((length.parse().ok()?, inside, problem.trim_start_matches(": ")))
}

/// Where a value of that length ends, which ended at `offset` or before one comma or bracket that stands there.
fn end_of_part(text: &[u8], offset: usize, length: usize) -> usize {
    let read = text.get(..offset).unwrap_or(text).trim_ascii_end();
    let before = read.split_last().map_or(read, |(_, before)| before.trim_ascii_end());
    let is_value = |end: usize| {
        let value = end.checked_sub(length).and_then(|start| text.get(start..end));
        let value = value.and_then(|value| str::from_utf8(value).ok());
        value.is_some_and(|value| serde_json::from_str::<serde::de::IgnoredAny>(value).is_ok())
    };
    [read.len(), before.len()].into_iter().find(|end| is_value(*end)).unwrap_or(offset)
}

/// The error's own words, without the position that serde_json puts behind them.
pub(crate) fn message(error: &serde_json::Error) -> String {
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
    if !error.is_data() {
        let problem = match message {
            "recursion limit exceeded" => "the text is nested too deeply",
            "number out of range" => "the number is out of range",
            _ => "this is not valid JSON",
        };
        return problem.to_owned();
    }
    // What is expected comes from the code, and behind what came: the last `expected` is the code's.
    let Some((found, expected)) = message.rsplit_once(", expected ") else {
        return "this is not a valid value of its type".to_owned();
    };
    if let Some(found) = found.strip_prefix("invalid type: ") {
        return format!("expected {expected}, found {}", kind(found));
    }
    if let Some(found) = found.strip_prefix("invalid value: ") {
        return format!("expected {expected}, found {} that is none", kind(found));
    }
    if found.starts_with("invalid length ") {
        return format!("expected {expected}, found another length");
    }
    if found.starts_with("unknown variant `") {
        return format!("expected {expected}, found another name");
    }
    "this is not a valid value of its type".to_owned()
}

fn kind(found: &str) -> &'static str {
    const KINDS: &[(&str, &str)] = &[
        ("null", "null"),
        ("unit", "null"),
        ("string", "a string"),
        ("character", "a string"),
        ("integer", "an integer"),
        ("floating", "a number"),
        ("number", "a number"),
        ("boolean", "a boolean"),
        ("map", "an object"),
        ("sequence", "an array"),
    ];
    KINDS.iter().find(|(prefix, _)| found.starts_with(prefix)).map_or("something else", |(_, kind)| kind)
}

/// The bracket of what came, where an object or array came that is not wanted.
fn bracket(message: &str) -> Option<u8> {
    if message.starts_with("invalid type: map") {
        Some(b'{')
    } else if message.starts_with("invalid type: sequence") {
        Some(b'[')
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
