//! Declared types: the name, what kind of type it is, its properties, variants and members.

use graph_endpoint_schema::naming::{lower_first, nearest};
use graph_endpoint_schema::snapshot::{Snapshot, Type, TypeKind};

use super::findings::deprecated_type;
use super::properties::{Purpose, properties};
use crate::model::{Enumeration, GraphType, Polymorphic, Shape, TypeName, VariantShape};
use crate::problems::Problems;

pub(super) fn graph_type(snapshot: &Snapshot, declared: &GraphType, problems: &mut Problems) {
    let ty = match &declared.name {
        Some(name) => match named(snapshot, name, problems) {
            Some(ty) if is_of_kind(ty, name, &declared.shape, problems) => {
                if let Some(message) = deprecated_type(ty) {
                    problems.warn_at_span(name.span, ty.name().local(), message);
                }
                Some(ty)
            }
            _ => return,
        },
        None => None,
    };
    match (&declared.shape, ty) {
        (Shape::Object { properties: of_object, .. }, Some(ty)) => {
            properties(snapshot, of_object, ty, Purpose::Type, problems);
        }
        (Shape::Polymorphic(polymorphic), ty) => variants(snapshot, polymorphic, ty, problems),
        (Shape::Enumeration(enumeration), Some(ty)) => members(enumeration, ty, problems),
        (Shape::Object { .. } | Shape::Enumeration(_), None) => {}
    }
}

/// The type of that name, or a problem.
pub(super) fn named<'s>(
    snapshot: &'s Snapshot,
    name: &TypeName,
    problems: &mut Problems,
) -> Option<Type<'s>> {
    let found = snapshot.type_named(&name.text);
    if found.is_none() {
        let help = match snapshot.nearest_type(&name.text) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write one that it has, or `unverified` if you know better".to_owned(),
        };
        problems.at_span(name.span, format!("the schema has no type `{}`; {help}", name.text));
    }
    found
}

fn is_of_kind(ty: Type<'_>, name: &TypeName, shape: &Shape, problems: &mut Problems) -> bool {
    let help = match (ty.kind(), shape) {
        (TypeKind::Entity | TypeKind::Complex, Shape::Enumeration(_)) => {
            "is no enumeration; write a struct with its properties"
        }
        (TypeKind::Enum, Shape::Object { .. } | Shape::Polymorphic(_)) => {
            "is an enumeration; write an enum of plain variants"
        }
        _ => return true,
    };
    problems.at_span(name.span, format!("{} {help}", ty.name()));
    false
}

fn variants(snapshot: &Snapshot, polymorphic: &Polymorphic, base: Option<Type<'_>>, problems: &mut Problems) {
    for variant in polymorphic.variants().iter().filter(|variant| !variant.unverified) {
        let Some(ty) = named(snapshot, &variant.odata_type, problems) else { continue };
        if let Some(base) = base.filter(|base| !ty.is_or_derives_from(base.name())) {
            let help = near_derived(base, &variant.odata_type.text);
            let message = format!("{} doesn't derive from {}; {help}", ty.name(), base.name());
            problems.at_span(variant.odata_type.span, message);
            continue;
        }
        if let VariantShape::Properties(of_variant) = &variant.shape {
            properties(snapshot, of_variant, ty, Purpose::Variant, problems);
        }
    }
}

/// A type that derives from this one, of nearly that name.
pub(super) fn near_derived(base: Type<'_>, name: &str) -> String {
    let derived: Vec<_> = base.derived().map(Type::name).collect();
    let local = name.rsplit('.').next().unwrap_or(name);
    let near = nearest(local, derived.iter().map(|name| name.local()));
    match derived.iter().find(|name| Some(name.local()) == near) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write one that does".to_owned(),
    }
}

fn members(enumeration: &Enumeration, ty: Type<'_>, problems: &mut Problems) {
    for member in enumeration.members().iter().filter(|member| !member.unverified) {
        let name = member.name.text.as_str();
        if let Some((known, _)) = ty.members().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            // What the declaration renames it to may be how the service writes it.
            if known != name && name == lower_first(&member.ident.to_string()) {
                let message =
                    format!("`{name}` is `{known}` in the schema; write `#[graph(rename = \"{known}\")]`");
                problems.warn_at_span(member.name.span, name, message);
            }
            continue;
        }
        let help = match nearest(name, ty.members().map(|(known, _)| known)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove it, or write `#[graph(unverified)]` if you know better".to_owned(),
        };
        problems.at_span(member.name.span, format!("`{name}` is no member of {}; {help}", ty.name()));
    }
}
