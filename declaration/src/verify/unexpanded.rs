//! Navigation properties that `select` would ask for as if they were values: `$select` brings no other entity, so the field
//! would stay empty without a word. A type doesn't know whether `select` stands beside it; what uses it asks.

use graph_endpoint_schema::snapshot::{MemberKind, Type};

use crate::model::{Property, Shape};
use crate::problems::Problem;

/// The first of them, with all in the message. A type that keeps additional properties selects nothing.
pub(super) fn of(ty: Option<Type<'_>>, shape: &Shape) -> Option<Problem> {
    let (Some(ty), Shape::Object { properties, .. }) = (ty, shape) else { return None };
    if properties.additional().is_some() {
        return None;
    }
    let is_unexpanded = |property: &&Property| {
        let member = ty.property(&property.name.text);
        let is_navigation = member.is_some_and(|member| member.kind() != MemberKind::Property);
        is_navigation && !property.expand && !property.field.unverified
    };
    let found: Vec<&Property> = properties.known().iter().filter(is_unexpanded).collect();
    let names: Vec<String> = found.iter().map(|property| format!("`{}`", property.name.text)).collect();
    let (are, each) = match names.len() {
        1 => ("is a navigation property", "it"),
        _ => ("are navigation properties", "each"),
    };
    let message = format!(
        "{} of {} {are}, which `select` can't bring as a value; write `#[graph(expand)]` on {each}, or remove {each}",
        names.join(", "),
        ty.name()
    );
    Some(Problem::at_span(found.first()?.name.span, message))
}
