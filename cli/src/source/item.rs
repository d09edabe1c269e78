//! Items: endpoints and types, the roles of their fields by the macros' own rules.

use graph_endpoint_schema::naming::{camel_case, lower_first};
use graph_endpoint_schema::path::PathTemplate;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, Meta, Token};

use super::attribute::{Arguments, spelt};
use super::{Endpoint, Field, Place, Role, Source, Type, Unread, Variant};

/// Reads a struct, if it is an endpoint or a type.
pub(super) fn of_struct(item: &syn::ItemStruct, place: &Place, source: &mut Source) {
    for (name, arguments) in ours(&item.attrs) {
        let place = at(place, item, &item.attrs);
        match (arguments, name.as_str()) {
            (Ok(arguments), "graph_endpoint") if arguments.method.is_none() || arguments.text.is_none() => {
                let message = "this endpoint has no method and path in its attribute".to_owned();
                source.unread.push(Unread { place, message });
            }
            (Ok(arguments), "graph_endpoint") => {
                source.endpoints.push(endpoint(&item.ident.to_string(), &item.fields, &arguments, place));
            }
            (Ok(arguments), _) => {
                let mut ty = ty(&item.ident.to_string(), &arguments, place);
                ty.fields = fields(&item.fields, |_| Role::Property);
                source.types.push(ty);
            }
            (Err(error), _) => source.unread.push(unread(place, &name, &error)),
        }
    }
}

/// Reads an enum, if it is a type.
pub(super) fn of_enum(item: &syn::ItemEnum, place: &Place, source: &mut Source) {
    for (name, arguments) in ours(&item.attrs) {
        let place = at(place, item, &item.attrs);
        match arguments {
            Ok(arguments) => {
                let mut ty = ty(&item.ident.to_string(), &arguments, place);
                ty.variants = item.variants.iter().filter_map(variant).collect();
                source.types.push(ty);
            }
            Err(error) => source.unread.push(unread(place, &name, &error)),
        }
    }
}

/// The conditions among attributes.
pub(super) fn conditions(attributes: &[Attribute]) -> Vec<String> {
    let cfgs = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    cfgs.filter_map(|attribute| Some(spelt(&attribute.meta.require_list().ok()?.tokens))).collect()
}

fn at(place: &Place, item: &impl syn::spanned::Spanned, attributes: &[Attribute]) -> Place {
    let mut place = place.clone();
    place.line = item.span().start().line;
    place.cfg.extend(conditions(attributes));
    place
}

fn unread(place: Place, name: &str, error: &syn::Error) -> Unread {
    Unread { place, message: format!("the arguments of `#[{name}]` can't be read: {error}") }
}

/// Our attributes on an item, those in `cfg_attr` included.
fn ours(attributes: &[Attribute]) -> Vec<(String, syn::Result<Arguments>)> {
    let mut found = Vec::new();
    for attribute in attributes {
        if let Some(name) = name(attribute.path()) {
            found.push((name, Arguments::parse(attribute)));
        } else if attribute.path().is_ident("cfg_attr")
            && let Ok(list) = attribute.meta.require_list()
            && let Ok(metas) = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone())
        {
            for meta in metas.iter().skip(1) {
                let Some(name) = name(meta.path()) else { continue };
                let tokens = meta.require_list().map(|list| list.tokens.clone()).unwrap_or_default();
                found.push((name, Arguments::of_tokens(tokens)));
            }
        }
    }
    found
}

fn name(path: &syn::Path) -> Option<String> {
    let last = path.segments.last()?.ident.to_string();
    matches!(last.as_str(), "graph_endpoint" | "graph_type").then_some(last)
}

fn endpoint(name: &str, written: &Fields, arguments: &Arguments, place: Place) -> Endpoint {
    let method = arguments.method.clone().unwrap_or_default();
    let path = arguments.text.clone().unwrap_or_default();
    let (template, _) = PathTemplate::parse(&path);
    let has_body = matches!(method.as_str(), "POST" | "PATCH" | "PUT");
    let fills =
        |field: &str| template.placeholders().any(|place| place.fields.iter().any(|name| name == field));
    let role = |field: &str| match (fills(field), has_body) {
        (true, _) => Role::Path,
        (false, true) => Role::Property,
        (false, false) => Role::Query,
    };
    Endpoint {
        place,
        name: name.to_owned(),
        version: arguments.string("version").unwrap_or_else(|| "v1.0".to_owned()),
        response: arguments.ty("response"),
        odata_type: arguments.string("odata_type").map(bare),
        permissions: arguments.permissions(),
        unverified: arguments.has("unverified"),
        fields: fields(written, role),
        method,
        path,
    }
}

fn ty(name: &str, arguments: &Arguments, place: Place) -> Type {
    Type {
        place,
        name: name.to_owned(),
        graph_name: arguments.text.clone().map(bare),
        unverified: arguments.has("unverified"),
        ..Type::default()
    }
}

fn bare(name: String) -> String {
    name.trim_start_matches('#').to_owned()
}

/// Of a variant; the one for all that isn't known says nothing.
fn variant(variant: &syn::Variant) -> Option<Variant> {
    let own = own(&variant.attrs);
    let has = |key: &str| own.iter().any(|arguments| arguments.has(key));
    let string = |key: &str| own.iter().find_map(|arguments| arguments.string(key));
    if has("other") {
        return None;
    }
    let is_member = matches!(variant.fields, Fields::Unit) && !has("type");
    let holds = match &variant.fields {
        Fields::Unnamed(fields) => fields.unnamed.first().map(|field| spelt(&field.ty)),
        _ => None,
    };
    let name = lower_first(&variant.ident.to_string());
    Some(Variant {
        graph_name: string("type").map(bare),
        member: is_member.then(|| string("rename").unwrap_or(name)),
        holds,
        fields: fields(&variant.fields, |_| Role::Property),
        unverified: has("unverified"),
    })
}

/// `#[graph(..)]` and `#[serde(..)]`.
fn own(attributes: &[Attribute]) -> Vec<Arguments> {
    let is_ours =
        |attribute: &&Attribute| attribute.path().is_ident("graph") || attribute.path().is_ident("serde");
    attributes.iter().filter(is_ours).filter_map(|attribute| Arguments::parse(attribute).ok()).collect()
}

fn fields(written: &Fields, usual: impl Fn(&str) -> Role) -> Vec<Field> {
    let Fields::Named(named) = written else { return Vec::new() };
    let field = |field: &syn::Field| {
        let ident = field.ident.as_ref()?.to_string();
        let ident = ident.trim_start_matches("r#");
        let own = own(&field.attrs);
        let has = |key: &str| own.iter().any(|arguments| arguments.has(key));
        let string = |key: &str| own.iter().find_map(|arguments| arguments.string(key));
        let roles = [
            ("path", Role::Path),
            ("query", Role::Query),
            ("header", Role::Header),
            ("body", Role::Body),
            ("additional", Role::Additional),
        ];
        let said = roles.into_iter().find(|(key, _)| has(key));
        let (key, role) = said.unwrap_or(("rename", usual(ident)));
        let name = string(key).or_else(|| string("rename")).unwrap_or_else(|| camel_case(ident));
        Some(Field { name, ty: spelt(&field.ty), role, unverified: has("unverified") })
    };
    named.named.iter().filter_map(field).collect()
}

/// Whether one of our attributes stands among tokens.
pub(super) fn names_ours(tokens: &TokenStream) -> bool {
    let is_ours = |token: TokenTree| matches!(token, TokenTree::Ident(name) if name == "graph_endpoint" || name == "graph_type");
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            group.stream().into_iter().any(is_ours) || names_ours(&group.stream())
        }
        TokenTree::Group(group) => names_ours(&group.stream()),
        _ => false,
    })
}
