//! Rules about the types of a body's and a type's properties, where the compiler would say the same of reading and of
//! writing.

use syn::{GenericArgument, PathArguments, Type};

use crate::model::{Properties, Property};
use crate::parse::{is_no_object, is_number, is_text, item, spelt, ungrouped, wrapped};
use crate::problems::Problems;

/// All rules; whether `@odata.type` is written beside them, the declaration says.
pub fn properties(properties: &Properties, is_annotated: bool, problems: &mut Problems) {
    if is_annotated {
        properties.known().iter().for_each(|property| the_type_stands_once(property, problems));
    }
    properties.known().iter().for_each(|property| names_are_not_empty(property, problems));
    properties.known().iter().for_each(|property| numbers_are_no_text(property, problems));
    properties.known().iter().for_each(|property| flags_have_members(property, problems));
    if let Some(field) = properties.additional() {
        additional_is_a_map(&field.ty, problems);
    }
}

fn names_are_not_empty(property: &Property, problems: &mut Problems) {
    if property.name.text.is_empty() {
        problems.at_span(property.name.span, "a property has a name; write one as in \"displayName\"");
    }
}

/// A name that stands twice in an object is read by one service as the first and by another as the last.
fn the_type_stands_once(property: &Property, problems: &mut Problems) {
    if property.name.text == "@odata.type" {
        problems.at(
            &property.field.ident,
            "`@odata.type` is written by the declaration already; remove this field",
        );
    }
}

/// `edm::int64` is for numbers that come as text, not for text.
fn numbers_are_no_text(property: &Property, problems: &mut Problems) {
    let Some(function) = property.serialize_with.as_ref().or(property.deserialize_with.as_ref()) else {
        return;
    };
    let named =
        |name: &str| function.segments.iter().rev().nth(1).is_some_and(|segment| segment.ident == name);
    let ty = &property.field.ty;
    if named("int64") && is_text(ty) {
        let message = format!(
            "`edm::int64` reads and writes whole numbers, and this is text; write `i64`, or leave out `with` for a `{}`",
            spelt(ty)
        );
        problems.at(ty, message);
    }
}

/// Of anything else the compiler would say that it can be neither written nor read.
fn flags_have_members(property: &Property, problems: &mut Problems) {
    if let Some((_, member)) = wrapped(item(&property.field.ty), &["Flags"])
        && (is_text(member) || is_number(member))
    {
        problems.at(
            member,
            "flags are members of an enumeration; write an enum that is declared with `#[graph_type]`",
        );
    }
}

/// What has no names has no place for properties.
fn additional_is_a_map(ty: &Type, problems: &mut Problems) {
    if is_no_object(ty) || map_key(ty).is_some_and(is_number) {
        let message = format!(
            "`{}` can't keep additional properties; write `AdditionalProperties`, or a `HashMap` or `BTreeMap` with \
             `String` keys",
            spelt(ty)
        );
        problems.at(ty, message);
    }
}

/// What a map is looked up by.
fn map_key(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(key) if last.ident == "HashMap" || last.ident == "BTreeMap" => Some(key),
        _ => None,
    }
}
