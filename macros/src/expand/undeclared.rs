//! What becomes of the properties that a type doesn't declare when it is written back: the constant of a declared type
//! that says it, and the question that is asked of each field which is written.

use graph_endpoint_schema::type_ids;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{DeriveInput, Ident, Type};

use super::bounds::in_a_constant;
use super::spans::first_span;
use crate::model::{Body, GraphType, Shape};
use crate::parse::{is_no_declared_type, name_of_item};
use crate::verify::{TypeFindings, Undeclared};

/// The questions of what stands in the body of an endpoint, each a constant, so that all of them are answered.
pub(super) fn ask_body(body: &Body, item: &DeriveInput) -> TokenStream {
    ask(body.written(), item)
}

/// What a declared type says of itself. Whether it keeps what it doesn't declare is asked where it stands in a body.
pub(super) fn impls(graph_type: &GraphType, findings: &TypeFindings, item: &DeriveInput) -> TokenStream {
    if let Shape::Enumeration(_) = &graph_type.shape {
        return TokenStream::new();
    }
    let nested = ask(graph_type.nested(), item);
    let lost = lost(graph_type, &findings.undeclared, &item.ident);
    let uses_names = (!nested.is_empty() || lost.uses_names).then(|| {
        quote!(
            #[allow(unused_imports)]
            use __runtime::NotNamed as _;
        )
    });
    let lost = lost.constant;
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let ids = type_ids::of(&findings.names);
    let object = matches!(graph_type.shape, Shape::Polymorphic(_)).then(|| {
        quote!(
            const OBJECT: ::core::primitive::bool = false;
        )
    });
    let ids = (ids != 0).then(|| quote!(const IDS: __runtime::Ids = #ids;));
    quote! {
        #uses_names
        #[automatically_derived]
        impl #impl_generics __runtime::Declared for #ident #type_generics #where_clause {
            #object
            #ids
            #lost
        }
        #nested
    }
}

/// `const LOST`, unless it is what the trait says of all types.
#[derive(Default)]
struct LostConstant {
    constant: TokenStream,
    uses_names: bool,
}

fn lost(graph_type: &GraphType, undeclared: &Undeclared, ident: &Ident) -> LostConstant {
    let has_room = match &graph_type.shape {
        Shape::Object { properties, .. } => properties.additional().is_some(),
        Shape::Polymorphic(types) => types.has_room(),
        Shape::Enumeration(_) => false,
    };
    let held: Vec<&Type> = match undeclared {
        _ if graph_type.lossy => Vec::new(),
        Undeclared::Held(held) => graph_type.held().chain(held).collect(),
        Undeclared::Properties(_) | Undeclared::Unknown if has_room => graph_type.held().collect(),
        Undeclared::Properties(names) => {
            let name = ident.to_string();
            let constant = quote!(const LOST: __runtime::Lost = __runtime::Lost::Properties(#name, #names););
            return LostConstant { constant, uses_names: false };
        }
        Undeclared::Unknown => return LostConstant::default(),
    };
    // A constant can't be made of itself.
    let held = held.into_iter().filter(|ty| !is_no_declared_type(ty) && !is_made_with(ty, ident));
    let held: Vec<TokenStream> = held
        .map(|ty| {
            let name = name_of_item(ty);
            quote_spanned!(first_span(ty)=> <__runtime::Named<#ty>>::LOST.of(#name))
        })
        .collect();
    let uses_names = !held.is_empty();
    let constant = match uses_names {
        true => quote!(const LOST: __runtime::Lost = __runtime::Lost::first(&[#(#held),*]);),
        false => quote!(
            const LOST: __runtime::Lost = __runtime::Lost::Nothing;
        ),
    };
    LostConstant { constant, uses_names }
}

/// A question for each type that may be a declared one. What a type parameter stands for isn't known here, and a type that
/// is made with itself is asked where it stands in something else.
fn ask<'a>(types: impl IntoIterator<Item = &'a Type>, item: &DeriveInput) -> TokenStream {
    let types = types.into_iter().filter(|ty| !is_no_declared_type(ty) && !is_made_with(ty, &item.ident));
    types
        .filter_map(|ty| {
            let (constant, name) = (in_a_constant(ty, &item.generics)?, name_of_item(ty));
            Some(quote_spanned! {first_span(ty)=>
                const _: () = __runtime::keeps(<__runtime::Named<#constant>>::LOST, #name);
            })
        })
        .collect()
}

fn is_made_with(ty: &Type, ident: &Ident) -> bool {
    super::bounds::mentions(quote!(#ty), &["Self".to_owned(), ident.to_string()])
}
