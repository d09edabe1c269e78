//! The one role that a field has: what its attributes say, or what its name and the method do. With it, which of the
//! attributes make sense.

use graph_endpoint_schema::naming;
use proc_macro2::Span;
use syn::LitStr;

use super::path::Filling;
use super::property;
use crate::model::{self, Name};
use crate::parse::{Field, FieldAttributes, Keyed, Method};
use crate::problems::{Problem, Problems};

/// Which part of a request a field is.
pub(super) enum Role {
    /// It fills a placeholder, and has done so.
    Path,
    Query(Name),
    Header(Name),
    Property,
    /// It keeps the properties that have no field.
    Additional,
    /// It is the whole body.
    Body,
}

/// The role of a field of an endpoint. `None` comes with a problem.
pub(super) fn role(
    field: &Field<'_>,
    method: Method,
    path: &mut Filling<'_>,
    problems: &mut Problems,
) -> Option<Role> {
    let attributes = &field.attributes;
    problems.take(one_role(attributes))?;
    let name = field.name();
    if let Some(Keyed { span, value: written }) = &attributes.path {
        let place = written.as_ref().map_or(*span, LitStr::span);
        let wanted = written.as_ref().map_or(name, |literal| naming::snake_case(&literal.value()));
        let index = path.placeholder(&wanted).ok_or_else(|| no_placeholder(&wanted, place, path));
        let index = problems.take(index)?;
        return fill(index, field, path, problems);
    }
    if let Some(Keyed { value: written, .. }) = &attributes.query {
        return Some(Role::Query(match written {
            Some(literal) => of_literal(literal),
            None => property::name(field),
        }));
    }
    if let Some(Keyed { value: written, .. }) = &attributes.header {
        return Some(Role::Header(of_literal(written)));
    }
    if attributes.body.is_some() {
        return Some(Role::Body);
    }
    if let Some(index) = path.placeholder(&name) {
        path_field_is_plain(attributes, problems);
        return fill(index, field, path, problems);
    }
    problems.take(is_no_header(field, &name, method))?;
    if !method.has_body() {
        problems.take(query_field_is_plain(attributes, method))?;
        return Some(Role::Query(property::name(field)));
    }
    Some(if attributes.additional.is_some() { Role::Additional } else { Role::Property })
}

fn fill(index: usize, field: &Field<'_>, path: &mut Filling<'_>, problems: &mut Problems) -> Option<Role> {
    let filled = path.fill(index, model::Field::new(field), problems);
    problems.take(filled).map(|()| Role::Path)
}

fn of_literal(literal: &LitStr) -> Name {
    Name { text: literal.value(), span: literal.span() }
}

fn no_placeholder(wanted: &str, place: Span, path: &Filling<'_>) -> Problem {
    let known = path.names();
    let help = if known.is_empty() {
        format!("write `<{wanted}>` where the value goes")
    } else {
        naming::suggestion(wanted, &known)
    };
    Problem::at_span(place, format!("the path has no placeholder `{wanted}`; {help}"))
}

const NO_NAME: &str = "additional properties bring their own names; remove `rename`";

/// `path`, `query`, `header` and `body` exclude each other.
fn one_role(attributes: &FieldAttributes) -> Result<(), Problem> {
    if let Some(expand) = &attributes.expand {
        return Err(Problem::at_span(
            expand.span,
            "`expand` is for a field of the response's type, which `select` asks for; remove it",
        ));
    }
    let mut roles = roles(attributes);
    roles.extend(attributes.additional.as_ref().map(|key| ("additional", key.span)));
    if let [(first, _), (second, place), ..] = roles.as_slice() {
        return Err(Problem::at_span(
            *place,
            format!("a field has one role, and this one is `{first}` already; remove `{second}`"),
        ));
    }
    if let (None, Some(content_type)) = (&attributes.body, &attributes.content_type) {
        return Err(Problem::at(
            &content_type.value,
            "`content_type` is for a whole body; write `#[graph(body, content_type = \"..\")]`",
        ));
    }
    let Some((role, _)) = roles.first() else { return Ok(()) };
    if let Some(Keyed { value: rename, .. }) = &attributes.rename {
        let message = match *role {
            "body" => "a whole body has no name; remove `rename`".to_owned(),
            "additional" => NO_NAME.to_owned(),
            role => {
                let name = rename.value();
                format!("`rename` is for JSON properties; write the name as `{role} = {name:?}`")
            }
        };
        return Err(Problem::at(rename, message));
    }
    if let Some(place) = attributes.serde.span() {
        return Err(Problem::at_span(
            place,
            format!("serde's attributes are for JSON properties; remove them, or remove `{role}`"),
        ));
    }
    Ok(())
}

/// A field that fills a placeholder is no JSON property.
fn path_field_is_plain(attributes: &FieldAttributes, problems: &mut Problems) {
    if let Some(Keyed { value: rename, .. }) = &attributes.rename {
        problems
            .at(rename, "this field fills a placeholder of the path; remove `rename`, or rename the field");
    }
    if let Some(place) = attributes.serde.span() {
        problems.at_span(
            place,
            "this field fills a placeholder of the path; serde's attributes are for JSON properties, remove them",
        );
    }
}

/// A query option is no JSON property.
fn query_field_is_plain(attributes: &FieldAttributes, method: Method) -> Result<(), Problem> {
    let method = method.name();
    if let Some(additional) = &attributes.additional {
        let message = format!("a {method} has no JSON body for `additional`; remove it");
        return Err(Problem::at_span(additional.span, message));
    }
    match attributes.serde.span() {
        Some(place) => Err(Problem::at_span(
            place,
            format!(
                "this field of a {method} is a query option; serde's attributes are for JSON properties, remove them"
            ),
        )),
        None => Ok(()),
    }
}

/// A field with the name of a header goes elsewhere without an attribute, and Graph says nothing of it.
fn is_no_header(field: &Field<'_>, name: &str, method: Method) -> Result<(), Problem> {
    const HEADERS: &[(&str, &str)] = &[
        ("if_match", "If-Match"),
        ("if_none_match", "If-None-Match"),
        ("prefer", "Prefer"),
        ("consistency_level", "ConsistencyLevel"),
    ];
    let header = HEADERS.iter().find(|(known, _)| *known == name && field.attributes.rename.is_none());
    let Some((_, header)) = header else { return Ok(()) };
    let (what, key) = if method.has_body() {
        ("a property of the body", "rename = \"..\"")
    } else {
        ("a query option", "query")
    };
    Err(Problem::at(
        field.ident,
        format!(
            "`{name}` would be {what}; write `#[graph(header = \"{header}\")]`, or `#[graph({key})]` if that is meant"
        ),
    ))
}

/// A field of a type is a JSON property and nothing else.
pub(super) fn is_property(field: &Field<'_>, problems: &mut Problems) -> bool {
    let attributes = &field.attributes;
    let before = problems.len();
    for (role, place) in roles(attributes) {
        problems.at_span(
            place,
            format!("`{role}` is for the fields of an endpoint; the fields of a type are JSON properties"),
        );
    }
    if let Some(content_type) = &attributes.content_type {
        problems.at(&content_type.value, "`content_type` is for the body of an endpoint; remove it");
    }
    if let (Some(_), Some(rename)) = (&attributes.additional, &attributes.rename) {
        problems.at(&rename.value, NO_NAME);
    }
    problems.len() == before
}

/// The roles that the attributes name.
fn roles(attributes: &FieldAttributes) -> Vec<(&'static str, Span)> {
    let spans = [
        ("path", attributes.path.as_ref().map(|key| key.span)),
        ("query", attributes.query.as_ref().map(|key| key.span)),
        ("header", attributes.header.as_ref().map(|key| key.span)),
        ("body", attributes.body.as_ref().map(|key| key.span)),
    ];
    spans.into_iter().filter_map(|(role, span)| Some((role, span?))).collect()
}
