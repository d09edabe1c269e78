//! The properties of an object out of JSON: a list of names and a tuple of slots.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{Generics, Ident, Type};

use super::bounds;
use super::spans::first_span;
use super::tuple::tuple;
use crate::model::{Default, Properties, Property};
use crate::parse::{Presence, holds_numbers};

/// What an object is read from: each is a variable of that name.
pub(super) enum Source<'a> {
    /// `deserializer`, and the type's name.
    Deserializer(&'a str),
    /// `properties`, of an object that was opened already.
    Properties,
}

/// Reads an object and makes the value with `constructor { field: .. }`. What writes its own `@odata.type` passes over the
/// one that comes.
pub(super) fn object(
    properties: &Properties,
    constructor: &TokenStream,
    source: Source<'_>,
    writes_type: bool,
    generics: &Generics,
) -> TokenStream {
    let known = properties.known();
    if known.is_empty() && properties.additional().is_none() {
        let read = match source {
            Source::Deserializer(name) => quote!(nothing(deserializer, #name)),
            Source::Properties => quote!(skip_all(properties)),
        };
        return quote!(__runtime::read::#read.map(|()| #constructor {}));
    }
    let names = known.iter().map(|property| &property.name.text);
    let empty: Vec<_> =
        known.iter().enumerate().map(|(index, property)| slot(index, property, generics)).collect();
    let found: Vec<_> = (0..known.len()).map(|index| found(index).into_token_stream()).collect();
    let (slots, pattern) =
        (tuple(&empty, &quote!(__runtime::read::Chain)), tuple(&found, &TokenStream::new()));
    let values = known.iter().enumerate().map(|(index, property)| value(index, property));
    let wrappers = wrappers(properties);
    let given = quote!(&[#(#names),*], #slots);
    let (pattern, read, more) = match properties.additional() {
        Some(field) => {
            let ident = &field.ident;
            let more =
                if holds_numbers(&field.ty) { quote!(__runtime::read::Number(more)) } else { quote!(more) };
            (
                quote!((#pattern, #more)),
                match source {
                    Source::Deserializer(name) => {
                        quote!(read::whole_and_more(deserializer, #name, #given, #writes_type))
                    }
                    Source::Properties => quote!(read::fields_and_more(properties, #given, #writes_type)),
                },
                quote!(#ident: more,),
            )
        }
        None => {
            let read = match source {
                Source::Deserializer(name) => quote!(read_whole(deserializer, #name, #given)),
                Source::Properties => quote!(fields(properties, #given)),
            };
            (pattern, read, TokenStream::new())
        }
    };
    quote! {
        #wrappers
        match __runtime::#read {
            __runtime::Ok(#pattern) => __runtime::Ok(#constructor { #(#values)* #more }),
            __runtime::Err(error) => __runtime::Err(error),
        }
    }
}

/// An `Option<T>` has a slot of its own, in which `null` and nothing are the same.
fn plain_option(property: &Property) -> Option<&Type> {
    match &property.field.presence {
        Presence::Optional(inner) if property.default.is_none() && property.deserialize_with.is_none() => {
            Some(inner)
        }
        _ => None,
    }
}

fn is_required(property: &Property) -> bool {
    property.default.is_none() && property.field.presence.is_required()
}

/// The property's slot, before anything has come.
fn slot(index: usize, property: &Property, generics: &Generics) -> TokenStream {
    let (ty, span) = (&property.field.ty, first_span(&property.field.ty));
    let as_text = property.deserialize_with.is_none() && holds_numbers(ty);
    let slot = |name: &str| Ident::new(&format!("Empty{name}{}", if as_text { "Number" } else { "" }), span);
    if let Some(inner) = plain_option(property) {
        let slot = slot("Optional");
        return quote_spanned!(span=> __runtime::#slot::<#inner>);
    }
    let slot = match is_required(property) {
        true if property.deserialize_with.is_none() && bounds::is_parameter(ty, generics) => {
            return quote_spanned!(span=> __runtime::parameter::<#ty>());
        }
        true => slot("Required"),
        false => slot("Defaulted"),
    };
    match &property.deserialize_with {
        Some(_) => {
            let wrapper = format_ident!("__Read{index}");
            quote_spanned!(span=> __runtime::#slot::<#wrapper<#ty>>)
        }
        None => quote_spanned!(span=> __runtime::#slot::<#ty>),
    }
}

/// The variable with the value that has come.
fn found(index: usize) -> Ident {
    format_ident!("value{index}")
}

fn value(index: usize, property: &Property) -> TokenStream {
    let (value, ident) = (found(index), &property.field.ident);
    if plain_option(property).is_some() {
        return quote!(#ident: #value,);
    }
    let with = property.deserialize_with.is_some();
    if is_required(property) {
        return if with { quote!(#ident: #value.0,) } else { quote!(#ident: #value,) };
    }
    let value = if with { quote!(#value.map(|read| read.0)) } else { quote!(#value) };
    match &property.default {
        Some(Default::Function(function)) => quote!(#ident: #value.unwrap_or_else(#function),),
        Some(Default::Trait) | None => quote!(#ident: #value.unwrap_or_default(),),
    }
}

/// `deserialize_with` names a function; a map's value must be `Deserialize`.
fn wrappers(properties: &Properties) -> TokenStream {
    let wrapper = |(index, property): (usize, &Property)| {
        let function = property.deserialize_with.as_ref()?;
        let wrapper = format_ident!("__Read{index}");
        let ty = &property.field.ty;
        Some(quote! {
            struct #wrapper<__T>(__T);
            #[automatically_derived]
            impl<'__de> __runtime::serde::Deserialize<'__de> for #wrapper<#ty> {
                fn deserialize<__D: __runtime::Deserializer<'__de>>(deserializer: __D) -> __runtime::Result<Self, __D::Error> {
                    #function(deserializer).map(Self)
                }
            }
        })
    };
    properties.known().iter().enumerate().filter_map(wrapper).collect()
}
