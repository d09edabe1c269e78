//! Places that held several types, told apart by `@odata.type`: enums, one for each name of such a place.

use graph_endpoint_schema::naming::unused;

use super::arena::PlaceNode;
use super::naming;
use super::resolve::{Resolved, Types, empty, plain};
use crate::model::{Ty, TypeKind, Variant};

impl Types<'_> {
    pub(super) fn polymorphic(&mut self, node: &PlaceNode, base: &str) -> Resolved {
        let at = match self.polymorphic.get(base) {
            Some(at) => *at,
            None => {
                let name = self.names.give(base, self.endpoint);
                let at = self.push(None, empty(name, TypeKind::Polymorphic(Vec::new())));
                self.polymorphic.insert(base.to_owned(), at);
                at
            }
        };
        let kinds = node.objects.iter().filter(|(odata_type, _)| odata_type.is_some());
        let names: Vec<String> =
            kinds.filter_map(|(_, id)| self.arena.kind(*id).1.map(naming::base)).collect();
        let common = common_end(&names);
        for (odata_type, id) in &node.objects {
            let Some(odata_type) = odata_type else { continue };
            if self.variants(at).iter().any(|variant| variant.odata_type == *odata_type) {
                continue;
            }
            let (id, kind) = self.arena.kind(*id);
            let own = kind.map(naming::base).unwrap_or_default();
            // Reserve the place first: a type can hold its own base.
            let by_base = short(&own, base);
            let by_others = own.strip_suffix(common).unwrap_or(&own);
            let short = if by_others.len() < by_base.len() { by_others } else { &by_base };
            let taken =
                |name: &str| name == "Other" || self.variants(at).iter().any(|variant| variant.name == name);
            let name = unused(short, taken);
            let variant = Variant { odata_type: odata_type.clone(), name, holds: String::new() };
            let index = self.variants(at).len();
            self.with_variants(at, |variants| variants.push(variant));
            let holds = self.declared(id);
            self.with_variants(at, |variants| {
                if let Some(variant) = variants.get_mut(index) {
                    variant.holds = holds;
                }
            });
        }
        let name = self.written.get(at).map(|written| written.ty.name.clone()).unwrap_or_default();
        plain(Ty::Declared(name))
    }

    fn variants(&self, at: usize) -> &[Variant] {
        match self.written.get(at).map(|written| &written.ty.kind) {
            Some(TypeKind::Polymorphic(variants)) => variants,
            _ => &[],
        }
    }

    fn with_variants(&mut self, at: usize, change: impl FnOnce(&mut Vec<Variant>)) {
        if let Some(TypeKind::Polymorphic(variants)) =
            self.written.get_mut(at).map(|written| &mut written.ty.kind)
        {
            change(variants);
        }
    }
}

/// The words that all of these names end in, if something is left of each without them.
fn common_end(names: &[String]) -> &str {
    let Some((first, others)) = names.split_first().filter(|(_, others)| !others.is_empty()) else {
        return "";
    };
    let words = first.char_indices().filter(|(at, c)| *at > 0 && c.is_ascii_uppercase());
    let mut ends = words.filter_map(|(at, _)| first.get(at..));
    let is_common = |end: &&str| others.iter().all(|name| name.len() > end.len() && name.ends_with(*end));
    ends.find(is_common).unwrap_or_default()
}

/// A variant is called as its type is, without the words that all of them share.
pub(crate) fn short(own: &str, base: &str) -> String {
    // `EducationAssignmentPointsGradeType` of `EducationAssignmentGradeType`: the points.
    let inner = base.char_indices().filter(|(at, c)| *at > 0 && c.is_ascii_uppercase());
    let around = inner.filter_map(|(at, _)| base.split_at_checked(at));
    let mut between = around.filter_map(|(start, end)| own.strip_prefix(start)?.strip_suffix(end));
    if let Some(own) = between.find(|own| own.starts_with(|c: char| c.is_ascii_uppercase())) {
        return own.to_owned();
    }
    let words = base.char_indices().filter(|(_, c)| c.is_ascii_uppercase());
    let ends = words.filter_map(|(at, _)| base.get(at..));
    let shorts = ends.filter_map(|end| own.strip_suffix(end)).filter(|short| !short.is_empty());
    shorts.min_by_key(|short| short.len()).unwrap_or(own).to_owned()
}
