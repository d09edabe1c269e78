//! The options of a request as they are kept until it is written: one type for all endpoints, so that an endpoint adds
//! nothing to what is compiled.

use std::borrow::Cow;
use std::fmt;

use super::Prefer;
use super::expression::Written;
use crate::wire::parameter::{Escape, Parameter, ParameterText};
use crate::wire::request::RequestWriter;

#[derive(Clone, Default)]
pub(super) struct Options {
    select: Option<String>,
    pub(super) filter: Option<Written>,
    pub(super) expand: Vec<Written>,
    pub(super) order_by: Vec<Written>,
    pub(super) top: Option<u32>,
    pub(super) skip: Option<u32>,
    pub(super) search: Option<Written>,
    pub(super) count: bool,
    /// `ConsistencyLevel: eventual`, asked for by name.
    pub(super) eventual: bool,
    others: Vec<(Cow<'static, str>, String)>,
    preferences: Vec<Prefer>,
}

impl Options {
    pub(super) fn select(&mut self, properties: &dyn Parameter) {
        self.select = plain(properties);
    }

    pub(super) fn query(&mut self, name: Cow<'static, str>, value: &dyn Parameter) {
        self.others.retain(|(known, _)| *known != name);
        self.others.extend(plain(value).map(|value| (name, value)));
    }

    pub(super) fn prefer(&mut self, preference: Prefer) {
        self.preferences.retain(|known| !known.has_name_of(&preference));
        self.preferences.push(preference);
    }

    /// Writes the options after what the declaration has written. `Program`: see [`crate::jobs`].
    #[expect(clippy::extra_unused_type_parameters, reason = "says where it is compiled")]
    pub(super) fn write<Program>(&self, request: &mut RequestWriter) {
        for (name, value) in self.system_options() {
            match &value {
                Ok(value) if value.is_empty() => request.option(name, Err("it is empty; leave it out")),
                Ok(value) => request.option(name, Ok(value)),
                Err(problem) => request.option(name, Err(problem)),
            }
        }
        for (name, value) in &self.others {
            if name.is_empty()
                || name.contains(|c: char| !(c.is_ascii_alphanumeric() || "$@_.-~".contains(c)))
            {
                request.option(name, Err("its name has characters that no option's name has"));
            } else {
                request.option(name, Ok(value));
            }
        }
        if self.eventual || self.count || self.search.is_some() {
            request.eventual();
        }
        for preference in &self.preferences {
            request.prefer(&preference.to_text());
        }
    }

    /// The system query options that are set, by name.
    #[inline]
    fn system_options(&self) -> impl Iterator<Item = (&'static str, Written)> {
        [
            ("$select", self.select.clone().map(Ok)),
            ("$filter", self.filter.clone()),
            ("$expand", joined(&self.expand)),
            ("$orderby", joined(&self.order_by)),
            ("$top", self.top.map(|items| Ok(items.to_string()))),
            ("$skip", self.skip.map(|items| Ok(items.to_string()))),
            ("$search", self.search.clone()),
            ("$count", self.count.then(|| Ok("true".to_owned()))),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}

impl fmt::Debug for Options {
    /// Names only: the values may be somebody's mail address.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let system = self.system_options().map(|(name, _)| name);
        f.debug_set().entries(system).entries(self.others.iter().map(|(name, _)| name)).finish()
    }
}

/// The text before it is encoded; `None` for a value that says that it is absent, as an empty list does.
pub(super) fn plain(value: &dyn Parameter) -> Option<String> {
    if value.is_absent() {
        return None;
    }
    let mut text = String::new();
    value.write(&mut ParameterText::new(&mut text, Escape::Nothing));
    Some(text)
}

/// By commas; the first problem is the problem of all.
pub(super) fn joined(texts: &[Written]) -> Option<Written> {
    if texts.is_empty() {
        return None;
    }
    let (mut joined, mut has_empty) = (String::new(), false);
    for (index, text) in texts.iter().enumerate() {
        let text = match text {
            Ok(text) => text,
            Err(problem) => return Some(Err(problem)),
        };
        has_empty |= text.is_empty();
        if index > 0 {
            joined.push(',');
        }
        joined.push_str(text);
    }
    Some(if has_empty { Err("a part of it is empty") } else { Ok(joined) })
}
