//! JSON with the slips that pages make: a comma behind the last item, a comment, `...`, other quotes than `"`.

use super::{Example, Warning};
use crate::json::Json;

/// Replaces each body that is JSON but for such a slip, with a warning; leaves out what is no body, and says what stands
/// in one object twice.
pub(super) fn bodies(examples: &mut [Example], warnings: &mut Vec<Warning>) {
    for example in examples {
        without_meaning(example, warnings);
        let request = (&mut example.request.body, example.request.body_line);
        let responses = example.responses.iter_mut().map(|response| (&mut response.body, response.body_line));
        for (body, line) in std::iter::once(request).chain(responses) {
            if let Some(text) = body {
                repair(text, line, warnings);
            }
        }
    }
}

/// Bodies that no such message has: of a 204, and the `{}` that pages write into a `GET` or a `202 Accepted`.
fn without_meaning(example: &mut Example, warnings: &mut Vec<Warning>) {
    let is_empty = |body: &Option<String>| {
        let json = body.as_deref().and_then(|text| Json::parse(text).ok());
        json == Some(Json::Object(Vec::new()))
    };
    let request = &mut example.request;
    if matches!(request.method.as_str(), "GET" | "DELETE" | "HEAD") && is_empty(&request.body) {
        let message = format!("a {} has no body; this empty object is not read", request.method);
        warnings.push(Warning { line: request.body_line, message });
        request.body = None;
    }
    for response in &mut example.responses {
        let message = match response.status {
            204 | 304 if response.body.is_some() => "this text",
            202 if is_empty(&response.body) => "this empty object",
            _ => continue,
        };
        let message = format!("a {} has no body; {message} is not read", response.status);
        warnings.push(Warning { line: response.body_line, message });
        response.body = None;
    }
}

fn repair(text: &mut String, line: usize, warnings: &mut Vec<Warning>) {
    if !text.starts_with(['{', '[', '/', '\u{a0}']) {
        return;
    }
    if let Ok(json) = Json::parse(text) {
        return twice(&json, line, warnings);
    }
    let (repaired, slips) = repaired(text);
    let Ok(json) = Json::parse(&repaired) else { return };
    if slips.is_empty() {
        return;
    }
    let slip = |(at, slip): (usize, Slip)| Warning { line: line + at, message: slip.message().to_owned() };
    warnings.extend(slips.into_iter().map(slip));
    twice(&json, line, warnings);
    *text = repaired;
}

/// Names of properties that stand in one object more than once.
fn twice(json: &Json, line: usize, warnings: &mut Vec<Warning>) {
    match json {
        Json::Object(properties) => {
            for (index, (name, value)) in properties.iter().enumerate() {
                if properties.iter().take(index).any(|(earlier, _)| earlier == name) {
                    let message =
                        format!("`{name}` stands twice in one object of this JSON; the last one counts");
                    warnings.push(Warning { line, message });
                }
                twice(value, line, warnings);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| twice(item, line, warnings)),
        _ => {}
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    Comma,
    Comment,
    Ellipsis,
    Space,
    Quote,
    Name,
    NoComma,
    NoItem,
    NoEnd,
    End,
}

impl Slip {
    fn message(self) -> &'static str {
        match self {
            Self::Comma => "a comma behind the last item is no JSON; it is read as if it weren't there",
            Self::NoComma => "a comma is missing before this in JSON; it is read as if it were there",
            Self::NoItem => "nothing stands before this comma in JSON; it is left out",
            Self::NoEnd => "the end of this JSON is missing; what is open is read as if it ended here",
            Self::End => "this closes nothing in JSON; it is left out",
            Self::Comment => "a comment is no JSON; it is left out",
            Self::Quote => "JSON's quotes are `\"`; these are read as such",
            Self::Name => "a property's name stands in quotes in JSON; it is read as if it did",
            Self::Space => "a hard space is no JSON; it is read as a space",
            Self::Ellipsis => "`...` is no JSON; it is left out, and what it stands for isn't declared",
        }
    }
}

/// The text without slips, and each with the number of lines before it.
fn repaired(text: &str) -> (String, Vec<(usize, Slip)>) {
    let out = String::with_capacity(text.len());
    let mut reader = Reader { rest: text, out, line: 0, slips: Vec::new(), open: Vec::new() };
    while let Some(c) = reader.rest.chars().next() {
        if reader.left_out(c) || reader.named(c) {
            continue;
        }
        if matches!(c, '\u{201c}' | '\u{201d}' | '\'') {
            let Some((text, after)) = other_string(reader.rest) else { break };
            reader.slip(Slip::Quote);
            reader.out.push_str(&text);
            reader.rest = after;
            continue;
        }
        if matches!(c, '}' | ']') {
            reader.drop_comma();
            if !reader.closes(c) {
                continue;
            }
        }
        if matches!(c, '{' | '[' | '"') {
            reader.add_comma();
        }
        match c {
            '{' => reader.open.push('}'),
            '[' => reader.open.push(']'),
            ',' if reader.out.trim_end().ends_with([',', '[', '{']) => {
                reader.slip(Slip::NoItem);
                reader.take(1);
                continue;
            }
            _ => {}
        }
        let length = if c == '"' { string(reader.rest) } else { c.len_utf8() };
        let piece = reader.take(length);
        reader.out.push_str(piece);
    }
    reader.close();
    let Reader { out, mut slips, .. } = reader;
    slips.sort_by_key(|(line, _)| *line);
    // What stands before `...` ends in a comma that is no slip of its own.
    let has_ellipsis = slips.iter().any(|(_, slip)| *slip == Slip::Ellipsis);
    slips.retain(|(_, slip)| !has_ellipsis || !matches!(slip, Slip::Comma | Slip::NoItem));
    (out, slips)
}

/// What is read and what is written so far.
struct Reader<'a> {
    rest: &'a str,
    out: String,
    line: usize,
    slips: Vec<(usize, Slip)>,
    /// What ends the lists and objects that are open.
    open: Vec<char>,
}

impl<'a> Reader<'a> {
    fn slip(&mut self, slip: Slip) {
        self.slips.push((self.line, slip));
    }

    /// Goes on by so many bytes.
    fn take(&mut self, length: usize) -> &'a str {
        let (piece, after) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.line += piece.matches('\n').count();
        self.rest = after;
        piece
    }

    /// Passes over a comment, hard spaces or an ellipsis.
    fn left_out(&mut self, c: char) -> bool {
        let all = |c: char| self.rest.len() - self.rest.trim_start_matches(c).len();
        let (slip, length) = match c {
            '/' if self.rest.starts_with("//") => {
                (Slip::Comment, self.rest.find('\n').unwrap_or(self.rest.len()))
            }
            '/' if self.rest.starts_with("/*") => {
                (Slip::Comment, self.rest.find("*/").map_or(self.rest.len(), |end| end + 2))
            }
            '\u{a0}' => (Slip::Space, all(c)),
            '\u{2026}' => (Slip::Ellipsis, all(c)),
            '.' if self.rest.starts_with("...") => (Slip::Ellipsis, all(c)),
            _ => return false,
        };
        self.slip(slip);
        if slip == Slip::Space {
            self.out.push(' ');
        }
        self.take(length);
        true
    }

    /// A property's name without quotes, or a word such as `true`.
    fn named(&mut self, c: char) -> bool {
        if !(c.is_ascii_alphabetic() && self.out.trim_end().ends_with(['{', ','])) {
            return false;
        }
        let (word, is_name, after) = word(self.rest);
        if is_name {
            self.slip(Slip::Name);
        }
        let quote = if is_name { "\"" } else { "" };
        self.out.extend([quote, word, quote]);
        self.rest = after;
        true
    }

    /// Takes back the comma behind the last item.
    fn drop_comma(&mut self) {
        let kept = self.out.trim_end();
        if kept.ends_with(',') {
            let back = self.out.get(kept.len()..).unwrap_or_default().matches('\n').count();
            self.slips.push((self.line.saturating_sub(back), Slip::Comma));
            let space = self.out.split_off(kept.len());
            self.out.pop();
            self.out.push_str(&space);
        }
    }
}

/// The brackets.
impl Reader<'_> {
    /// Whether a bracket ends what is open. One that ends nothing is passed over.
    fn closes(&mut self, c: char) -> bool {
        let is_end = self.open.last() == Some(&c);
        if is_end {
            self.open.pop();
        } else {
            self.slip(Slip::End);
            self.take(c.len_utf8());
        }
        is_end
    }

    /// Puts a comma between a value and the one that follows without it.
    fn add_comma(&mut self) {
        let kept = self.out.trim_end();
        let is_value = kept.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '"' | '}' | ']'));
        if is_value && !self.open.is_empty() {
            let space = self.out.split_off(kept.len());
            self.out.push(',');
            self.out.push_str(&space);
            self.slip(Slip::NoComma);
        }
    }

    /// Ends what is open at the end of the text.
    fn close(&mut self) {
        if self.rest.is_empty() && !self.open.is_empty() {
            self.drop_comma();
            self.slip(Slip::NoEnd);
            let ends = self.open.drain(..).rev();
            self.out.extend(ends);
        }
    }
}

/// A string in other quotes than JSON's, in JSON's, and what follows; it ends on its line.
fn other_string(text: &str) -> Option<(String, &str)> {
    let (line, _) = text.split_once('\n').unwrap_or((text, ""));
    let mut chars = line.char_indices();
    let (_, open) = chars.next()?;
    let is_end = |c: char| if open == '\'' { c == open } else { matches!(c, '\u{201c}' | '\u{201d}' | '"') };
    let (end, close) = chars.find(|(_, c)| is_end(*c))?;
    let inside = line.get(open.len_utf8()..end)?.replace('"', "\\\"");
    Some((format!("\"{inside}\""), text.get(end + close.len_utf8()..)?))
}

/// A bare word at the start, whether it is a property's name, and what follows.
fn word(text: &str) -> (&str, bool, &str) {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (word, after) = text.split_at_checked(end).unwrap_or((text, ""));
    (word, after.trim_start().starts_with(':'), after)
}

/// The length of a string literal at the start, with its quotes.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips() {
        for (text, expected, slip) in [
            ("{\"a\": [1,\n],}", "{\"a\": [1\n]}", vec![(0, Slip::Comma), (1, Slip::Comma)]),
            ("{\"a\": 1 // one\n}", "{\"a\": 1 \n}", vec![(0, Slip::Comment)]),
            ("{/* x\n */\"a\": \"//,]\"}", "{\"a\": \"//,]\"}", vec![(0, Slip::Comment)]),
            ("{\"a\": 1,\n...\n}", "{\"a\": 1\n\n}", vec![(1, Slip::Ellipsis)]),
            (
                "{\u{a0}\u{a0}\"a\": 1,\n\u{2026}}",
                "{ \"a\": 1\n}",
                vec![(0, Slip::Space), (1, Slip::Ellipsis)],
            ),
            (
                "{\"a\": [ ... ],\n...,\n\"b\": 1,,}",
                "{\"a\": [  ],\n\n\"b\": 1}",
                vec![(0, Slip::Ellipsis), (1, Slip::Ellipsis)],
            ),
            (
                "{\"a\": 1\n\"b\": true\n\"c\": 2}",
                "{\"a\": 1,\n\"b\": true,\n\"c\": 2}",
                vec![(1, Slip::NoComma), (2, Slip::NoComma)],
            ),
            ("{\"a\": [{\"b\": 1", "{\"a\": [{\"b\": 1}]}", vec![(0, Slip::NoEnd)]),
            ("{\"a\": 1}\n}", "{\"a\": 1}\n", vec![(1, Slip::End)]),
            ("{\"a\": \"\\\",}\"}", "{\"a\": \"\\\",}\"}", vec![]),
        ] {
            assert_eq!(repaired(text), (expected.to_owned(), slip), "{text}");
        }
    }
}
