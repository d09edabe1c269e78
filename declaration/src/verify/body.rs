//! The body of a request against what the operation takes.

use graph_endpoint_schema::naming::{nearest, snake_case};
use graph_endpoint_schema::resolve::{Place, Request};
use graph_endpoint_schema::snapshot::{Operation, Snapshot, TypeRef};

use super::properties::{Purpose, properties};
use super::types::{named, near_derived};
use super::value::{Held, Written, contradiction, held, written};
use crate::model::{Body, Endpoint, Object, Property, Whole};
use crate::parse::is_named;
use crate::problems::Problems;

pub(super) fn body(
    snapshot: &Snapshot,
    endpoint: &Endpoint,
    place: &Place<'_>,
    request: Request<'_>,
    problems: &mut Problems,
) {
    match (&endpoint.body, request) {
        (Body::None, Request::Parameters(operation)) => missing(endpoint, operation, &[], &[], problems),
        (Body::None, _) => {}
        (Body::Object(object), Request::Value(ty)) => entity(snapshot, object, ty, problems),
        (Body::Object(object), Request::Parameters(operation)) => {
            parameters(snapshot, endpoint, object, operation, problems);
        }
        (Body::Object(object), Request::Reference) => link(object, problems),
        (Body::Object(object), Request::Stream) => {
            first(
                object,
                problems,
                "bytes are sent here, and this is a property; write one field with `#[graph(body, content_type = \"..\")]`",
            );
        }
        (Body::Object(object), Request::None) => {
            first(object, problems, &format!("nothing is sent to `{}`; remove this", last_segment(place)));
        }
        (Body::Whole(whole), Request::Value(ty)) => value(snapshot, whole, ty, problems),
        (Body::Whole(whole), Request::Stream) => stream(whole, problems),
        (Body::Whole(whole), Request::None) if !whole.field.unverified => {
            problems
                .at(&whole.field.ident, format!("nothing is sent to `{}`; remove this", last_segment(place)));
        }
        (Body::Whole(_), _) => {}
    }
}

/// The properties of an entity or a complex type.
fn entity(snapshot: &Snapshot, object: &Object, target: TypeRef<'_>, problems: &mut Problems) {
    if target.is_collection {
        let message =
            format!("{target} is sent here, and this is a property; write one field with `#[graph(body)]`");
        return first(object, problems, &message);
    }
    // What the schema has no type for can be anything.
    let Some(mut ty) = snapshot.type_of(target.name) else { return };
    if let Some(name) = &object.odata_type {
        let Some(written) = named(snapshot, name, problems) else { return };
        if !written.is_or_derives_from(ty.name()) {
            let help = near_derived(ty, &name.text);
            let message =
                format!("{} doesn't derive from {}, which is sent here; {help}", written.name(), ty.name());
            return problems.at_span(name.span, message);
        }
        ty = written;
    }
    properties(snapshot, &object.properties, ty, Purpose::Body, problems);
}

/// The parameters of an action, in any letter case: the schema's isn't always that of the documentation and service.
fn parameters(
    snapshot: &Snapshot,
    endpoint: &Endpoint,
    object: &Object,
    operation: Operation<'_>,
    problems: &mut Problems,
) {
    let name = operation.name().local();
    let mut meant = Vec::new();
    for property in verified(object) {
        let written = property.name.text.as_str();
        if written.contains('@') {
            continue;
        }
        let Some(parameter) = operation.parameter(written) else {
            let help = match nearest(written, operation.parameters().map(|parameter| parameter.name)) {
                Some(near) => {
                    meant.push(near);
                    format!("did you mean `{near}`?")
                }
                None => format!("there {}", all(operation)),
            };
            problems.at_span(property.name.span, format!("`{name}` has no parameter `{written}`; {help}"));
            continue;
        };
        let is_plain = property.serialize_with.is_none();
        if let Some(what) = contradiction(snapshot, &property.field.ty, parameter.ty).filter(|_| is_plain) {
            problems.at(&property.field.ty, format!("`{written}` of `{name}` {what}"));
        }
    }
    if object.properties.additional().is_none() {
        missing(endpoint, operation, object.properties.known(), &meant, problems);
    }
}

/// Parameters that can neither be left out nor be null. One that is `meant` by a misspelt name is a mistake already.
fn missing(
    endpoint: &Endpoint,
    operation: Operation<'_>,
    given: &[Property],
    meant: &[&str],
    problems: &mut Problems,
) {
    let is_given = |name: &str| {
        meant.contains(&name) || given.iter().any(|property| property.name.text.eq_ignore_ascii_case(name))
    };
    let path = &endpoint.path.written;
    let text = &path.template.text;
    let start = text.rfind('/').map_or(0, |slash| slash + 1);
    for parameter in operation.parameters() {
        if !parameter.is_optional && !parameter.ty.is_nullable && !is_given(parameter.name) {
            let (name, call) = (parameter.name, operation.name().local());
            let message =
                format!("`{call}` needs `{name}`; add a field `{}` of {}", snake_case(name), parameter.ty);
            problems.push(path.problem(&(start..text.len()), &message));
        }
    }
}

fn all(operation: Operation<'_>) -> String {
    let names: Vec<&str> = operation.parameters().map(|parameter| parameter.name).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{verb} {}", graph_endpoint_schema::naming::list(&names))
}

/// `{"@odata.id": ".."}`
fn link(object: &Object, problems: &mut Problems) {
    for property in verified(object).filter(|property| !property.name.text.starts_with('@')) {
        let message = format!(
            "a link is sent here, and `{}` is no part of one; write a field with `#[graph(rename = \"@odata.id\")]`",
            property.name.text
        );
        problems.at_span(property.name.span, message);
    }
}

/// A whole body of JSON, of a type that can't be an object.
fn value(snapshot: &Snapshot, whole: &Whole, ty: TypeRef<'_>, problems: &mut Problems) {
    let is_json = whole.content_type.as_ref().is_none_or(crate::model::ContentType::is_json);
    let is_object = written(snapshot, ty.name) == Written::Object && !ty.is_collection;
    // Text and bytes can be JSON that somebody made already.
    let is_scalar = matches!(held(&whole.field.ty), Held::Bool | Held::Number);
    if is_json && is_object && is_list(&whole.field.ty) && !whole.field.unverified {
        let message = format!("one {ty} is sent here, and this is a list; write a type of one");
        return problems.at(&whole.field.ty, message);
    }
    if is_json && is_object && is_scalar && !whole.field.unverified {
        let message = format!("{ty} is sent here; write a type declared as `#[graph_type(\"{}\")]`", ty.name);
        problems.at(&whole.field.ty, message);
    }
}

/// Whether it is a list, and not one of bytes.
fn is_list(ty: &syn::Type) -> bool {
    matches!(held(ty), Held::Many(item) if !is_named(item, "u8"))
}

/// Bytes, which are sent as they are if their type or a content type says so.
fn stream(whole: &Whole, problems: &mut Problems) {
    let is_scalar = matches!(held(&whole.field.ty), Held::Text | Held::Bool | Held::Number | Held::Map)
        || is_named(&whole.field.ty, "Value");
    if whole.content_type.is_none() && is_scalar && !whole.field.unverified {
        let message = "bytes are sent here, and this would be sent as JSON; write `#[graph(body, content_type = \"..\")]`";
        problems.at(&whole.field.ident, message);
    }
}

fn verified(object: &Object) -> impl Iterator<Item = &Property> {
    object.properties.known().iter().filter(|property| !property.field.unverified)
}

/// One mistake, whatever number of properties there are.
fn first(object: &Object, problems: &mut Problems, message: &str) {
    if let Some(property) = verified(object).next() {
        problems.at_span(property.name.span, message);
    }
}

fn last_segment<'p>(place: &'p Place<'_>) -> &'p str {
    place.text.rsplit('/').next().unwrap_or(&place.text)
}
