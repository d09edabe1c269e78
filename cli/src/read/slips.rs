//! JSON with the slips that pages make: a comma behind the last item, a comment, `...`, other quotes than `"`.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slip {
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
    Control,
}

impl Slip {
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::Comma => "a comma behind the last item is no JSON; it is read as if it weren't there",
            Self::NoComma => "a comma is missing before this in JSON; it is read as if it were there",
            Self::NoItem => "nothing stands before this comma in JSON; it is left out",
            Self::NoEnd => "the end of this JSON is missing; what is open is read as if it ended here",
            Self::End => "this closes nothing in JSON; it is left out",
            Self::Comment => "a comment is no JSON; it is left out",
            Self::Quote => "JSON's quotes are `\"`; these are read as such",
            Self::Name => "a property's name stands in quotes in JSON; it is read as if it did",
            Self::Control => {
                "a line break or a tab in a text of JSON stands there as `\\n` or `\\t`; it is read as such"
            }
            Self::Space => "a hard space is no JSON; it is read as a space",
            Self::Ellipsis => "`...` is no JSON; it is left out, and what it stands for isn't declared",
        }
    }
}

/// The text without slips, and each with the number of lines before it.
pub(super) fn repaired(text: &str) -> (String, Vec<(usize, Slip)>) {
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
        if c == '"' {
            reader.text();
            continue;
        }
        let piece = reader.take(c.len_utf8());
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

    /// A text in JSON's quotes; what must be escaped there is.
    fn text(&mut self) {
        let text = self.rest.get(..string(self.rest)).unwrap_or_default();
        let is_slip = |c: char| matches!(c, '\n' | '\r' | '\t');
        if text.contains(is_slip) {
            self.slip(Slip::Control);
        }
        for piece in self.take(text.len()).split_inclusive(is_slip) {
            let kept = piece.trim_end_matches(is_slip);
            self.out.push_str(kept);
            self.out.push_str(match piece.get(kept.len()..) {
                Some("\n") => "\\n",
                Some("\t") => "\\t",
                _ => "",
            });
        }
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
            ("{\"a\":\n\"b\r\n\tc\"}", "{\"a\":\n\"b\\n\\tc\"}", vec![(1, Slip::Control)]),
        ] {
            assert_eq!(repaired(text), (expected.to_owned(), slip), "{text}");
        }
    }
}
