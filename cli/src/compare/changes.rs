//! What is another thing in another schema, of what a declaration uses: types, null, parameters, members. The compiler may
//! have nothing to say about it, and a value that comes can be another one all the same.

use graph_endpoint_declaration::model::{
    Body, Endpoint, Enumeration, GraphType, Object, Polymorphic, Properties, Property, Shape, VariantShape,
};
use graph_endpoint_declaration::parse::Method;
use graph_endpoint_schema::resolve::{Allowed, Place, Request};
use graph_endpoint_schema::snapshot::{Operation, Snapshot, Type, TypeRef};

/// Of an endpoint: nothing where it is no operation in one of the two, which is the compiler's to say.
pub(super) fn of_endpoint(endpoint: &Endpoint, old: &Snapshot, new: &Snapshot) -> Vec<String> {
    let (Some((was, was_at)), Some((is, is_at))) = (operation(endpoint, old), operation(endpoint, new))
    else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    let returned = (returned(was.response), returned(is.response));
    if returned.0 != returned.1 {
        changes.push(format!("response: {} -> {}", returned.0, returned.1));
    }
    for value in &is_at.values {
        let before = was_at.values.iter().find(|before| before.range == value.range);
        if let Some(before) = before.filter(|before| before.ty != value.ty) {
            changes.push(format!("{}: {} -> {}", value.name, spelt(before.ty), spelt(value.ty)));
        }
    }
    let none = Object::default();
    let object = match &endpoint.body {
        Body::Object(object) => object,
        Body::None | Body::Whole(_) => &none,
    };
    match (was.request, is.request) {
        (Request::Value(_), Request::Value(target)) if !target.is_collection => {
            let name =
                object.odata_type.as_ref().map_or_else(|| target.name.to_string(), |ty| ty.text.clone());
            changes.extend(of_named(&object.properties, &name, old, new, true));
        }
        (Request::Parameters(was), Request::Parameters(is)) => parameters(object, was, is, &mut changes),
        (Request::None, _) => {}
        (_, Request::None) => changes.push("request: a body -> none".to_owned()),
        _ => {}
    }
    changes
}

/// Of a type.
pub(super) fn of_type(declared: &GraphType, old: &Snapshot, new: &Snapshot) -> Vec<String> {
    let Some(name) = declared.name.as_ref().map(|name| name.text.as_str()) else { return Vec::new() };
    match &declared.shape {
        Shape::Object { properties, .. } => of_named(properties, name, old, new, false),
        Shape::Polymorphic(polymorphic) => variants(polymorphic, name, old, new),
        Shape::Enumeration(enumeration) => members(enumeration, name, old, new),
    }
}

fn operation<'s>(endpoint: &Endpoint, snapshot: &'s Snapshot) -> Option<(Allowed<'s>, Place<'s>)> {
    let method = if endpoint.method == Method::Head { Method::Get } else { endpoint.method };
    let place = snapshot.resolve(&endpoint.path.written.template).ok()?;
    let allowed = place.operation(method.name()).ok()?;
    Some((allowed, place))
}

fn parameters(object: &Object, was: Operation<'_>, is: Operation<'_>, changes: &mut Vec<String>) {
    for property in verified(&object.properties) {
        let name = property.name.text.as_str();
        let of = |operation: Operation<'_>| operation.parameter(name).map(|parameter| spelt(parameter.ty));
        changes.extend(change(name, of(was), of(is)));
    }
    for parameter in is.parameters().filter(|parameter| was.parameter(parameter.name).is_none()) {
        if !parameter.is_optional && !parameter.ty.is_nullable {
            changes.push(format!("{}: absent -> {}, required", parameter.name, spelt(parameter.ty)));
        }
    }
}

fn variants(polymorphic: &Polymorphic, base: &str, old: &Snapshot, new: &Snapshot) -> Vec<String> {
    let mut changes = Vec::new();
    for variant in polymorphic.variants().iter().filter(|variant| !variant.unverified) {
        let name = variant.odata_type.text.as_str();
        let (Some(was), Some(is)) = (old.type_named(name), new.type_named(name)) else {
            changes.extend(old.type_named(name).map(|_| format!("{name}: removed")));
            continue;
        };
        let derives = |snapshot: &Snapshot, ty: Type<'_>| {
            snapshot.type_named(base).is_some_and(|base| ty.is_or_derives_from(base.name()))
        };
        if derives(old, was) && !derives(new, is) {
            changes.push(format!("{name}: no longer derived from {base}"));
        }
        if let VariantShape::Properties(of_variant) = &variant.shape {
            changes.extend(of_named(of_variant, name, old, new, false));
        }
    }
    changes
}

fn members(enumeration: &Enumeration, name: &str, old: &Snapshot, new: &Snapshot) -> Vec<String> {
    let (Some(was), Some(is)) = (old.type_named(name), new.type_named(name)) else { return Vec::new() };
    let has = |ty: Type<'_>, member: &str| ty.members().any(|(known, _)| known.eq_ignore_ascii_case(member));
    let declared = enumeration.members().iter().filter(|member| !member.unverified);
    let gone = declared.filter(|member| has(was, &member.name.text) && !has(is, &member.name.text));
    gone.map(|member| format!("{}: removed", member.name.text)).collect()
}

/// What became of the properties of a type; with `is_written` also what a request may no longer write.
fn of_named(
    properties: &Properties,
    name: &str,
    old: &Snapshot,
    new: &Snapshot,
    is_written: bool,
) -> Vec<String> {
    let (Some(was), Some(is)) = (old.type_named(name), new.type_named(name)) else {
        return old.type_named(name).map(|_| format!("{name}: removed")).into_iter().collect();
    };
    let mut changes = Vec::new();
    for property in verified(properties) {
        let name = property.name.text.as_str();
        let (before, now) = (was.property(name), is.property(name));
        changes.extend(change(
            name,
            before.map(|member| spelt(member.ty())),
            now.map(|member| spelt(member.ty())),
        ));
        let was_written = before.is_some_and(|member| !member.is_computed());
        if is_written && was_written && now.is_some_and(|member| member.is_computed()) {
            changes.push(format!("{name}: written -> made by the service"));
        }
    }
    changes
}

fn verified(properties: &Properties) -> impl Iterator<Item = &Property> {
    properties.known().iter().filter(|property| !property.field.unverified)
}

/// Nothing, if it wasn't there before.
fn change(name: &str, was: Option<String>, is: Option<String>) -> Option<String> {
    let was = was?;
    match is {
        Some(is) if is == was => None,
        Some(is) => Some(format!("{name}: {was} -> {is}")),
        None => Some(format!("{name}: {was} -> removed")),
    }
}

fn returned(ty: Option<TypeRef<'_>>) -> String {
    ty.map_or_else(|| "nothing".to_owned(), |ty| ty.to_string())
}

/// The type, and whether it can be null.
fn spelt(ty: TypeRef<'_>) -> String {
    let null = if ty.is_nullable { "" } else { ", never null" };
    format!("{ty}{null}")
}
