//! An object: `Serialize` and `Deserialize` of its properties. Used for declared types, and for the body of an endpoint
//! in the sandbox.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Generics, Ident};

use super::read::Source;
use super::{bounds, read, spans, write};
use crate::model::{Field, Properties, TypeName};

/// `Serialize` and `Deserialize` of a declared struct.
pub(super) fn impls(
    properties: &Properties,
    odata_type: Option<&TypeName>,
    item: &DeriveInput,
) -> TokenStream {
    let write = impl_serialize(&item.ident, &item.generics, properties, odata_type);
    let read = impl_deserialize(&item.ident, &item.generics, properties, odata_type.is_some());
    // What writes a name of its own can't write another one.
    let other = if odata_type.is_none() { impl_other(item, properties) } else { TokenStream::new() };
    quote!(#write #read #other)
}

/// A struct that keeps additional properties keeps the name of a type as well that a polymorphic one doesn't know.
fn impl_other(item: &DeriveInput, properties: &Properties) -> TokenStream {
    // A value of a polymorphic type owns what it holds.
    let Some(Field { ident: more, ty, .. }) =
        properties.additional().filter(|_| item.generics.lifetimes().next().is_none())
    else {
        return TokenStream::new();
    };
    let ident = &item.ident;
    let mut bounded = bounds::with_bounds(
        &item.generics,
        properties.fields().map(|field| (&field.ty, quote!(__runtime::serde::de::DeserializeOwned))),
    );
    // One that doesn't hold is no error, but the reason why the impl isn't there.
    bounded.make_where_clause().predicates.push(syn::parse_quote!(for<'__a> #ty: __runtime::other::KeepType));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    quote! {
        #[diagnostic::do_not_recommend]
        #[automatically_derived]
        impl #impl_generics __runtime::other::Other for #ident #type_generics #where_clause {
            fn read_other<'de, __A: __runtime::MapAccess<'de>>(
                odata_type: __runtime::Option<__runtime::String>,
                properties: __A,
            ) -> __runtime::Result<Self, __A::Error> {
                __runtime::other::base(odata_type, properties, |value: &mut Self| &mut value.#more)
            }
        }
    }
}

fn impl_serialize(
    ident: &Ident,
    generics: &Generics,
    properties: &Properties,
    odata_type: Option<&TypeName>,
) -> TokenStream {
    let bounded = bounds::with_bounds(
        generics,
        properties.fields().map(|field| (&field.ty, quote!(__runtime::serde::Serialize))),
    );
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = generics.split_for_impl();
    let wrappers = write::wrappers(properties, &bounded);
    let write = write::object(properties, odata_type, spans::reference);
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::serde::Serialize for #ident #type_generics #where_clause {
            fn serialize<__S: __runtime::Serializer>(&self, serializer: __S) -> __runtime::Result<__S::Ok, __S::Error> {
                #wrappers
                #write
            }
        }
    }
}

/// `Deserialize` of a declared struct.
fn impl_deserialize(
    ident: &Ident,
    generics: &Generics,
    properties: &Properties,
    writes_type: bool,
) -> TokenStream {
    let bounded = bounds::with_bounds(
        generics,
        properties.fields().map(|field| (&field.ty, quote!(__runtime::serde::Deserialize<'de>))),
    );
    let (_, type_generics, _) = generics.split_for_impl();
    let target = quote!(#ident #type_generics);
    impl_object(&target, &quote!(#ident), &ident.to_string(), &bounded, properties, writes_type)
}

/// `Deserialize` for the type `target`, which `constructor` makes. What writes its own `@odata.type` passes over the one
/// that comes.
pub(super) fn impl_object(
    target: &TokenStream,
    constructor: &TokenStream,
    name: &str,
    bounded: &Generics,
    properties: &Properties,
    writes_type: bool,
) -> TokenStream {
    let bounded = bounds::with_input_lifetime(bounded);
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let read = read::object(properties, constructor, Source::Deserializer(name), writes_type, &bounded);
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::serde::Deserialize<'de> for #target #where_clause {
            fn deserialize<__D: __runtime::Deserializer<'de>>(deserializer: __D) -> __runtime::Result<Self, __D::Error> {
                #read
            }
        }
    }
}
