//! JSON with the slips that pages make: a comma behind the last item, a comment, `...`, other quotes than `"`.

use super::{Example, Warning};
use crate::json::Json;

/// Replaces each body that is JSON but for such a slip, with a warning.
pub(super) fn bodies(examples: &mut [Example], warnings: &mut Vec<Warning>) {
    for example in examples {
        let request = (&mut example.request.body, example.request.body_line);
        for response in &mut example.responses {
            if matches!(response.status, 204 | 304) && response.body.is_some() {
                let message = format!("a {} has no body; this text is not read", response.status);
                warnings.push(Warning { line: response.body_line, message });
                response.body = None;
            }
        }
        let responses = example.responses.iter_mut().map(|response| (&mut response.body, response.body_line));
        for (body, line) in std::iter::once(request).chain(responses) {
            let Some(text) = body.as_ref().filter(|text| text.starts_with(['{', '[', '/', '\u{a0}'])) else {
                continue;
            };
            if Json::parse(text).is_ok() {
                continue;
            }
            let (repaired, slips) = repaired(text);
            if slips.is_empty() || Json::parse(&repaired).is_err() {
                continue;
            }
            let slip =
                |(at, slip): (usize, Slip)| Warning { line: line + at, message: slip.message().to_owned() };
            warnings.extend(slips.into_iter().map(slip));
            *body = Some(repaired);
        }
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
}

impl Slip {
    fn message(self) -> &'static str {
        match self {
            Self::Comma => "a comma behind the last item is no JSON; it is read as if it weren't there",
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
    let mut out = String::with_capacity(text.len());
    let mut slips = Vec::new();
    let mut line = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' => string(rest),
            '/' if rest.starts_with("//") => {
                slips.push((line, Slip::Comment));
                rest = rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or_default();
                continue;
            }
            '/' if rest.starts_with("/*") => {
                slips.push((line, Slip::Comment));
                let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
                let (comment, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                line += comment.matches('\n').count();
                rest = after;
                continue;
            }
            '\u{a0}' => {
                slips.push((line, Slip::Space));
                out.push(' ');
                rest = rest.trim_start_matches('\u{a0}');
                continue;
            }
            '\u{2026}' => {
                slips.push((line, Slip::Ellipsis));
                rest = rest.trim_start_matches('\u{2026}');
                continue;
            }
            '.' if rest.starts_with("...") => {
                slips.push((line, Slip::Ellipsis));
                rest = rest.trim_start_matches('.');
                continue;
            }
            '\u{201c}' | '\u{201d}' | '\'' => {
                let Some((text, after)) = other_string(rest) else { break };
                slips.push((line, Slip::Quote));
                out.push_str(&text);
                rest = after;
                continue;
            }
            c if c.is_ascii_alphabetic() && out.trim_end().ends_with(['{', ',']) => {
                let (word, is_name, after) = word(rest);
                slips.extend(is_name.then_some((line, Slip::Name)));
                let quote = if is_name { "\"" } else { "" };
                out.extend([quote, word, quote]);
                rest = after;
                continue;
            }
            '}' | ']' => {
                let kept = out.trim_end();
                if kept.ends_with(',') {
                    let back = out.get(kept.len()..).unwrap_or_default().matches('\n').count();
                    slips.push((line.saturating_sub(back), Slip::Comma));
                    let space = out.split_off(kept.len());
                    out.pop();
                    out.push_str(&space);
                }
                1
            }
            c => c.len_utf8(),
        };
        let (piece, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        line += piece.matches('\n').count();
        out.push_str(piece);
        rest = after;
    }
    slips.sort_by_key(|(line, _)| *line);
    // What stands before `...` ends in a comma that is no slip of its own.
    let has_ellipsis = slips.iter().any(|(_, slip)| *slip == Slip::Ellipsis);
    slips.retain(|(_, slip)| !has_ellipsis || *slip != Slip::Comma);
    (out, slips)
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
            ("{\"a\": \"\\\",}\"}", "{\"a\": \"\\\",}\"}", vec![]),
        ] {
            assert_eq!(repaired(text), (expected.to_owned(), slip), "{text}");
        }
    }
}
