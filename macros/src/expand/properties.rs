//! What queries know of a declared type: the names for `$select`, what stands behind `$expand`, and, where a
//! declaration asks for it, a const of each property for filters.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{Data, DeriveInput, Visibility};

use super::generics;
use crate::model::{Field, GraphType, Json, Presence, Shape, named_wrapper};

/// `Select`, for what can be the type of a response; and the consts.
pub(crate) fn impls(graph_type: &GraphType, item: &DeriveInput) -> TokenStream {
    match &graph_type.shape {
        Shape::Object(fields) => {
            let select = impl_select(fields, item);
            let consts = if graph_type.properties { consts(fields, item) } else { TokenStream::new() };
            quote!(#select #consts)
        }
        // What its types have differs: all of it is asked for.
        Shape::Polymorphic { .. } => impl_select(&[], item),
        Shape::Enumeration { .. } => TokenStream::new(),
    }
}

/// The fields that are properties of the service's, in both senses: an annotation can't be selected.
fn properties(fields: &[Field]) -> impl Iterator<Item = (&Field, &Json)> {
    fields
        .iter()
        .filter_map(|field| field.json().map(|json| (field, json)))
        .filter(|(_, json)| !json.additional && !json.name.contains('@'))
}

/// A type that keeps what it doesn't know wants all of it, so it selects nothing.
fn impl_select(fields: &[Field], item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let expanded: Vec<(&Field, &Json)> = properties(fields).filter(|(_, json)| json.expand).collect();
    let names: Vec<&str> =
        properties(fields).filter(|(_, json)| !json.expand).map(|(_, json)| json.name.as_str()).collect();
    let keeps_all = fields.iter().filter_map(Field::json).any(|json| json.additional);
    let select = if keeps_all { String::new() } else { names.join(",") };
    let bounded = generics::with_bounds(
        &item.generics,
        expanded.iter().map(|(field, _)| (&field.ty, quote!(__g::Select))),
    );
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    let expand = (!expanded.is_empty()).then(|| {
        let expanded = expanded.iter().map(|(field, json)| {
            let (ty, name) = (&field.ty, &json.name);
            quote!(__g::Expansion::of::<#ty>(#name))
        });
        quote!(const EXPAND: &'static [__g::Expansion] = &[#(#expanded),*];)
    });
    quote! {
        impl #impl_generics __g::Select for #ident #type_generics #where_clause {
            const SELECT: &'static __g::str = #select;
            #expand
        }
    }
}

/// `pub const DISPLAY_NAME: Property<Self, String>`
fn consts(fields: &[Field], item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let consts = properties(fields).map(|(field, json)| {
        let (name, vis) = (&json.name, visibility(item, field));
        let upper =
            format_ident!("{}", field.ident.unraw().to_string().to_uppercase(), span = field.ident.span());
        let ty = match &field.presence {
            Presence::Optional(inner) => quote!(#inner),
            Presence::Nullable | Presence::Required => match named_wrapper(&field.ty) {
                Some((_, inner)) => quote!(#inner),
                None => {
                    let ty = &field.ty;
                    quote!(#ty)
                }
            },
        };
        let docs = format!("The property `{name}`, for filters and orders.");
        quote! {
            #[doc = #docs]
            #vis const #upper: __g::Property<Self, #ty> = __g::Property::new(#name);
        }
    });
    quote! {
        #[allow(dead_code)]
        impl #impl_generics #ident #type_generics #where_clause { #(#consts)* }
    }
}

/// A const is seen where its field is: the field's type may be as private.
fn visibility<'a>(item: &'a DeriveInput, field: &Field) -> Option<&'a Visibility> {
    let Data::Struct(data) = &item.data else { return None };
    data.fields.iter().find(|known| known.ident.as_ref() == Some(&field.ident)).map(|known| &known.vis)
}
