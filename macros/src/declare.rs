//! The four stages in a row, for each of the two attributes.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{DeriveInput, Path};

use crate::check;
use crate::expand;
use crate::model::{Endpoint, GraphType};
use crate::parse::{Declared, EndpointArgs, TypeArgs};
use crate::problems::Problems;

/// `#[graph_endpoint(args)] item`
pub(crate) fn endpoint(args: TokenStream, item: TokenStream) -> TokenStream {
    let declared = match Declared::parse(item.clone()) {
        Ok(declared) => declared,
        Err(_) => return not_an_item("graph_endpoint", "a struct", item),
    };
    if declared.has_inner_cfg() {
        return after_cfg(&args, &declared.item, "__GraphEndpoint");
    }
    let (docs, expansion) = expand_endpoint(args, &declared.item);
    let item = declared.without_our_attributes();
    quote!(#docs #item #expansion)
}

/// `#[graph_type(args)] item`
pub(crate) fn graph_type(args: TokenStream, item: TokenStream) -> TokenStream {
    let declared = match Declared::parse(item.clone()) {
        Ok(declared) => declared,
        Err(_) => return not_an_item("graph_type", "a struct or an enum", item),
    };
    if declared.has_inner_cfg() {
        return after_cfg(&args, &declared.item, "__GraphType");
    }
    let expansion = expand_type(args, &declared.item);
    let item = declared.without_our_attributes();
    quote!(#item #expansion)
}

/// The rest of [`endpoint`], with the item as the compiler left it.
pub(crate) fn endpoint_after_cfg(item: TokenStream) -> TokenStream {
    with_declaration(item, |args, item| expand_endpoint(args, item).1)
}

/// The rest of [`graph_type`], with the item as the compiler left it.
pub(crate) fn graph_type_after_cfg(item: TokenStream) -> TokenStream {
    with_declaration(item, expand_type)
}

/// Where the runtime is, unless `crate = path` says otherwise.
pub(crate) fn default_crate() -> Path {
    syn::parse_quote!(::graph_endpoint)
}

fn expand_endpoint(args: TokenStream, item: &DeriveInput) -> (TokenStream, TokenStream) {
    let mut problems = Problems::default();
    let args = EndpointArgs::parse(args, &mut problems);
    let fallback = expand::Fallback::of_endpoint(&args);
    let endpoint = Endpoint::new(args, item, &mut problems);
    if let Some(endpoint) = &endpoint {
        check::endpoint::check(endpoint, item, &mut problems);
    }
    match endpoint {
        Some(endpoint) if problems.is_empty() => {
            (expand::endpoint_docs(&endpoint), expand::endpoint(&endpoint, item))
        }
        _ => (TokenStream::new(), {
            let stubs = fallback.endpoint(item);
            let errors = problems.into_compile_errors();
            quote!(#errors #stubs)
        }),
    }
}

fn expand_type(args: TokenStream, item: &DeriveInput) -> TokenStream {
    let mut problems = Problems::default();
    let args = TypeArgs::parse(args, &mut problems);
    let fallback = expand::Fallback::of_type(&args);
    let name = args.name.clone();
    let graph_type = GraphType::new(args, item, &mut problems);
    if let Some(graph_type) = &graph_type {
        check::types::check(graph_type, name.as_ref(), item, &mut problems);
    }
    match graph_type {
        Some(graph_type) if problems.is_empty() => expand::graph_type(&graph_type, item),
        _ => {
            let stubs = fallback.graph_type(item);
            let errors = problems.into_compile_errors();
            quote!(#errors #stubs)
        }
    }
}

/// A field may be there or not, which only the compiler knows; it applies `cfg` to the input of derives.
fn after_cfg(args: &TokenStream, item: &DeriveInput, derive: &str) -> TokenStream {
    let mut ignored = Problems::default();
    let krate = match derive {
        "__GraphType" => TypeArgs::parse(args.clone(), &mut ignored).krate,
        _ => EndpointArgs::parse(args.clone(), &mut ignored).krate,
    }
    .unwrap_or_else(default_crate);
    let derive = syn::Ident::new(derive, proc_macro2::Span::call_site());
    quote! {
        #[derive(#krate::__private::#derive)]
        #[__graph_declaration(#args)]
        #item
    }
}

fn with_declaration(
    item: TokenStream,
    expand: impl FnOnce(TokenStream, &DeriveInput) -> TokenStream,
) -> TokenStream {
    let mut item = match Declared::parse(item) {
        Ok(declared) => declared.item,
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

fn not_an_item(attribute: &str, what: &str, item: TokenStream) -> TokenStream {
    let mut problems = Problems::default();
    // What rustc can parse itself, it reports itself.
    let keyword = item.clone().into_iter().find(|token| {
        ["fn", "mod", "impl", "trait", "use", "const", "static", "type"].contains(&token.to_string().as_str())
    });
    match keyword {
        Some(keyword) => problems.at(&keyword, format!("`#[{attribute}]` stands on {what}; write one here")),
        None => {
            return match syn::parse2::<DeriveInput>(item.clone()) {
                Err(error) => {
                    let error = error.to_compile_error();
                    quote!(#error)
                }
                Ok(_) => item,
            };
        }
    }
    let errors = problems.into_compile_errors();
    quote!(#errors #item)
}
