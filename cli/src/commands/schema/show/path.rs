//! What is at a path.

use cargo_graph::Permissions;
use cargo_graph::permissions::Table;
use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::{Allowed, Kind, Place, Request};
use graph_endpoint_schema::snapshot::{Snapshot, Type};
use serde_json::{Value, json};

use super::{Shown, Tree, ty, type_json, typed};

pub(super) fn show(snapshot: &Snapshot, path: &str, table: Option<&Table>) -> Result<Shown, String> {
    let (template, problems) = PathTemplate::parse(path);
    if let Some(problem) = problems.first() {
        return Err(format!("`{path}`: {}", problem.message));
    }
    let place = snapshot.resolve(&template).map_err(|problem| format!("`{path}`: {problem}"))?;
    // What comes of a call is shown; what it is called on isn't here.
    let is_nothing = matches!(place.kind, Kind::Call(call) if call.returns().is_none());
    let here = snapshot.type_named(&place.ty.name.to_string()).filter(|_| !is_nothing);
    let allowed = permissions(&place, table);
    let tree = tree(&place, here, &template, &allowed);
    Ok(Shown { tree, json: json(&place, here, &template, &allowed) })
}

/// What allows each method here, by the published table.
fn permissions(place: &Place<'_>, table: Option<&Table>) -> Vec<(&'static str, Permissions)> {
    let of = |allowed: Allowed<'_>| Some((allowed.method, table?.of(allowed.method, &place.text)?));
    place.operations().into_iter().filter_map(of).collect()
}

/// `GET, application: User.Read.All, Directory.Read.All`
fn permission_lines((method, permissions): &(&'static str, Permissions)) -> Vec<String> {
    let lists = [
        ("delegated", &permissions.delegated),
        ("delegated, personal account", &permissions.delegated_personal),
        ("application", &permissions.application),
    ];
    let said = lists.into_iter().filter(|(_, names)| !names.is_empty());
    said.map(|(kind, names)| format!("{method}, {kind}: {}", names.join(", "))).collect()
}

fn tree(
    place: &Place<'_>,
    here: Option<Type<'_>>,
    template: &PathTemplate,
    allowed: &[(&'static str, Permissions)],
) -> Tree {
    let values = place.values.iter().map(|value| {
        let of = value.key_of.map_or_else(String::new, |of| format!(", key of {of}"));
        format!("{}: {} {}{of}", template.part(&value.range), value.name, value.ty)
    });
    let deprecated = place.deprecated.iter().map(|deprecation| {
        let removed = deprecation.removed.map_or_else(String::new, |date| format!(", removed {date}"));
        let instead = deprecation.replacement.map_or_else(String::new, |name| format!(", use {name}"));
        format!("{} since {}{removed}{instead}", template.part(&deprecation.range), deprecation.since)
    });
    let mut below: Vec<Tree> = [
        Tree::group("methods", place.operations().iter().map(method_line)),
        Tree::group("permissions", allowed.iter().flat_map(permission_lines)),
        Tree::group("values", values),
        Tree::group("deprecated", deprecated),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Some(here) = here {
        // Of a collection: what one of them has is one segment further.
        below.extend(ty::operations(here, place.ty.is_collection));
        below.push(ty::tree(here, place.ty.is_collection));
    }
    Tree::new(head(place), below)
}

fn head(place: &Place<'_>) -> String {
    match place.kind {
        Kind::Call(call) => {
            let kind = if call.is_action() { "action" } else { "function" };
            format!("{}: {kind} {}", place.text, super::operation_line(call))
        }
        _ => format!("{}: {}", place.text, typed(place.ty)),
    }
}

fn method_line(allowed: &Allowed<'_>) -> String {
    let request = match allowed.request {
        Request::None => String::new(),
        Request::Value(ty) => format!(" {ty}"),
        Request::Parameters(operation) => {
            let names: Vec<&str> = operation.parameters().map(|parameter| parameter.name).collect();
            format!(" {{{}}}", names.join(", "))
        }
        Request::Reference => " {@odata.id}".to_owned(),
        Request::Stream => " bytes".to_owned(),
    };
    let response = allowed.response.map_or_else(|| "no content".to_owned(), |ty| ty.to_string());
    format!("{}{request} -> {response}", allowed.method)
}

fn json(
    place: &Place<'_>,
    here: Option<Type<'_>>,
    template: &PathTemplate,
    allowed: &[(&'static str, Permissions)],
) -> Value {
    let methods = place.operations().into_iter().map(|allowed| {
        let request = match allowed.request {
            Request::None => Value::Null,
            Request::Value(ty) => json!({ "kind": "value", "type": type_json(ty) }),
            Request::Parameters(operation) => {
                json!({ "kind": "parameters", "operation": super::operation_json(operation) })
            }
            Request::Reference => json!({ "kind": "reference" }),
            Request::Stream => json!({ "kind": "stream" }),
        };
        json!({ "method": allowed.method, "request": request, "response": allowed.response.map(type_json) })
    });
    let values = place.values.iter().map(|value| {
        json!({
            "written": template.part(&value.range),
            "name": value.name,
            "keyOf": value.key_of.map(|name| name.to_string()),
            "type": type_json(value.ty),
        })
    });
    let deprecated = place.deprecated.iter().map(|deprecation| {
        json!({
            "written": template.part(&deprecation.range),
            "since": deprecation.since,
            "removed": deprecation.removed,
            "replacement": deprecation.replacement,
        })
    });
    json!({
        "path": place.text,
        "type": type_json(place.ty),
        "methods": methods.collect::<Vec<_>>(),
        "permissions": allowed
            .iter()
            .map(|(method, permissions)| json!({
                "method": method,
                "delegated": permissions.delegated,
                "delegatedPersonal": permissions.delegated_personal,
                "application": permissions.application,
            }))
            .collect::<Vec<_>>(),
        "values": values.collect::<Vec<_>>(),
        "deprecated": deprecated.collect::<Vec<_>>(),
        "declared": here.map(ty::json),
    })
}
