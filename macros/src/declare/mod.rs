//! The stages in a row, for each of the two attributes.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Attribute, DeriveInput, Path};

use crate::parse::{Declaration, EndpointArgs, Item, TypeArgs, sound_field_types};
use crate::problems::{Problem, Problems};
use crate::verify::{self, EndpointFindings, TypeFindings};
use crate::{expand, snapshot};

#[cfg(test)]
mod tests;

/// `#[graph_endpoint(args)] item`
pub(crate) fn endpoint(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut item = match Item::parse(item.clone()) {
        Ok(item) => item,
        Err(error) => return not_an_item("graph_endpoint", "a struct", item, &error),
    };
    let mut problems = Problems::default();
    if let Some(problem) = declared_again(&item.item, "graph_endpoint", "graph_type") {
        return only(problem, &item.item);
    }
    sound_field_types(&mut item.item, false, &mut problems);
    let has_cfg = item.has_inner_cfg();
    let of_types = has_cfg.then(|| std::mem::take(&mut problems).into_compile_errors());
    let parsed = EndpointArgs::parse(args.clone(), &mut problems);
    let docs = expand::endpoint_docs(&parsed);
    if has_cfg {
        item.item.attrs.extend(docs.as_deref().map(expand::doc));
        let rest = after_cfg(&parsed.krate(), &quote!(__GraphEndpoint), &args, &item.item);
        return quote!(#of_types #rest);
    }
    let (expansion, checked) = expand_endpoint(parsed, &item.item, problems);
    // One attribute; rustdoc would put two on lines of their own.
    let docs = docs.into_iter().chain(checked).reduce(|docs, checked| docs + "\n" + &checked);
    item.item.attrs.extend(docs.as_deref().map(expand::doc));
    let item = item.without_our_attributes();
    quote!(#item #expansion)
}

/// `#[graph_type(args)] item`
pub(crate) fn graph_type(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut item = match Item::parse(item.clone()) {
        Ok(item) => item,
        Err(error) => return not_an_item("graph_type", "a struct or an enum", item, &error),
    };
    let mut problems = Problems::default();
    if let Some(problem) = declared_again(&item.item, "graph_type", "graph_endpoint") {
        return only(problem, &item.item);
    }
    sound_field_types(&mut item.item, true, &mut problems);
    let has_cfg = item.has_inner_cfg();
    let of_types = has_cfg.then(|| std::mem::take(&mut problems).into_compile_errors());
    let parsed = TypeArgs::parse(args.clone(), &mut problems);
    if has_cfg {
        let rest = after_cfg(&parsed.krate(), &quote!(__GraphType), &args, &item.item);
        return quote!(#of_types #rest);
    }
    let expansion = expand_type(parsed, &item.item, problems);
    let item = item.without_our_attributes();
    quote!(#item #expansion)
}

/// The rest of [`endpoint`], with the item as the compiler left it.
pub(crate) fn endpoint_after_cfg(item: TokenStream) -> TokenStream {
    with_arguments(item, |args, item| {
        let mut problems = Problems::default();
        let args = EndpointArgs::parse(args, &mut problems);
        // A derive can't add to its item what rustdoc shows.
        expand_endpoint(args, item, problems).0
    })
}

/// The rest of [`graph_type`], with the item as the compiler left it.
pub(crate) fn graph_type_after_cfg(item: TokenStream) -> TokenStream {
    with_arguments(item, |args, item| {
        let mut problems = Problems::default();
        let args = TypeArgs::parse(args, &mut problems);
        expand_type(args, item, problems)
    })
}

/// The expansion, and what the check against the schema adds to rustdoc.
fn expand_endpoint(
    args: EndpointArgs,
    item: &DeriveInput,
    mut problems: Problems,
) -> (TokenStream, Option<String>) {
    let declaration = Declaration::parse(args, item, &mut problems);
    let endpoint = graph_endpoint_declaration::endpoint(&declaration, &mut problems);
    let findings = endpoint.as_ref().map_or_else(EndpointFindings::default, |endpoint| {
        verify::endpoint(endpoint, &declaration.args, snapshot::of_this_crate, &mut problems)
    });
    let warnings = problems.take_warnings();
    let unused = expand::has_unused_parameter(item);
    let expansion = match endpoint {
        Some(endpoint) if problems.is_empty() && !unused => {
            expand::endpoint(&endpoint, &findings.related, &declaration)
        }
        _ => {
            let stubs = expand::endpoint_stubs(&declaration);
            let errors = problems.into_compile_errors();
            quote!(#errors #stubs)
        }
    };
    (quote!(#expansion #warnings), findings.docs)
}

fn expand_type(args: TypeArgs, item: &DeriveInput, mut problems: Problems) -> TokenStream {
    let declaration = Declaration::parse(args, item, &mut problems);
    let graph_type = graph_endpoint_declaration::graph_type(&declaration, &mut problems);
    let findings = graph_type.as_ref().map_or_else(TypeFindings::default, |graph_type| {
        verify::graph_type(graph_type, snapshot::of_this_crate, &mut problems)
    });
    let warnings = problems.take_warnings();
    let unused = expand::has_unused_parameter(item);
    let expansion = match graph_type {
        Some(graph_type) if problems.is_empty() && !unused => {
            expand::graph_type(&graph_type, &findings, item)
        }
        _ => {
            let stubs = expand::type_stubs(&declaration);
            let errors = problems.into_compile_errors();
            quote!(#errors #stubs)
        }
    };
    quote!(#expansion #warnings)
}

/// A field may be there or not, which only the compiler knows; it applies `cfg` to the input of derives. So one of ours
/// goes on, with the arguments in an attribute of its own.
fn after_cfg(krate: &Path, derive: &TokenStream, args: &TokenStream, item: &DeriveInput) -> TokenStream {
    quote! {
        #[derive(#krate::__private::#derive)]
        #[__graph_declaration(#args)]
        #item
    }
}

fn with_arguments(
    item: TokenStream,
    expand: impl FnOnce(TokenStream, &DeriveInput) -> TokenStream,
) -> TokenStream {
    let mut item = match Item::parse(item) {
        Ok(item) => item.item,
        Err(error) => return error.to_compile_error(),
    };
    let position = item.attrs.iter().position(|attribute| attribute.path().is_ident("__graph_declaration"));
    let Some(position) = position else { return TokenStream::new() };
    let args = match item.attrs.remove(position).meta {
        syn::Meta::List(list) => list.tokens,
        other => other.to_token_stream(),
    };
    expand(args, &item)
}

/// The same attribute once more, or the `other` one: each impl would be there twice, or a field would mean two things.
fn declared_again(item: &DeriveInput, attribute: &str, other: &str) -> Option<Problem> {
    let last = |attribute: &Attribute| attribute.path().segments.last().map(|last| last.ident.to_string());
    let is_ours = |name: &String| name == attribute || name == other;
    let (second, name) =
        item.attrs.iter().find_map(|second| Some((second, last(second).filter(is_ours)?)))?;
    let message = if name == attribute {
        format!("there is a `#[{attribute}(..)]` above already; keep one, and write a type for each")
    } else {
        "a request is no type of Graph's; write a struct for each".to_owned()
    };
    Some(Problem::at(second.path(), message))
}

/// A problem that leaves the item to the attribute which is still on it.
fn only(problem: Problem, item: &DeriveInput) -> TokenStream {
    let mut problems = Problems::default();
    problems.push(problem);
    let errors = problems.into_compile_errors();
    quote!(#errors #item)
}

/// What rustc can parse itself, it reports itself.
fn not_an_item(attribute: &str, what: &str, item: TokenStream, error: &syn::Error) -> TokenStream {
    const OTHERS: &[&str] = &["fn", "mod", "impl", "trait", "use", "const", "static", "type"];
    let keyword = item.clone().into_iter().find(|token| OTHERS.contains(&token.to_string().as_str()));
    let Some(keyword) = keyword else { return error.to_compile_error() };
    let mut problems = Problems::default();
    problems.push(Problem::at(&keyword, format!("`#[{attribute}]` stands on {what}; write one here")));
    let errors = problems.into_compile_errors();
    quote!(#errors #item)
}
