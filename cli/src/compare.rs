//! A crate's declarations against another schema than the one that they were written for: what breaks, and how.

use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::{Allowed, Place, Request};
use graph_endpoint_schema::snapshot::{Snapshot, Type, TypeKind, TypeRef};

use crate::source::{self, Field, Role, Source};

/// Something that the other schema takes away or changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The item: an endpoint or a type.
    pub name: String,
    /// Where it stands.
    pub place: source::Place,
    /// What it is, the method and path of an endpoint or the name of a type.
    pub of: String,
    /// Each change, as `was -> is`.
    pub changes: Vec<String>,
}

/// What a newer schema, or another cloud's, breaks. With an older one, only what that had and this one hasn't; without,
/// all that this one hasn't.
pub fn compare(source: &Source, old: Option<&Snapshot>, new: &Snapshot) -> Vec<Break> {
    let mut breaks = Vec::new();
    for endpoint in source.endpoints.iter().filter(|endpoint| !endpoint.unverified) {
        let changes = of_endpoint(endpoint, old, new);
        if !changes.is_empty() {
            breaks.push(Break {
                name: endpoint.name.clone(),
                place: endpoint.place.clone(),
                of: format!("{} {}", endpoint.method, endpoint.path),
                changes,
            });
        }
    }
    for ty in source.types.iter().filter(|ty| !ty.unverified) {
        let Some(name) = &ty.graph_name else { continue };
        let changes = of_type(ty, name, old, new);
        if !changes.is_empty() {
            let (of, place) = (name.clone(), ty.place.clone());
            breaks.push(Break { name: ty.name.clone(), place, of, changes });
        }
    }
    breaks
}

fn of_endpoint(endpoint: &source::Endpoint, old: Option<&Snapshot>, new: &Snapshot) -> Vec<String> {
    let (path, problems) = PathTemplate::parse(&endpoint.path);
    if !problems.is_empty() {
        return Vec::new();
    }
    let before = old.map(|old| operation(old, &path, &endpoint.method));
    if before.as_ref().is_some_and(Result::is_err) {
        // It was no operation before either.
        return Vec::new();
    }
    let before = before.and_then(Result::ok);
    let (now, place) = match operation(new, &path, &endpoint.method) {
        Ok((allowed, place)) => (allowed, place),
        Err(message) => return vec![message],
    };
    let mut changes = Vec::new();
    if let Some((before, place_before)) = &before {
        let returned = (returned(before.response), returned(now.response));
        if returned.0 != returned.1 {
            changes.push(format!("response: {} -> {}", returned.0, returned.1));
        }
        for value in &place.values {
            let was = place_before.values.iter().find(|was| was.range == value.range);
            if let Some(was) = was.filter(|was| was.ty != value.ty) {
                changes.push(format!("{}: {} -> {}", value.name, spelt(was.ty), spelt(value.ty)));
            }
        }
    }
    let body = endpoint.fields.iter().filter(|field| field.role == Role::Property && !field.unverified);
    match now.request {
        Request::Value(target) if !target.is_collection => {
            let name = endpoint.odata_type.clone().unwrap_or_else(|| target.name.to_string());
            let old = old.and_then(|old| old.type_named(&name));
            match new.type_named(&name) {
                Some(ty) => changes.extend(properties(body, old, ty, true)),
                None => changes.push(format!("{name}: removed")),
            }
        }
        Request::Parameters(operation) => {
            let was = before.as_ref().and_then(|(before, _)| match before.request {
                Request::Parameters(operation) => Some(operation),
                _ => None,
            });
            let written: Vec<&Field> = body.collect();
            for field in &written {
                let is = operation.parameter(&field.name).map(|parameter| spelt(parameter.ty));
                let old = was.map(|was| was.parameter(&field.name).map(|parameter| spelt(parameter.ty)));
                changes.extend(change(&field.name, old, is));
            }
            for parameter in operation.parameters() {
                let is_needed = !parameter.is_optional && !parameter.ty.is_nullable;
                let is_new = was.is_none_or(|was| was.parameter(parameter.name).is_none());
                let is_given = written.iter().any(|field| field.name.eq_ignore_ascii_case(parameter.name));
                if is_needed && is_new && !is_given && was.is_some() {
                    changes.push(format!("{}: absent -> {}, required", parameter.name, spelt(parameter.ty)));
                }
            }
        }
        Request::None if before.as_ref().is_some_and(|(was, _)| !matches!(was.request, Request::None)) => {
            changes.push("request: a body -> none".to_owned());
        }
        _ => {}
    }
    changes
}

fn operation<'s>(
    snapshot: &'s Snapshot,
    path: &PathTemplate,
    method: &str,
) -> Result<(Allowed<'s>, Place<'s>), String> {
    let method = if method == "HEAD" { "GET" } else { method };
    let place = snapshot.resolve(path).map_err(|problem| problem.message)?;
    let allowed = place.operation(method).map_err(|problem| problem.message)?;
    Ok((allowed, place))
}

fn of_type(ty: &source::Type, name: &str, old: Option<&Snapshot>, new: &Snapshot) -> Vec<String> {
    let was = old.map(|old| old.type_named(name));
    if was.is_some_and(|was| was.is_none()) {
        return Vec::new();
    }
    let was = was.flatten();
    let Some(is) = new.type_named(name) else { return vec![format!("{name}: removed")] };
    let fields = ty.fields.iter().filter(|field| field.role == Role::Property && !field.unverified);
    let mut changes = properties(fields, was, is, false);
    for variant in ty.variants.iter().filter(|variant| !variant.unverified) {
        if let Some(derived) = &variant.graph_name {
            let had = old.is_none_or(|old| old.type_named(derived).is_some());
            match new.type_named(derived) {
                None if had => changes.push(format!("{derived}: removed")),
                Some(derived) if !derived.is_or_derives_from(is.name()) && had => {
                    changes.push(format!("{}: no longer derived from {name}", derived.name()));
                }
                Some(now) => {
                    let was = old.and_then(|old| old.type_named(derived));
                    changes.extend(properties(variant.fields.iter(), was, now, false));
                }
                None => {}
            }
        }
        if let Some(member) = variant.member.as_ref().filter(|_| is.kind() == TypeKind::Enum) {
            let has = |ty: Type<'_>| ty.members().any(|(name, _)| name == member);
            if was.is_none_or(has) && !has(is) {
                changes.push(format!("{member}: removed"));
            }
        }
    }
    changes
}

/// What became of properties; with `is_written` also what a request may no longer write.
fn properties<'f>(
    fields: impl Iterator<Item = &'f Field>,
    was: Option<Type<'_>>,
    is: Type<'_>,
    is_written: bool,
) -> Vec<String> {
    let mut changes = Vec::new();
    for field in fields.filter(|field| !field.name.contains('@')) {
        let name = field.name.as_str();
        // An extension of an open type.
        if is.is_open() && name.contains(['_', '.']) {
            continue;
        }
        let now = is.property(name);
        let old = was.map(|was| was.property(name).map(|member| spelt(member.ty())));
        changes.extend(change(name, old, now.map(|member| spelt(member.ty()))));
        let was_computed = was.and_then(|was| was.property(name)).is_some_and(|member| member.is_computed());
        if is_written && now.is_some_and(|member| member.is_computed()) && !was_computed {
            changes.push(format!("{name}: written -> made by the service"));
        }
    }
    changes
}

/// `None` for what there was is no schema to compare with.
fn change(name: &str, was: Option<Option<String>>, is: Option<String>) -> Option<String> {
    match (was, is) {
        // It wasn't there before either.
        (Some(None), _) | (None, Some(_)) => None,
        (Some(Some(was)), Some(is)) => (was != is).then(|| format!("{name}: {was} -> {is}")),
        (Some(Some(was)), None) => Some(format!("{name}: {was} -> removed")),
        (None, None) => Some(format!("{name}: not there")),
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
