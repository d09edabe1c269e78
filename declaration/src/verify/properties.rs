//! The properties of an object against those of a type of the schema.

use graph_endpoint_schema::naming::nearest;
use graph_endpoint_schema::snapshot::{Member, MemberKind, Snapshot, Type, TypeKind};

use super::findings::deprecation;
use super::value::contradiction;
use crate::model::{Properties, Property};
use crate::parse::{Presence, spelt};
use crate::problems::Problems;

/// What the properties are declared for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Purpose {
    /// The body of a request.
    Body,
    /// A declared type, which is read as well.
    Type,
    /// A variant of a declared type.
    Variant,
}

/// Each property against the type.
pub(super) fn properties(
    snapshot: &Snapshot,
    properties: &Properties,
    ty: Type<'_>,
    purpose: Purpose,
    problems: &mut Problems,
) {
    for property in properties.known().iter().filter(|property| !property.field.unverified) {
        match find(property, ty, purpose) {
            Found::Unknown(message) => problems.at_span(property.name.span, message),
            Found::Annotation => {}
            Found::Member(member) => {
                warn_of_deprecated(property, member, ty, problems);
                if let Err(message) =
                    is_written(member, purpose).and_then(|()| is_expandable(property, member, ty))
                {
                    problems.at_span(property.name.span, message);
                } else if let Some(message) = of_another_type(snapshot, property, member, ty) {
                    problems.at(&property.field.ty, message);
                } else if let Some(message) = can_be_null(property, member, ty, purpose) {
                    problems.at(&property.field.ty, message);
                }
            }
        }
    }
}

fn warn_of_deprecated(property: &Property, member: Member<'_>, ty: Type<'_>, problems: &mut Problems) {
    let facts = member.facts();
    if let Some(since) = facts.deprecated() {
        let what = format!("`{}` of {}", member.name(), ty.name());
        let message = deprecation(&what, since, facts.removed(), facts.replacement());
        problems.warn_at_span(property.name.span, member.name(), message);
    }
}

enum Found<'s> {
    Member(Member<'s>),
    /// `@odata.type`, `members@odata.bind`, or what an open type takes beside what it declares.
    Annotation,
    Unknown(String),
}

fn find<'s>(property: &Property, ty: Type<'s>, purpose: Purpose) -> Found<'s> {
    let written = property.name.text.as_str();
    let (name, is_annotation) = written.split_once('@').map_or((written, false), |(name, _)| (name, true));
    if name.is_empty() {
        return Found::Annotation;
    }
    match ty.property(name) {
        Some(_) if is_annotation => Found::Annotation,
        Some(member) => Found::Member(member),
        // Schema extensions are `domain_name`, open ones `com.domain.name`.
        // <https://learn.microsoft.com/graph/extensibility-overview>
        None if ty.is_open() && name.contains(['_', '.']) => Found::Annotation,
        // The columns of a list, the data of an extension: names that the tenant gives.
        None if ty.is_free() && ty.nearest_property(name).is_none() => Found::Annotation,
        None => Found::Unknown(unknown(name, ty, purpose)),
    }
}

fn unknown(name: &str, ty: Type<'_>, purpose: Purpose) -> String {
    let is_no = format!("`{name}` is no property of {}", ty.name());
    // A type that has the very name was meant, rather than a name that is nearly the same.
    let mut derived = ty.derived_with(name);
    match (derived.next(), derived.count(), purpose) {
        (Some(only), 0, Purpose::Body) => {
            let only = only.name();
            return format!("{is_no}, but of {only}; write `odata_type = \"#{only}\"` beside the path");
        }
        (Some(only), 0, _) => {
            return format!("{is_no}, but of {}; declare it in a type of that name", only.name());
        }
        (Some(_), more, Purpose::Body) => {
            return format!(
                "{is_no}, but of {} types that derive from it; write which one as `odata_type = \"#..\"` beside the path",
                more + 1
            );
        }
        (Some(_), more, _) => {
            return format!(
                "{is_no}, but of {} types that derive from it; declare an enum with a variant for each that you use, or cast in the path",
                more + 1
            );
        }
        (None, ..) => {}
    }
    match nearest(name, ty.properties().map(Member::name)) {
        Some(near) => format!("{is_no}; did you mean `{near}`?"),
        None => format!("{is_no}; remove it, or write `#[graph(unverified)]` if you know better"),
    }
}

/// What the service makes itself no request writes.
fn is_written(member: Member<'_>, purpose: Purpose) -> Result<(), String> {
    if purpose == Purpose::Body && member.is_computed() {
        let name = member.name();
        return Err(format!("`{name}` is made by the service, so no request writes it; remove it"));
    }
    Ok(())
}

/// `$expand` of a value is an error of the service.
fn is_expandable(property: &Property, member: Member<'_>, ty: Type<'_>) -> Result<(), String> {
    if property.expand && member.kind() == MemberKind::Property {
        let (name, ty) = (member.name(), ty.name());
        return Err(format!(
            "`{name}` of {ty} is a value and no navigation property; remove `#[graph(expand)]`"
        ));
    }
    Ok(())
}

fn of_another_type(
    snapshot: &Snapshot,
    property: &Property,
    member: Member<'_>,
    ty: Type<'_>,
) -> Option<String> {
    // A function of the user's own reads and writes what it likes.
    if property.serialize_with.is_some() || property.deserialize_with.is_some() {
        return None;
    }
    let what = contradiction(snapshot, &property.field.ty, member.ty())?;
    Some(format!("`{}` of {} {what}", member.name(), ty.name()))
}

/// Graph's schema lets nearly everything be null. Of an entity, which is what comes in lists and pages, that happens:
/// a plain type there fails on the first one without a value. A complex type is written as often as it is read, and
/// plain types in it say what a write needs.
fn can_be_null(property: &Property, member: Member<'_>, ty: Type<'_>, purpose: Purpose) -> Option<String> {
    let held = member.ty();
    let is_plain = matches!(property.field.presence, Presence::Required)
        && property.default.is_none()
        && property.deserialize_with.is_none();
    let is_read = purpose == Purpose::Type && ty.kind() == TypeKind::Entity;
    let name = member.name();
    if !is_read || !is_plain || !held.is_nullable || held.is_collection || ty.keys().any(|key| key == name) {
        return None;
    }
    let spelt = spelt(&property.field.ty);
    Some(format!("`{name}` of {} can be null; write `Option<{spelt}>`", ty.name()))
}
