//! Items: endpoints and types, as the macros read them.

use graph_endpoint_declaration::model::{self, Endpoint, GraphType};
use graph_endpoint_declaration::parse::{Declaration, EndpointArgs, Item, TypeArgs, spelt};
use graph_endpoint_declaration::problems::{Problem, Problems};
use proc_macro2::TokenStream;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, DeriveInput, LitStr, Meta, Token};

use super::names::{Names, Ours};
use super::{Place, Source, Type, Unread};
use crate::read::Permissions;

/// Reads a struct or an enum, if it is an endpoint or a type.
pub(super) fn of_item(item: DeriveInput, place: &Place, names: &Names, source: &mut Source) {
    let written = ours(&item.attrs, names);
    if written.is_empty() {
        return;
    }
    let mut place = place.clone();
    place.line = item.span().start().line;
    place.cfg.extend(conditions(&item.attrs));
    let name = item.ident.to_string();
    let item = Item { item };
    for (attribute, arguments) in written {
        let mut problems = Problems::default();
        match attribute {
            Ours::Endpoint => {
                if let Some((args, declared)) = endpoint(arguments, &item, &mut problems) {
                    let permissions = permissions(&declared.permissions);
                    let (place, name) = (place.clone(), name.clone());
                    source.endpoints.push(super::Endpoint { place, name, permissions, args, declared });
                }
            }
            Ours::Type => {
                if let Some(declared) = graph_type(arguments, &item, &mut problems) {
                    source.types.push(Type { place: place.clone(), name: name.clone(), declared });
                }
            }
        }
        source.unread.extend(problems.iter().map(|problem| unread(&place, &name, problem)));
    }
}

/// The conditions among attributes.
pub(super) fn conditions(attributes: &[Attribute]) -> Vec<String> {
    let cfgs = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    cfgs.filter_map(|attribute| Some(spelt(&attribute.meta.require_list().ok()?.tokens))).collect()
}

fn endpoint(
    arguments: TokenStream,
    item: &Item,
    problems: &mut Problems,
) -> Option<(EndpointArgs, Endpoint)> {
    let args = EndpointArgs::parse(arguments, problems);
    let declaration = Declaration::parse(args, &item.item, problems);
    let declared = graph_endpoint_declaration::endpoint(&declaration, problems);
    unless_conditional(item, problems);
    let declared = declared.filter(|_| problems.is_empty())?;
    Some((declaration.args, declared))
}

fn graph_type(arguments: TokenStream, item: &Item, problems: &mut Problems) -> Option<GraphType> {
    let args = TypeArgs::parse(arguments, problems);
    let declaration = Declaration::parse(args, &item.item, problems);
    let declared = graph_endpoint_declaration::graph_type(&declaration, problems);
    unless_conditional(item, problems);
    declared.filter(|_| problems.is_empty())
}

/// What two fields of one name are under conditions that exclude each other only the compiler knows.
fn unless_conditional(item: &Item, problems: &mut Problems) {
    if item.has_inner_cfg() {
        *problems = Problems::default();
    }
}

/// A mistake; one that is about the whole stands where the item does.
fn unread(place: &Place, name: &str, problem: &Problem) -> Unread {
    let mut place = place.clone();
    place.line = problem.span().start().line.max(place.line);
    Unread { place, message: format!("`{name}` doesn't compile, so it is not read: {}", problem.message()) }
}

/// Our attributes on an item with their arguments, those in `cfg_attr` included.
fn ours(attributes: &[Attribute], names: &Names) -> Vec<(Ours, TokenStream)> {
    let mut found = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("cfg_attr")
            && let Ok(list) = attribute.meta.require_list()
            && let Ok(metas) = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone())
        {
            found.extend(metas.iter().skip(1).filter_map(|meta| one_of_ours(meta, names)));
        } else {
            found.extend(one_of_ours(&attribute.meta, names));
        }
    }
    found
}

fn one_of_ours(meta: &Meta, names: &Names) -> Option<(Ours, TokenStream)> {
    let ours = names.of(&meta.path().segments.last()?.ident)?;
    Some((ours, meta.require_list().map(|list| list.tokens.clone()).unwrap_or_default()))
}

fn permissions(declared: &model::Permissions) -> Permissions {
    let names = |list: &[LitStr]| list.iter().map(LitStr::value).collect();
    Permissions {
        delegated: names(&declared.delegated),
        delegated_personal: names(&declared.delegated_personal),
        application: names(&declared.application),
    }
}
