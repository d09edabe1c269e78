//! What a text is: one of OData's primitive types, a member of an enumeration, or just text.

use graph_endpoint_schema::naming::{pascal_case, unused};

use super::arena::PlaceNode;
use super::by_name;
use super::hints::Hint;
use super::resolve::{Types, empty};
use crate::model::{Leaf, Ty, Type, TypeKind};
use crate::read::Warning;
use crate::shape::Shape;

impl Types<'_> {
    pub(super) fn text(&mut self, node: &PlaceNode, hint: Option<&Hint>, property: &str) -> Ty {
        let counts = &node.counts;
        let all = |count: usize| count == counts.strings;
        let name = if property.is_empty() { &node.name } else { property };
        let said = hint.and_then(|hint| hint.leaf);
        let ends = |end: &str| name.len() > end.len() && name.ends_with(end);
        let is_guid = by_name::GUIDS
            .iter()
            .any(|guid| *guid == name || graph_endpoint_schema::naming::singular(guid) == *name);
        let leaf = match said {
            said if self.is_sent_as_text(counts, said) => {
                let leaf = match said {
                    Some(Leaf::I32) => Leaf::I64,
                    said => said.unwrap_or(Leaf::Bool),
                };
                let message = format!("`{name}` is sent as text in the example; it is declared as `{leaf}`");
                self.warnings.push(Warning { line: 0, message });
                leaf
            }
            Some(Leaf::DateTimeOffset) if all(counts.date_times) => Leaf::DateTimeOffset,
            Some(Leaf::Date) if all(counts.dates) => Leaf::Date,
            Some(Leaf::TimeOfDay) if all(counts.times) => Leaf::TimeOfDay,
            Some(Leaf::Duration) if all(counts.durations) => Leaf::Duration,
            Some(Leaf::Guid) if all(counts.guids) => Leaf::Guid,
            Some(Leaf::String) | None => match hint {
                Some(hint) if !hint.members.is_empty() && counts.words.are_among(&hint.members) => {
                    return self.enumeration(hint);
                }
                None if ends("DateTime") && all(counts.date_times) => Leaf::DateTimeOffset,
                _ if said.is_none() && is_guid && all(counts.guids) => Leaf::Guid,
                None if !self.options.exact => by_name::of_form(name, counts),
                _ => Leaf::String,
            },
            Some(_) => Leaf::String,
        };
        self.options.leaf(leaf).into()
    }

    /// `"false"` in a request, or `"10"` where the page says that it is a number: text that says what a property is, and
    /// isn't what the service asks for.
    pub(super) fn is_sent_as_text(&self, counts: &Shape, said: Option<Leaf>) -> bool {
        let values = ["true".to_owned(), "false".to_owned()];
        let is_only_sent = self.is_of_body || self.way.sent && !self.way.received;
        let is_it = match said {
            Some(Leaf::Bool) | None => counts.words.are_among(&values),
            Some(Leaf::I32 | Leaf::I64 | Leaf::F64) => counts.number_texts == counts.strings,
            Some(_) => false,
        };
        is_it && is_only_sent && !self.options.exact && counts.strings > 0 && counts.kinds() == 1
    }

    pub(super) fn enumeration(&mut self, hint: &Hint) -> Ty {
        let members: Vec<(String, String)> =
            hint.members.iter().map(|member| (member.clone(), pascal_case(member))).collect();
        let known = self.written.iter().find(|written| {
            matches!(&written.ty.kind, TypeKind::Enumeration(known) if known.iter().map(|(name, _)| name).eq(members.iter().map(|(name, _)| name)))
        });
        if let Some(known) = known {
            return Ty::Declared(known.ty.name.clone());
        }
        let mut taken = vec!["Other".to_owned()];
        let members = members
            .into_iter()
            .map(|(member, variant)| {
                let variant = unused(&variant, |name| taken.iter().any(|taken| taken == name));
                taken.push(variant.clone());
                (member, variant)
            })
            .collect();
        let base = pascal_case(hint.type_name.as_deref().unwrap_or(&hint.name));
        let name = self.names.give(&base, self.endpoint);
        let derives = vec!["Clone", "Debug", "PartialEq", "Eq"];
        self.push(None, Type { derives, ..empty(name.clone(), TypeKind::Enumeration(members)) });
        Ty::Declared(name)
    }
}
