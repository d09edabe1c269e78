//! Rules about a whole endpoint.

use std::collections::HashMap;

use syn::{DeriveInput, Type};

use crate::model::{Body, Endpoint, Field, Presence, Role};
use crate::problems::Problems;

/// All rules, in the order in which a reader meets what they are about.
pub(crate) fn check(endpoint: &Endpoint, item: &DeriveInput, problems: &mut Problems) {
    path_values_are_required(endpoint, problems);
    one_body(endpoint, problems);
    body_needs_a_method(endpoint, problems);
    odata_type_is_a_name(endpoint, problems);
    version_is_known(endpoint, problems);
    names_are_unique(endpoint, problems);
    headers_are_names(endpoint, problems);
    query_names_are_names(endpoint, problems);
    content_types_are_types(endpoint, problems);
    nullable_is_for_properties(endpoint, problems);
    one_additional(&endpoint.fields, problems);
    setters_do_not_collide(endpoint, problems);
    response_is_a_value(endpoint, problems);
    select_has_a_response(endpoint, problems);
    no_attributes_on_the_item(item, "graph_endpoint", problems);
    no_serde_derive(item, problems);
}

fn path_values_are_required(endpoint: &Endpoint, problems: &mut Problems) {
    for field in &endpoint.fields {
        if matches!(field.role, Role::Path(_)) && !field.presence.is_required() {
            let wrapper = match field.presence {
                Presence::Nullable => "Nullable",
                _ => "Option",
            };
            problems.at(
                &field.ty,
                format!("a path value can't be left out; write the type inside the `{wrapper}`"),
            );
        }
    }
}

fn select_has_a_response(endpoint: &Endpoint, problems: &mut Problems) {
    if let (Some(span), None) = (endpoint.select, &endpoint.response) {
        problems.at_span(
            span,
            "`select` asks for the fields of the response's type; write `response = TheType` beside it",
        );
    }
}

fn one_body(endpoint: &Endpoint, problems: &mut Problems) {
    let whole: Vec<&Field> =
        endpoint.fields.iter().filter(|field| matches!(field.role, Role::Body(_))).collect();
    let Some((first, more)) = whole.split_first() else { return };
    for field in more {
        problems.at(
            &field.ident,
            format!("`{}` is the whole body already; keep one `#[graph(body)]`", first.name()),
        );
    }
    for field in endpoint.fields.iter().filter(|field| field.json().is_some()) {
        problems.at(
            &field.ident,
            format!("`{}` is the whole body, so this can't be a property of it; give it a role: `query`, `header` or `path`", first.name()),
        );
    }
    if let Some(odata_type) = &endpoint.odata_type {
        problems.at(
            odata_type,
            format!("`{}` is the whole body; its own type writes `@odata.type`", first.name()),
        );
    }
}

fn body_needs_a_method(endpoint: &Endpoint, problems: &mut Problems) {
    if endpoint.method.has_body() || endpoint.body == Body::None {
        return;
    }
    let method = endpoint.method.name();
    for field in endpoint.fields.iter().filter(|field| matches!(field.role, Role::Body(_))) {
        problems.at(
            &field.ident,
            format!("a {method} has no body; write `POST`, `PATCH` or `PUT`, or make this a query option"),
        );
    }
    if let Some(odata_type) = &endpoint.odata_type {
        problems.at(odata_type, format!("a {method} has no body for `@odata.type`; remove `odata_type`"));
    }
}

fn odata_type_is_a_name(endpoint: &Endpoint, problems: &mut Problems) {
    if let Some(odata_type) = &endpoint.odata_type {
        super::types::odata_name(odata_type, problems);
    }
}

fn version_is_known(endpoint: &Endpoint, problems: &mut Problems) {
    let version = &endpoint.version;
    if matches!(version.text.as_str(), "v1.0" | "beta") {
        return;
    }
    let Some(literal) = &version.literal else { return };
    problems
        .at(literal, format!("there is no version `{}` of Graph; write \"v1.0\" or \"beta\"", version.text));
}

/// No two fields may write the same thing.
fn names_are_unique(endpoint: &Endpoint, problems: &mut Problems) {
    let mut seen: HashMap<(&str, String), String> = HashMap::new();
    for field in &endpoint.fields {
        let key = match &field.role {
            Role::Query(name) => ("the query option", name.clone()),
            Role::Header(name) => ("the header", name.to_ascii_lowercase()),
            Role::Property(json) if !json.additional => ("the property", json.name.clone()),
            _ => continue,
        };
        if let Some(earlier) = seen.get(&key) {
            problems
                .at(&field.ident, format!("`{earlier}` is {} `{}` already; keep one of them", key.0, key.1));
        } else {
            seen.insert(key, field.name());
        }
    }
}

fn headers_are_names(endpoint: &Endpoint, problems: &mut Problems) {
    for field in &endpoint.fields {
        let Role::Header(name) = &field.role else { continue };
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if name.is_empty() {
            problems.at_span(field.name_span, "a header has a name; write one as in \"If-Match\"");
        } else if !name.chars().all(token) {
            problems.at_span(
                field.name_span,
                format!("`{name}` is no header name; write one as in \"If-Match\""),
            );
        } else if name.eq_ignore_ascii_case("authorization") {
            problems.at_span(
                field.name_span,
                "the token is the client's business; give it a credential, and remove this header",
            );
        }
    }
}

fn query_names_are_names(endpoint: &Endpoint, problems: &mut Problems) {
    for field in &endpoint.fields {
        let Role::Query(name) = &field.role else { continue };
        if name.is_empty() {
            problems.at_span(field.name_span, "a query option has a name; write one as in \"$top\"");
        } else if name.contains(|c: char| c.is_whitespace() || "&=#?%+".contains(c)) {
            problems
                .at_span(field.name_span, format!("`{name}` is no query option; write one as in \"$top\""));
        }
    }
}

/// `type/subtype`, with parameters or without.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1>
fn content_types_are_types(endpoint: &Endpoint, problems: &mut Problems) {
    for field in &endpoint.fields {
        let Role::Body(Some(content_type)) = &field.role else { continue };
        let value = content_type.value();
        let essence = value.split(';').next().unwrap_or_default().trim();
        let word = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '/');
        if !essence.split_once('/').is_some_and(|(kind, subtype)| word(kind) && word(subtype)) {
            problems
                .at(content_type, format!("`{value}` is no content type; write one as in \"image/jpeg\""));
        }
    }
}

/// Only a JSON property can be absent, `null` or a value.
fn nullable_is_for_properties(endpoint: &Endpoint, problems: &mut Problems) {
    for field in &endpoint.fields {
        let what = match field.role {
            Role::Query(_) => "a query option",
            Role::Header(_) => "a header",
            Role::Body(_) => "a whole body",
            Role::Path(_) | Role::Property(_) => continue,
        };
        if let Presence::Nullable = Presence::of(&field.ty) {
            problems.at(&field.ty, format!("{what} is there or not; write `Option` instead of `Nullable`"));
        }
    }
}

pub(super) fn one_additional(fields: &[Field], problems: &mut Problems) {
    let mut additional = fields.iter().filter(|field| field.json().is_some_and(|json| json.additional));
    let first = additional.next();
    for field in additional {
        let first = first.map_or_else(String::new, Field::name);
        problems
            .at(&field.ident, format!("`{first}` keeps the additional properties already; keep one of them"));
    }
}

fn setters_do_not_collide(endpoint: &Endpoint, problems: &mut Problems) {
    if !endpoint.builder {
        return;
    }
    for field in &endpoint.fields {
        let name = field.name();
        if !matches!(name.as_str(), "build" | "send") {
            continue;
        }
        let help = match &field.role {
            Role::Path(_) => format!("#[graph(path = \"{name}\")]"),
            Role::Query(query) => format!("#[graph(query = \"{query}\")]"),
            _ => format!("#[graph(rename = \"{name}\")]"),
        };
        problems.at(
            &field.ident,
            format!("the setter of `{name}` would hide the builder's own `{name}()`; write another name with `{help}`, or `builder = false`"),
        );
    }
}

fn response_is_a_value(endpoint: &Endpoint, problems: &mut Problems) {
    match &endpoint.response {
        Some(Type::Reference(reference)) => {
            problems.at(reference, "the response is a value of its own; write the type without `&`");
        }
        Some(response @ (Type::ImplTrait(_) | Type::Infer(_))) => {
            problems.at(
                response,
                "the response needs a type with a name; write one that is declared with `#[graph_type]`",
            );
        }
        Some(response) => {
            if let Presence::Nullable = Presence::of(response) {
                problems.at(response, "`Nullable` is for properties; write the type inside it");
            }
        }
        None => {}
    }
}

/// `#[graph(...)]` and `#[serde(...)]` stand on fields and variants.
pub(super) fn no_attributes_on_the_item(item: &DeriveInput, attribute: &str, problems: &mut Problems) {
    for misplaced in item.attrs.iter().filter(|attribute| crate::parse::is_ours(attribute)) {
        let message = if misplaced.path().is_ident("graph") {
            format!(
                "`#[graph(...)]` stands on fields and variants; write what is about the whole in `#[{attribute}(...)]`"
            )
        } else {
            "serde's attributes have no meaning here; names are written in camelCase, and `#[graph(rename = \"..\")]` on a field says otherwise".to_owned()
        };
        problems.at(misplaced.path(), message);
    }
}

/// serde's derives would read the declaration a second time, and differently.
pub(super) fn no_serde_derive(item: &DeriveInput, problems: &mut Problems) {
    for attribute in item.attrs.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let _ = attribute.parse_nested_meta(|meta| {
            if let Some(last) = meta.path.segments.last() {
                let name = last.ident.to_string();
                if matches!(name.as_str(), "Serialize" | "Deserialize") {
                    problems.at(
                        &meta.path,
                        format!("the declaration brings its own `{name}`; remove it from the derives"),
                    );
                }
            }
            Ok(())
        });
    }
}
