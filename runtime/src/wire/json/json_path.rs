//! A position in a JSON text as a path: `value[3].target.groupId`.
//!
//! Walked without recursion and without allocation by the value, for any bytes: this runs on what failed to parse.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::members::unquoted;
use super::tokens::token_end;

/// A longer name is cut.
const MAX_NAME: usize = 64;
/// Of a deeper path the outer and the inner half of this many steps are shown.
const MAX_STEPS: usize = 64;

/// A position as paths: of the value there, and of the object or array around it.
#[derive(Default)]
pub(super) struct Position {
    pub(super) token: String,
    pub(super) container: String,
}

/// An object (with its current key) or array (with its current index) around the position.
enum Frame {
    Object(String),
    Array(usize),
}

impl Position {
    /// The place of the value that ends at `offset`. The error of a bracket that is not wanted comes before it was
    /// read, as a rule: with `bracket`, and where that comes next, it is the place of what begins there.
    pub(super) fn find(text: &[u8], offset: usize, bracket: Option<u8>) -> Self {
        // serde_json passes over white space before it looks where it is.
        let offset = offset - trailing_whitespace(text.get(..offset).unwrap_or_default());
        let next = text.get(offset..).unwrap_or_default().trim_ascii_start();
        let before_token = bracket.is_some() && next.first().copied() == bracket;
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
                        *key = name(text.get(at..end).unwrap_or_default());
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

/// The offset of what serde_json calls line and column: both count from 1, and columns are bytes.
pub(super) fn offset(text: &[u8], line: usize, column: usize) -> usize {
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

/// `.groupId`, or `['@odata.type']` for a name that would be read as two; one line whatever the name holds.
pub(crate) fn push_name(path: &mut String, name: &str) {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let shown = name.char_indices().nth(MAX_NAME).and_then(|(end, _)| name.get(..end));
    let ellipsis = if shown.is_some() { "…" } else { "" };
    let shown = shown.unwrap_or(name);
    if plain {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(shown);
        path.push_str(ellipsis);
    } else {
        // Writing into a `String` can't fail.
        let _ = write!(path, "['{}{ellipsis}']", shown.escape_debug());
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

/// The path of the frames' current places.
fn path(frames: &[Frame]) -> String {
    let mut out = String::new();
    let hidden = if frames.len() > MAX_STEPS {
        MAX_STEPS / 2..frames.len() - MAX_STEPS / 2
    } else {
        frames.len()..frames.len()
    };
    for (depth, frame) in frames.iter().enumerate() {
        if hidden.contains(&depth) {
            if depth == hidden.start {
                out.push('…');
            }
            continue;
        }
        match frame {
            Frame::Object(key) => push_name(&mut out, key),
            Frame::Array(index) => {
                let _ = write!(out, "[{index}]");
            }
        }
    }
    out
}

fn trailing_whitespace(text: &[u8]) -> usize {
    text.iter().rev().take_while(|byte| b" \t\r\n".contains(byte)).count()
}

fn name(token: &[u8]) -> String {
    let token = String::from_utf8_lossy(token);
    unquoted(&token).map_or_else(|| token.trim_matches('"').to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_short_line() {
        let name = |name: &str| {
            let mut path = "value".to_owned();
            push_name(&mut path, name);
            path
        };
        assert_eq!(name("groupId"), "value.groupId");
        assert_eq!(name("größe_2"), "value.größe_2");
        assert_eq!(name("@odata.type"), "value['@odata.type']");
        assert_eq!(name("it's"), r"value['it\'s']");
        assert_eq!(name("a\nb\u{2063}"), r"value['a\nb\u{2063}']");
        assert_eq!(name(""), "value['']");
        assert_eq!(name(&"x".repeat(1000)).chars().count(), "value.".len() + MAX_NAME + 1);
        let deep = "[".repeat(100_000);
        assert_eq!(Position::find(deep.as_bytes(), deep.len(), None).token.matches("[0]").count(), MAX_STEPS);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_and_any_place(text: Vec<u8>, offset in 0usize..50, bracket: bool) {
            let _ = Position::find(&text, offset, bracket.then_some(b'['));
        }
    }
}
