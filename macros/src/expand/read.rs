//! The properties of an object out of JSON: a list of names and a tuple of slots.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Generics, Ident, Token, Type};

use super::bounds;
use super::in_place::{InPlace, generic};
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
    let found: Vec<_> = (0..known.len()).map(found).collect();
    let (slots, pattern) =
        (tuple(&empty, &quote!(__runtime::read::Chain)), tuple(&found, &TokenStream::new()));
    let values = known.iter().zip(&found).map(|(property, found)| value(property, found));
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
fn slot(index: usize, property: &Property, generics: &Generics) -> impl ToTokens {
    let (ty, at) = (&property.field.ty, first_span(&property.field.ty));
    let slot = slot_type(property);
    let is_parameter = is_required(property) && bounds::is_parameter(ty, generics);
    InPlace(move |tokens: &mut TokenStream| match (&property.deserialize_with, plain_option(property)) {
        (Some(_), _) => {
            let wrapper = format_ident!("__Read{index}");
            generic(slot, at, &quote_spanned!(at=> #wrapper<#ty>), tokens);
        }
        (None, Some(inner)) => generic(slot, at, inner, tokens),
        (None, None) if is_parameter => tokens.extend(quote_spanned!(at=> __runtime::parameter::<#ty>())),
        (None, None) => generic(slot, at, ty, tokens),
    })
}

fn slot_type(property: &Property) -> &'static str {
    let as_text = property.deserialize_with.is_none() && holds_numbers(&property.field.ty);
    match (plain_option(property), is_required(property)) {
        (Some(_), _) if as_text => "EmptyOptionalNumber",
        (Some(_), _) => "EmptyOptional",
        (None, true) if as_text => "EmptyRequiredNumber",
        (None, true) => "EmptyRequired",
        (None, false) if as_text => "EmptyDefaultedNumber",
        (None, false) => "EmptyDefaulted",
    }
}

/// The variable with the value that has come.
fn found(index: usize) -> Ident {
    format_ident!("value{index}")
}

/// The field with that value.
fn value(property: &Property, found: &Ident) -> impl ToTokens {
    let as_it_is =
        property.deserialize_with.is_none() && (plain_option(property).is_some() || is_required(property));
    InPlace(move |tokens: &mut TokenStream| {
        property.field.ident.to_tokens(tokens);
        <Token![:]>::default().to_tokens(tokens);
        found.to_tokens(tokens);
        if !as_it_is {
            tokens.extend(changed(property));
        }
        <Token![,]>::default().to_tokens(tokens);
    })
}

/// What is done with the value of a property that has a function of its own, or a default.
fn changed(property: &Property) -> TokenStream {
    let with = property.deserialize_with.is_some();
    if is_required(property) {
        return quote!(.0);
    }
    let read = with.then(|| quote!(.map(|read| read.0)));
    match &property.default {
        Some(Default::Function(function)) => quote!(#read.unwrap_or_else(#function)),
        Some(Default::Trait) | None => quote!(#read.unwrap_or_default()),
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
