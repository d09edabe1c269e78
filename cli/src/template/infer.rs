//! Where the values are in the path of a call: GUIDs, numbers, addresses, keys, arguments, what is left as `{id}`.

use super::{Parts, Place, Template};
use crate::names::snake_case;
use crate::url::decoded;

pub(super) fn infer(path: &str) -> Template {
    let mut parts = Parts::default();
    let path = path.trim();
    // `root:/a/b.txt:/content`: what stands between the colons is a run of segments.
    if let Some((before, after)) = path.split_once(":/")
        && !after.is_empty()
        && !before.ends_with("https")
    {
        let (run, rest) = after
            .find(":/")
            .or_else(|| after.strip_suffix(':').map(str::len))
            .map_or((after, ""), |at| after.split_at(at));
        infer_segments(&mut parts, before);
        parts.text(":/");
        if run.starts_with('{') && run.ends_with('}') && run.matches('{').count() == 1 {
            parts.docs_value(run.trim_matches(['{', '}']));
        } else {
            parts.value("path", Place::Rest);
        }
        infer_segments(&mut parts, rest);
    } else {
        infer_segments(&mut parts, path);
    }
    parts.finish()
}

fn infer_segments(parts: &mut Parts, path: &str) {
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            parts.text("/");
        }
        if segment.contains(['{', '<']) && Template::parse(segment).placeholders().next().is_some() {
            infer_with_docs_names(parts, segment);
        } else if let Some((name, arguments)) = segment
            .strip_suffix(')')
            .and_then(|segment| segment.split_once('('))
            .filter(|(_, a)| !a.is_empty())
        {
            infer_call(parts, name, arguments);
        } else if let Some((key, _)) = segment.split_once('=').filter(|(key, value)| is_key(key, value)) {
            parts.text(key);
            parts.text("=");
            parts.value(&snake_case(key), Place::Segment);
        // The first segment is an entity set or a singleton.
        } else if parts.text != "/" && is_value(segment) {
            parts.value("id", Place::Segment);
        } else {
            parts.text(segment);
        }
    }
}

fn infer_with_docs_names(parts: &mut Parts, segment: &str) {
    let mut rest = segment;
    while let Some(at) = rest.find(['{', '<']) {
        let (before, from) = rest.split_at(at);
        parts.text(before);
        let close = if from.starts_with('{') { '}' } else { '>' };
        let Some(end) = from.find(close) else { break };
        parts.docs_value(from.get(1..end).unwrap_or_default().trim_start_matches('{'));
        rest = from.get(end + 1..).unwrap_or_default().trim_start_matches(close);
    }
    parts.text(rest);
}

/// `range(address='A1:B2')`, `messages('id')`, `column(column=5)`.
fn infer_call(parts: &mut Parts, name: &str, arguments: &str) {
    parts.text(name);
    parts.text("(");
    for (index, argument) in split_arguments(arguments).into_iter().enumerate() {
        if index > 0 {
            parts.text(",");
        }
        let (key, value) = match argument.split_once('=') {
            Some((key, value)) if !key.contains('\'') => (Some(key), value),
            _ => (None, argument),
        };
        let spaces = argument.len() - argument.trim_start().len();
        parts.text(argument.get(..spaces).unwrap_or_default());
        if let Some(key) = key {
            parts.text(key.trim_start());
            parts.text("=");
        }
        let field = snake_case(key.unwrap_or("id").trim_start_matches(['@', ' ']));
        match value.split_once('\'').and_then(|(front, rest)| Some((front, rest.strip_suffix('\'')?))) {
            // `microsoft.graph.timeZoneStandard'Iana'` is an enum literal; its front stays.
            Some((front, _)) => {
                parts.text(front);
                parts.text("'");
                parts.value(&field, Place::Quoted);
                parts.text("'");
            }
            None if value.starts_with('@') || value.trim().is_empty() => parts.text(value),
            None => parts.value(&field, Place::Argument),
        }
    }
    parts.text(")");
}

/// By commas that don't stand in quotes.
fn split_arguments(arguments: &str) -> Vec<&str> {
    let mut quoted = false;
    arguments
        .split(|c| {
            quoted ^= c == '\'';
            c == ',' && !quoted
        })
        .collect()
}

/// `roleTemplateId=4a5d8f65-..`, but not an id in base64 that ends in `=`.
fn is_key(key: &str, value: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_alphabetic())
        && value.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a segment looks like the value of a key and not like a name of the schema's.
fn is_value(segment: &str) -> bool {
    let text = decoded(segment);
    let is_cast = text.starts_with("microsoft.graph.") || text.starts_with("graph.");
    if text.is_empty() || text.starts_with('$') || is_cast {
        return false;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_word = text.chars().all(|c| c.is_ascii_alphanumeric());
    // Names of the schema's begin with a small letter.
    text.starts_with(|c: char| c.is_ascii_uppercase())
        || !text.trim_end_matches(':').chars().all(|c| c.is_ascii_alphanumeric())
        || text.starts_with(|c: char| c.is_ascii_digit())
        || digits >= 4
        || is_word
            && text.len() >= 16
            && digits > 0
            && text.chars().filter(char::is_ascii_uppercase).count() * 3 > text.len()
}
