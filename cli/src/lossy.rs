//! Which types say `lossy`: those that stand where the macros ask whether what they don't declare is kept, and don't keep it.
//!
//! Types that are read and sent back have a field for additional properties already. What is left is only sent, or stands
//! in a type that keeps its own additional properties and is only read.

use std::collections::BTreeSet;

use crate::model::{Attribute, Declaration, Field, Type, TypeKind};

/// Says it of all types of declarations that stand in one scope, in which a name is one type.
pub(crate) fn mark(declarations: &mut [Declaration]) {
    let types: Vec<&Type> = declarations.iter().flat_map(|declaration| &declaration.types).collect();
    let in_bodies = declarations.iter().filter(|declaration| has_body(declaration)).flat_map(|declaration| {
        declaration
            .endpoint
            .fields
            .iter()
            .filter(|field| in_body(field))
            .filter_map(|field| field.ty.declared())
    });
    let nested = types.iter().filter(|ty| has_additional(ty)).flat_map(|ty| ty.holds());
    let asked: BTreeSet<&str> = in_bodies.chain(nested).collect();
    let keeping: BTreeSet<&str> =
        types.iter().filter(|ty| has_additional(ty)).map(|ty| ty.name.as_str()).collect();
    let lossy: BTreeSet<String> = types
        .iter()
        .filter(|ty| asked.contains(ty.name.as_str()) && !keeps(ty, &keeping))
        .map(|ty| ty.name.clone())
        .collect();
    for ty in declarations.iter_mut().flat_map(|declaration| &mut declaration.types) {
        ty.lossy = lossy.contains(&ty.name);
    }
}

/// The types of a declaration that stand in its request.
pub(crate) fn sent(declaration: &Declaration) -> BTreeSet<String> {
    let fields = declaration.endpoint.fields.iter().filter(|field| has_body(declaration) && in_body(field));
    let mut open: Vec<&str> = fields.filter_map(|field| field.ty.declared()).collect();
    let mut sent = BTreeSet::new();
    while let Some(name) = open.pop() {
        if sent.insert(name.to_owned()) {
            let held = declaration.types.iter().filter(|ty| ty.name == name);
            open.extend(held.flat_map(Type::holds));
        }
    }
    sent
}

fn has_body(declaration: &Declaration) -> bool {
    matches!(declaration.endpoint.method.as_str(), "POST" | "PATCH" | "PUT")
}

fn in_body(field: &Field) -> bool {
    !matches!(field.attribute, Some(Attribute::Query(_) | Attribute::Header(_)))
}

/// `keeping` are the names of the types with a field for additional properties.
fn keeps(ty: &Type, keeping: &BTreeSet<&str>) -> bool {
    match &ty.kind {
        TypeKind::Struct(_) => has_additional(ty),
        TypeKind::Polymorphic(variants) => {
            variants.iter().all(|variant| keeping.contains(variant.holds.as_str()))
        }
        TypeKind::Enumeration(_) => true,
    }
}

fn has_additional(ty: &Type) -> bool {
    ty.fields().iter().any(|field| field.attribute == Some(Attribute::Additional))
}
