//! The end: which types are written, in which order, and what each derives.

use super::fields::additional;
use super::resolve::Types;
use crate::model::{Attribute, Leaf, Ty, Type, TypeKind};

impl Types<'_> {
    /// The declared types that `roots` name, each followed by what it names itself.
    pub(in crate::declare) fn finish(mut self, roots: &[&Ty]) -> Vec<Type> {
        if !self.options.exact {
            self.keep_in_variants();
        }
        let mut found: Vec<Type> = Vec::new();
        let mut open: Vec<String> =
            roots.iter().rev().filter_map(|ty| ty.declared()).map(str::to_owned).collect();
        while let Some(name) = open.pop() {
            if found.iter().any(|ty| ty.name == name) {
                continue;
            }
            let Some(written) = self.written.iter().find(|written| written.ty.name == name) else { continue };
            open.extend(written.ty.holds().into_iter().rev().map(str::to_owned));
            found.push(written.ty.clone());
        }
        derive(&mut found);
        found
    }

    /// A polymorphic place that goes both ways has variants that came and are sent back, whichever the examples show.
    fn keep_in_variants(&mut self) {
        let mut open: Vec<String> = Vec::new();
        for written in &self.written {
            let TypeKind::Polymorphic(variants) = &written.ty.kind else { continue };
            let holds = |name: &String| self.written.iter().find(|held| held.ty.name == *name);
            let objects = variants.iter().filter_map(|variant| holds(&variant.holds)?.object);
            let ways: Vec<_> = objects.filter_map(|id| Some(self.arena.kind(id).1?.way)).collect();
            if ways.iter().any(|way| way.sent) && ways.iter().any(|way| way.received) {
                open.extend(variants.iter().map(|variant| variant.holds.clone()));
            }
        }
        let mut seen: Vec<String> = Vec::new();
        while let Some(name) = open.pop() {
            if seen.contains(&name) {
                continue;
            }
            let written = self.written.iter_mut().find(|written| written.ty.name == name);
            if let Some(written) = written {
                open.extend(written.ty.holds().into_iter().map(str::to_owned));
                if let TypeKind::Struct(fields) = &mut written.ty.kind
                    && !fields.iter().any(|field| field.attribute == Some(Attribute::Additional))
                {
                    additional(fields);
                }
            }
            seen.push(name);
        }
    }
}

/// The traits that each type can derive.
pub(crate) fn derive(types: &mut [Type]) {
    // `RawValue` and `jiff::Span` can't be compared, and so can't what holds them.
    let mut opaque: Vec<String> = Vec::new();
    loop {
        let is_opaque = |ty: &Type| {
            ty.fields().iter().any(|field| matches!(field.ty.leaf(), Some(Leaf::RawJson | Leaf::Span)))
                || ty.holds().iter().any(|held| opaque.iter().any(|name| name == held))
        };
        let more: Vec<String> = types
            .iter()
            .filter(|ty| !opaque.contains(&ty.name) && is_opaque(ty))
            .map(|ty| ty.name.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        opaque.extend(more);
    }
    for ty in types.iter_mut().filter(|ty| ty.derives.is_empty()) {
        ty.derives = vec!["Clone", "Debug"];
        let fields = ty.fields();
        let has_rest = |field: &crate::model::Field| field.ty.leaf() == Some(Leaf::AdditionalProperties);
        if fields.iter().any(has_rest) && fields.iter().all(|field| field.ty.is_optional() || has_rest(field))
        {
            ty.derives.push("Default");
        }
        if !opaque.contains(&ty.name) {
            ty.derives.push("PartialEq");
        }
    }
}
