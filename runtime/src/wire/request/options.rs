//! What a request takes on top of its declaration: query options that must not be there twice, preferences that share
//! one header, and the selection that a declaration asks for and a caller may replace.

use http::{HeaderName, HeaderValue};

use super::RequestWriter;
use crate::error::Error;
use crate::wire::parameter::Parameter;
use crate::wire::query::{Expanded, expand_text, preference_name, preferences};

/// `Prefer`, which the `http` crate doesn't name. <https://www.rfc-editor.org/rfc/rfc7240#section-2>
const PREFER: HeaderName = HeaderName::from_static("prefer");
const CONSISTENCY_LEVEL: HeaderName = HeaderName::from_static("consistencylevel");

/// What is asked of the response's type, until it is known what else the request has.
pub(super) struct Selection {
    select: &'static str,
    expanded: Expanded,
    /// Writes it. By a pointer, so that a program without selections has no code for them.
    pub(super) write: fn(&mut RequestWriter, &Self),
}

impl RequestWriter {
    /// `$select` and `$expand` as the type of the response has them. Either gives way to an option of that name that
    /// is there, and to one that is set on the value.
    #[inline]
    pub fn selection(&mut self, select: &'static str, expanded: Expanded) -> &mut Self {
        self.selection = Some(Selection { select, expanded, write: Self::write_selection });
        self
    }

    /// A query option that a caller sets on the value: an error if the declaration has set it.
    #[inline]
    pub(crate) fn option(&mut self, name: &str, value: Result<&dyn Parameter, &str>) {
        let value = match value {
            Ok(value) => value,
            Err(problem) => {
                return self.fail(|| Error::build(format!("the query option `{name}`: {problem}")));
            }
        };
        if self.has_option(name) {
            return self.fail(|| {
                Error::build(format!(
                    "the query option `{name}` is set twice: by a field of the declaration and on its value"
                ))
            });
        }
        self.query(name, value);
    }

    /// Writes what is left of [`selection`](Self::selection).
    fn write_selection(&mut self, selection: &Selection) {
        let Selection { select, expanded: Expanded { of, expand }, .. } = selection;
        if !select.is_empty() && !self.has_option("$select") {
            self.query("$select", select);
        }
        if !expand.is_empty() && !self.has_option("$expand") {
            self.query("$expand", &expand_text(of, expand));
        }
    }

    /// `ConsistencyLevel: eventual`, unless the declaration has a level.
    #[inline]
    pub(crate) fn eventual(&mut self) {
        self.headers.entry(CONSISTENCY_LEVEL).or_insert(HeaderValue::from_static("eventual"));
    }

    /// A preference, joined to those that are there: an error if the declaration has set one of its name.
    #[inline]
    pub(crate) fn prefer(&mut self, preference: &str) {
        let there: Vec<&str> =
            self.headers.get_all(&PREFER).iter().filter_map(|value| value.to_str().ok()).collect();
        let name = preference_name(preference);
        if there
            .iter()
            .flat_map(|value| preferences(value))
            .any(|known| preference_name(known).eq_ignore_ascii_case(name))
        {
            let problem = format!(
                "the preference `{name}` is set twice: by a field of the declaration and on its value"
            );
            return self.fail(|| Error::build(problem));
        }
        let joined: Vec<&str> = there.into_iter().chain([preference]).collect();
        match HeaderValue::from_str(&joined.join(", ")) {
            Ok(value) => {
                self.headers.insert(PREFER, value);
            }
            Err(_) => self.fail(|| {
                Error::build("a preference has a line break or another character that no header can have")
            }),
        }
    }

    /// Whether the query has an option of that name, with or without the `$` that Graph doesn't insist on.
    fn has_option(&self, name: &str) -> bool {
        let bare = |name: &str| name.trim_start_matches('$').to_ascii_lowercase();
        let query = self.url.split_once('?').map_or("", |(_, query)| query);
        query.split('&').filter_map(|option| option.split('=').next()).any(|known| bare(known) == bare(name))
    }
}
