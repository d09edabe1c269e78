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
        for (odata_type, id) in &node.objects {
            let Some(odata_type) = odata_type else { continue };
            if self.variants(at).iter().any(|variant| variant.odata_type == *odata_type) {
                continue;
            }
            let (id, kind) = self.arena.kind(*id);
            let own = kind.map(naming::base).unwrap_or_default();
            // Reserve the place first: a type can hold its own base.
            let short = short(&own, base);
            let taken =
                |name: &str| name == "Other" || self.variants(at).iter().any(|variant| variant.name == name);
            let name = unused(&short, taken);
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

/// A variant is called as its type is, without the words that all of them share.
pub(crate) fn short(own: &str, base: &str) -> String {
    let words = base.char_indices().filter(|(_, c)| c.is_ascii_uppercase());
    let ends = words.filter_map(|(at, _)| base.get(at..));
    let shorts = ends.filter_map(|end| own.strip_suffix(end)).filter(|short| !short.is_empty());
    shorts.min_by_key(|short| short.len()).unwrap_or(own).to_owned()
}
