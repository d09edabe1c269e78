//! Writes a path in a declaration's spelling, whatever the documentation's has in it.

use graph_endpoint_schema::naming::field_name;

use crate::url::encoded;

/// A path in the making. What can't stand in a URI is encoded, so that brackets are placeholders and nothing else.
#[derive(Default)]
pub(super) struct PathWriter {
    path: String,
    ends_in_value: bool,
}

impl PathWriter {
    /// Literal text.
    pub(super) fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.path.push_str(&literal(text));
            self.ends_in_value = false;
        }
    }

    /// A value by its name in the documentation or in a declaration: `docs-id`, `id | userPrincipalName`, `path..`.
    pub(super) fn value(&mut self, name: &str) {
        // Two values that touch can't be told apart.
        if self.ends_in_value {
            return;
        }
        let (name, is_run) = name.strip_suffix("..").map_or((name, false), |name| (name, true));
        let first = name.split('|').next().unwrap_or(name);
        let is_run = (is_run || self.path.ends_with(":/")) && !self.is_quoted();
        self.path.push_str(&placeholder(&field_name(first), is_run));
        self.ends_in_value = true;
    }

    /// Text with placeholders in it, in the documentation's brackets, now and then doubled, or in ours.
    pub(super) fn docs(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['{', '<']) {
            let (before, from) = rest.split_at(at);
            let (open, close) = if from.starts_with('{') { ('{', '}') } else { ('<', '>') };
            let Some((name, behind)) = from.trim_start_matches(open).split_once(close) else { break };
            self.text(before);
            self.value(name);
            rest = behind.trim_start_matches(close);
        }
        self.text(rest);
    }

    pub(super) fn is_at_first_segment(&self) -> bool {
        self.path == "/"
    }

    pub(super) fn finish(self) -> String {
        self.path
    }

    fn is_quoted(&self) -> bool {
        self.path.rsplit('/').next().is_some_and(|segment| segment.matches('\'').count() % 2 == 1)
    }
}

/// `<id>`, or `<path..>` for a run of segments.
pub(super) fn placeholder(field: &str, is_run: bool) -> String {
    format!("<{field}{}>", if is_run { ".." } else { "" })
}

/// Text as it stands between placeholders: what would be read as something else there is encoded.
pub(super) fn literal(text: &str) -> String {
    encoded(text).replace('?', "%3F")
}
