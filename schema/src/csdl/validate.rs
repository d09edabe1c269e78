//! Whether every type that is named is there, and derives from something in the end.

use super::model::{Model, RootKind, Type, TypeKind, Typed};
use super::xml::Found;

/// Graph derives six deep.
const MAX_BASES: usize = 100;

/// Reports what a snapshot can't be made of.
pub(super) fn validate(model: &Model, problems: &mut Vec<Found>) {
    for (name, ty) in &model.types {
        base(model, name, ty, problems);
        for (property, of) in &ty.properties {
            if let Some(typed) = &of.ty {
                known(model, typed, &format!("`{name}/{property}`"), of.at, problems);
            }
        }
    }
    for (name, operation) in
        model.operations.iter().flat_map(|(name, all)| all.iter().map(move |one| (name, one)))
    {
        let all = operation.binding.iter().chain(&operation.returns);
        for typed in all.chain(operation.parameters.iter().map(|(_, typed, _)| typed)) {
            known(model, typed, &format!("`{name}`"), operation.at, problems);
        }
    }
    for (name, root) in &model.roots {
        let of = &root.of;
        let is_there = match root.kind {
            RootKind::EntitySet | RootKind::Singleton => {
                model.types.get(of).is_some_and(|ty| ty.kind == TypeKind::Entity)
            }
            RootKind::ActionImport | RootKind::FunctionImport => model.operations.contains_key(of),
        };
        if !is_there {
            problems
                .push((root.at, format!("`{name}` is of `{of}`, which is not there; give the whole file")));
        }
    }
}

fn base(model: &Model, name: &str, ty: &Type, problems: &mut Vec<Found>) {
    let Some(base) = ty.base.as_deref() else { return };
    if matches!(ty.kind, TypeKind::Enum | TypeKind::Definition) {
        if !is_primitive(base) {
            problems.push((
                ty.at,
                format!("`{name}` is made of `{base}`, which is no primitive type; write one"),
            ));
        }
        return;
    }
    match model.types.get(base) {
        None => problems
            .push((ty.at, format!("the base type `{base}` of `{name}` is not there; give the whole file"))),
        Some(found) if found.kind != ty.kind => {
            problems.push((
                ty.at,
                format!("`{name}` and its base type `{base}` are not of one kind; mend one of them"),
            ));
        }
        Some(_) => {
            let above = std::iter::successors(Some(base), |name| model.types.get(*name)?.base.as_deref());
            let mut above = above.take(MAX_BASES + 1);
            if above.any(|above| above == name) {
                problems.push((ty.at, format!("`{name}` derives from itself; mend its base type")));
            } else if std::iter::successors(Some(base), |name| model.types.get(*name)?.base.as_deref())
                .nth(MAX_BASES)
                .is_some()
            {
                problems.push((
                    ty.at,
                    format!(
                        "the base types of `{name}` turn in a circle, or are more than {MAX_BASES}; mend them"
                    ),
                ));
            }
        }
    }
}

fn known(model: &Model, typed: &Typed, what: &str, at: usize, problems: &mut Vec<Found>) {
    let name = &typed.name;
    if !is_primitive(name) && !model.types.contains_key(name) {
        problems.push((at, format!("{what} is of `{name}`, which is not there; give the whole file")));
    }
}

/// <https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_PrimitiveTypes>
fn is_primitive(name: &str) -> bool {
    let Some(name) = name.strip_prefix("Edm.") else { return false };
    let is_spatial = |name: &str| {
        let shape = name.strip_prefix("Geography").or_else(|| name.strip_prefix("Geometry"));
        shape.is_some_and(|shape| {
            [
                "",
                "Point",
                "LineString",
                "Polygon",
                "MultiPoint",
                "MultiLineString",
                "MultiPolygon",
                "Collection",
            ]
            .contains(&shape)
        })
    };
    const NAMES: &[&str] = &[
        "Binary",
        "Boolean",
        "Byte",
        "ComplexType",
        "Date",
        "DateTimeOffset",
        "Decimal",
        "Double",
        "Duration",
        "EntityType",
        "Guid",
        "Int16",
        "Int32",
        "Int64",
        "PrimitiveType",
        "SByte",
        "Single",
        "Stream",
        "String",
        "TimeOfDay",
        "Untyped",
    ];
    NAMES.contains(&name) || is_spatial(name)
}
