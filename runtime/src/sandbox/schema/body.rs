//! Bodies in JSON: names that the type doesn't have, and values of another kind.

use bytes::Bytes;
use graph_endpoint_schema::media_type::is_json;
use graph_endpoint_schema::resolve::Request as Expected;
use graph_endpoint_schema::snapshot::{Operation, Parameter, Snapshot, Type, TypeKind, TypeRef};
use http::header::CONTENT_TYPE;
use http::{Method, Request};
use serde_json::{Map, Value};

use super::properties::{Found, find};
use super::refusal;
use crate::sandbox::SandboxError;

const TYPE: &str = "@odata.type";

/// What isn't JSON is the handler's to refuse.
pub(super) fn check(
    snapshot: &Snapshot,
    expected: Expected<'_>,
    request: &Request<Bytes>,
) -> Result<(), SandboxError> {
    let object = match request.headers().get(CONTENT_TYPE) {
        // Without a body no parameter is given.
        _ if request.body().is_empty() => Map::new(),
        Some(content_type) if is_json(content_type) => match serde_json::from_slice(request.body()) {
            Ok(Value::Object(object)) => object,
            _ => return Ok(()),
        },
        _ => return Ok(()),
    };
    match expected {
        Expected::Value(ty) => match snapshot.type_named(&ty.name.to_string()) {
            Some(ty) => properties(ty, &object),
            None => Ok(()),
        },
        Expected::Parameters(operation) => parameters(snapshot, operation, &object),
        Expected::Reference if *request.method() != Method::DELETE && !names_its_target(&object) => {
            Err(refusal::without_reference())
        }
        Expected::None | Expected::Reference | Expected::Stream => Ok(()),
    }
}

fn parameters(
    snapshot: &Snapshot,
    operation: Operation<'_>,
    object: &Map<String, Value>,
) -> Result<(), SandboxError> {
    for (name, given) in object.iter().filter(|(name, _)| !name.contains('@')) {
        let known = operation.parameters().find(|parameter| parameter.name.eq_ignore_ascii_case(name));
        let Some(parameter) = known else { return Err(refusal::parameter(name, operation.name())) };
        value(snapshot, parameter.ty, given)?;
    }
    let is_given = |name: &str| object.keys().any(|given| given.eq_ignore_ascii_case(name));
    let is_missing = |parameter: &Parameter<'_>| {
        !parameter.is_optional && !parameter.ty.is_nullable && !is_given(parameter.name)
    };
    match operation.parameters().find(is_missing) {
        Some(parameter) => Err(refusal::missing(parameter.name, operation.name())),
        None => Ok(()),
    }
}

/// One by its `@odata.id`, several by `NAME@odata.bind`.
fn names_its_target(object: &Map<String, Value>) -> bool {
    object.keys().any(|name| name == "@odata.id" || name.ends_with("@odata.bind"))
}

fn properties(ty: Type<'_>, object: &Map<String, Value>) -> Result<(), SandboxError> {
    let snapshot = ty.snapshot();
    let ty = match object.get(TYPE).and_then(Value::as_str) {
        Some(name) => snapshot.type_named(name).ok_or_else(|| refusal::type_name(name))?,
        None => ty,
    };
    for (name, given) in object {
        // `manager@odata.bind` is about the relation, `@odata.type` about the object.
        let (name, is_annotation) = match name.split_once('@') {
            Some(("", _)) => continue,
            Some((name, _)) => (name, true),
            None => (name.as_str(), false),
        };
        match find(ty, name) {
            // `id` comes back with what was read, and is passed over.
            Found::Declared(member) if member.is_computed() && !is_annotation && member.name() != "id" => {
                return Err(refusal::read_only(member.name()));
            }
            Found::Declared(member) if !is_annotation => value(snapshot, member.ty(), given)?,
            Found::Declared(_) | Found::Undeclared => {}
            Found::Nothing => return Err(refusal::written(name, ty.name())),
        }
    }
    Ok(())
}

/// As deep as serde_json reads, which has a limit.
fn value(snapshot: &Snapshot, ty: TypeRef<'_>, given: &Value) -> Result<(), SandboxError> {
    match given {
        // Graph takes null for more than its metadata says.
        Value::Null => Ok(()),
        Value::Array(items) if ty.is_collection => {
            items.iter().try_for_each(|item| value(snapshot, ty.item(), item))
        }
        _ if ty.is_collection => Err(refusal::value(ty)),
        _ => one(snapshot, ty, given),
    }
}

fn one(snapshot: &Snapshot, ty: TypeRef<'_>, given: &Value) -> Result<(), SandboxError> {
    let fits = match snapshot.type_named(&ty.name.to_string()) {
        Some(known) => match (known.kind(), given) {
            (TypeKind::Entity | TypeKind::Complex, Value::Object(object)) => {
                return properties(known, object);
            }
            (TypeKind::Entity | TypeKind::Complex, _) => false,
            (TypeKind::Enum, Value::String(text)) => has_members(known, text),
            (TypeKind::Enum, Value::Number(_)) | (TypeKind::Definition, _) => true,
            (TypeKind::Enum, _) => false,
        },
        None => is_primitive(&ty.name.to_string(), given),
    };
    if fits { Ok(()) } else { Err(refusal::value(ty)) }
}

/// Of flags several, with commas between them.
fn has_members(ty: Type<'_>, text: &str) -> bool {
    let is_known = |name: &str| ty.members().any(|(known, _)| known.eq_ignore_ascii_case(name.trim()));
    if ty.is_flags() { text.split(',').all(is_known) } else { is_known(text) }
}

/// Numbers come as text as well: Graph takes both.
/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue>
fn is_primitive(name: &str, given: &Value) -> bool {
    match name {
        "Edm.Boolean" => given.is_boolean(),
        "Edm.Byte" | "Edm.SByte" | "Edm.Int16" | "Edm.Int32" | "Edm.Int64" | "Edm.Decimal" | "Edm.Double"
        | "Edm.Single" => given.is_number() || given.is_string(),
        "Edm.String" | "Edm.Guid" | "Edm.Date" | "Edm.DateTimeOffset" | "Edm.TimeOfDay" | "Edm.Duration"
        | "Edm.Binary" => given.is_string(),
        _ => true,
    }
}
