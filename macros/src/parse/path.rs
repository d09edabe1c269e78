//! The path literal. The compiler can't point inside it on stable Rust, so the message does.

use std::ops::Range;

use syn::LitStr;

use super::template::{PathTemplate, is_identifier};
use crate::problems::{Problem, Problems};

/// A path as it was written, taken apart.
pub(crate) struct PathLiteral {
    literal: LitStr,
    pub(crate) template: PathTemplate,
}

impl PathLiteral {
    /// Takes a path apart; reports what its own grammar and the rules about a whole path say.
    pub(crate) fn parse(literal: LitStr, problems: &mut Problems) -> Self {
        let (template, found) = PathTemplate::parse(&literal.value());
        let path = Self { literal, template };
        // One mistake, one error: a rule about the whole path explains what the parser stumbled over.
        match whole_path_rules(&path.template.text) {
            Some((message, range)) => problems.push(path.problem(&range, &message)),
            None => {
                for found in found {
                    problems.push(path.problem(&found.range, &found.message));
                }
            }
        }
        path
    }

    /// A mistake in a part of the path: the message with the path under it and the part underlined.
    pub(crate) fn problem(&self, range: &Range<usize>, message: &str) -> Problem {
        let Self { literal, template } = self;
        if template.text.is_empty() {
            return Problem::at(literal, message);
        }
        let before = template.text.get(..range.start).unwrap_or_default().chars().count();
        let width = template.part(range).chars().count().max(1);
        let line = format!("{}{}", " ".repeat(before), "^".repeat(width));
        Problem::at(literal, format!("{message}\n\n  {}\n  {line}", template.text))
    }
}

/// The rules about the path proper; what comes behind a `?` the parser reports.
fn whole_path_rules(text: &str) -> Option<(String, Range<usize>)> {
    let query = text.match_indices('?').map(|(at, _)| at).find(|at| !inside_placeholder(text, *at));
    let text = text.get(..query.unwrap_or(text.len())).unwrap_or_default();
    if text.is_empty() {
        return Some(("the path is empty; write it from the slash on, as in `/users/<id>`".to_owned(), 0..0));
    }
    if let Some(start) = text.find("://") {
        let host_end =
            text.get(start + 3..).and_then(|rest| rest.find('/')).map_or(text.len(), |at| start + 3 + at);
        return Some((
            "the host is the client's business; write the path alone, after the version".to_owned(),
            0..host_end,
        ));
    }
    if !text.starts_with('/') {
        return Some((format!("the path must begin with a slash; write `/{text}`"), 0..1));
    }
    for version in ["/v1.0", "/beta"] {
        if text == version || text.strip_prefix(version).is_some_and(|rest| rest.starts_with('/')) {
            let rest = text.get(version.len()..).unwrap_or_default();
            let key = if version == "/beta" { ", and `version = \"beta\"` behind it" } else { "" };
            return Some((
                format!("the version is not part of the path; write `\"{rest}\"`{key}"),
                1..version.len(),
            ));
        }
    }
    if let Some(at) = text.find("//") {
        return Some((
            "there is an empty segment in the path; remove one of the slashes".to_owned(),
            at..at + 2,
        ));
    }
    if text.len() > 1 && text.ends_with('/') {
        return Some(("the path ends in a slash; remove it".to_owned(), text.len() - 1..text.len()));
    }
    for dots in ["/../", "/./"] {
        if let Some(at) = format!("{text}/").find(dots) {
            return Some((
                "a dot segment does not survive, since URL parsers collapse it; write the path that is meant"
                    .to_owned(),
                at + 1..at + dots.len() - 1,
            ));
        }
    }
    colon_placeholder(text).or_else(|| unclosed(text))
}

/// `/:id`, as other frameworks write it. Graph has colons behind a segment's name only: `root:`.
fn colon_placeholder(text: &str) -> Option<(String, Range<usize>)> {
    text.match_indices("/:").find_map(|(at, _)| {
        let start = at + 1;
        let segment = text.get(start..)?.split('/').next()?;
        let name = segment.strip_prefix(':').filter(|name| is_identifier(name))?;
        let message = format!("`{segment}` is no placeholder here; write `<{name}>`");
        Some((message, start..start + segment.len()))
    })
}

/// A quote or a parenthesis of OData's that stands open at the end.
fn unclosed(text: &str) -> Option<(String, Range<usize>)> {
    if let (1, Some(at)) = (text.matches('\'').count() % 2, text.rfind('\'')) {
        return Some(("this quote is not closed; write `'` where the value ends".to_owned(), at..at + 1));
    }
    match text.rfind('(') {
        Some(at) if text.matches('(').count() > text.matches(')').count() => Some((
            "this parenthesis is not closed; write `)` where the parameters end".to_owned(),
            at..text.len(),
        )),
        _ => None,
    }
}

fn inside_placeholder(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| {
        before.matches('<').count() > before.matches('>').count()
            || before.matches('{').count() > before.matches('}').count()
    })
}
