//! The rules about a whole path: where it begins and ends, and what has no business in it.

use super::Problem;
use crate::dot_segment::is_dot_segment;
use crate::naming::is_identifier;

/// The rules about the path proper; what comes behind a `?` the parser reports.
pub(super) fn whole_path(text: &str) -> Option<Problem> {
    let query = text.match_indices('?').map(|(at, _)| at).find(|at| !inside_placeholder(text, *at));
    let text = text.get(..query.unwrap_or(text.len())).unwrap_or_default();
    if text.is_empty() {
        return Some(Problem::new(
            "the path is empty; write it from the slash on, as in `/users/<id>`",
            0..0,
        ));
    }
    if let Some((method, path)) = text.split_once(' ').filter(|(word, _)| is_method(word)) {
        return Some(Problem::new(
            format!(
                "the method is the first argument, and no part of the path; write `{method}, \"{}\"`",
                path.trim()
            ),
            0..method.len(),
        ));
    }
    if let Some(start) = text.find("://") {
        let host_end =
            text.get(start + 3..).and_then(|rest| rest.find('/')).map_or(text.len(), |at| start + 3 + at);
        return Some(Problem::new(
            "the host is the client's business; write the path alone, after the version",
            0..host_end,
        ));
    }
    if !text.starts_with('/') {
        let first = text.chars().next().map_or(0, char::len_utf8);
        return Some(Problem::new(format!("the path must begin with a slash; write `/{text}`"), 0..first));
    }
    for version in ["/v1.0", "/beta"] {
        if text == version || text.strip_prefix(version).is_some_and(|rest| rest.starts_with('/')) {
            let rest = text.get(version.len()..).unwrap_or_default();
            let key = if version == "/beta" { ", and `version = \"beta\"` behind it" } else { "" };
            return Some(Problem::new(
                format!("the version is not part of the path; write `\"{rest}\"`{key}"),
                1..version.len(),
            ));
        }
    }
    if let Some(at) = text.find("//") {
        return Some(Problem::new(
            "there is an empty segment in the path; remove one of the slashes",
            at..at + 2,
        ));
    }
    if text.len() > 1 && text.ends_with('/') {
        return Some(Problem::new("the path ends in a slash; remove it", text.len() - 1..text.len()));
    }
    if let Some(problem) = dot_segment(text) {
        return Some(problem);
    }
    colon_placeholder(text)
        .or_else(|| dollar_placeholder(text))
        .or_else(|| unclosed(text))
        .or_else(|| behind_parentheses(text))
}

fn dot_segment(text: &str) -> Option<Problem> {
    let mut start = 0;
    for segment in text.split('/') {
        if is_dot_segment(segment) {
            return Some(Problem::new(
                "a dot segment does not survive, since URL parsers collapse it; write the path that is meant",
                start..start + segment.len(),
            ));
        }
        start += segment.len() + 1;
    }
    None
}

fn is_method(word: &str) -> bool {
    ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"].contains(&word)
}

/// `/:id`, as other frameworks write it. Graph has colons behind a segment's name only: `root:`.
fn colon_placeholder(text: &str) -> Option<Problem> {
    text.match_indices("/:").find_map(|(at, _)| {
        let start = at + 1;
        let segment = text.get(start..)?.split('/').next()?;
        let name = segment.strip_prefix(':').filter(|name| is_identifier(name))?;
        let message = format!("`{segment}` is no placeholder here; write `<{name}>`");
        Some(Problem::new(message, start..start + segment.len()))
    })
}

/// `${id}`, as shells and JavaScript write it: the `$` would go out with the value.
fn dollar_placeholder(text: &str) -> Option<Problem> {
    let start = text.find("${")?;
    let (name, _) = text.get(start + 2..)?.split_once('}')?;
    let message = format!("`${{{name}}}` is no placeholder here; write `<{name}>`");
    is_identifier(name).then(|| Problem::new(message, start..start + name.len() + 3))
}

/// A quote or a parenthesis of OData's that stands open at the end.
fn unclosed(text: &str) -> Option<Problem> {
    if let (1, Some(at)) = (text.matches('\'').count() % 2, text.rfind('\'')) {
        return Some(Problem::new("this quote is not closed; write `'` where the value ends", at..at + 1));
    }
    match text.rfind('(') {
        Some(at) if text.matches('(').count() > text.matches(')').count() => Some(Problem::new(
            "this parenthesis is not closed; write `)` where the parameters end",
            at..text.len(),
        )),
        _ => None,
    }
}

/// `/users('a')('b')` and `/users('a')messages`: a segment ends with its parentheses. Behind a colon there are names of files,
/// which may have any.
fn behind_parentheses(text: &str) -> Option<Problem> {
    if !text.contains('(') {
        return None;
    }
    let (mut depth, mut is_quoted) = (0_usize, false);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        match character {
            ':' if depth == 0 && next == Some('/') => return None,
            _ if inside_placeholder(text, at) => {}
            '\'' if depth > 0 => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' => depth += 1,
            ')' if depth == 1 && next.is_some_and(|next| !matches!(next, '/' | ':')) => {
                let start = at + 1;
                let rest = text.get(start..)?;
                let end = start + rest.find('/').unwrap_or(rest.len());
                let surplus = text.get(start..end)?;
                let help = match surplus.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
                    Some(key) => {
                        format!("write a key behind a slash, `/{}`, or remove it", key.trim_matches('\''))
                    }
                    None => format!("write it behind a slash, `/{surplus}`"),
                };
                return Some(Problem::new(
                    format!("a segment ends with its parentheses, and `{surplus}` follows; {help}"),
                    start..end,
                ));
            }
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn inside_placeholder(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| {
        before.matches('<').count() > before.matches('>').count()
            || before.matches('{').count() > before.matches('}').count()
    })
}
