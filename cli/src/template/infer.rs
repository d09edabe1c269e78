//! Where the values are in the path of a call: GUIDs, numbers, addresses, keys, arguments, what is left as `{id}`.

use super::write::PathWriter;
use crate::url::decoded;

/// The path with its values named, in a declaration's spelling.
pub(super) fn infer(path: &str) -> String {
    let mut written = PathWriter::default();
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
        infer_segments(&mut written, before);
        written.text(":/");
        if run.starts_with('{') && run.ends_with('}') && run.matches('{').count() == 1 {
            written.value(run.trim_matches(['{', '}']));
        } else {
            written.value("path..");
        }
        infer_segments(&mut written, rest);
    } else {
        infer_segments(&mut written, path);
    }
    written.finish()
}

fn infer_segments(written: &mut PathWriter, path: &str) {
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            written.text("/");
        }
        if has_placeholder(segment) {
            written.docs(segment);
        } else if let Some(name) = segment.strip_prefix(':').filter(|name| is_name(name)) {
            written.value(name);
        } else if let Some((name, arguments)) = segment
            .strip_suffix(')')
            .and_then(|segment| segment.split_once('('))
            .filter(|(_, a)| !a.is_empty())
        {
            infer_call(written, name, arguments);
        } else if let Some((key, _)) = segment.split_once('=').filter(|(key, value)| is_key(key, value)) {
            written.text(key);
            written.text("=");
            written.value(key);
        // The first segment is an entity set or a singleton.
        } else if !written.is_at_first_segment() && is_value(segment) {
            written.value("id");
        } else {
            written.text(segment);
        }
    }
}

fn has_placeholder(segment: &str) -> bool {
    [('{', '}'), ('<', '>')]
        .into_iter()
        .any(|(open, close)| segment.split_once(open).is_some_and(|(_, behind)| behind.contains(close)))
}

/// The name of a placeholder in the spelling `:id`.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// `range(address='A1:B2')`, `messages('id')`, `column(column=5)`.
fn infer_call(written: &mut PathWriter, name: &str, arguments: &str) {
    written.text(name);
    written.text("(");
    for (index, argument) in split_arguments(arguments).into_iter().enumerate() {
        if index > 0 {
            written.text(",");
        }
        let (key, value) = match argument.split_once('=') {
            Some((key, value)) if !key.contains('\'') => (Some(key), value),
            _ => (None, argument),
        };
        let spaces = argument.len() - argument.trim_start().len();
        written.text(argument.get(..spaces).unwrap_or_default());
        if let Some(key) = key {
            written.text(key.trim_start());
            written.text("=");
        }
        let field = key.unwrap_or("id");
        match value.split_once('\'').and_then(|(front, rest)| Some((front, rest.strip_suffix('\'')?))) {
            // `microsoft.graph.timeZoneStandard'Iana'` is an enum literal; its front stays.
            Some((front, _)) => {
                written.text(front);
                written.text("'");
                written.value(field);
                written.text("'");
            }
            None if value.starts_with('@') || value.trim().is_empty() => written.text(value),
            None => written.value(field),
        }
    }
    written.text(")");
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
