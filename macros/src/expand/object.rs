//! An object: its properties into JSON and back. Used for declared types, for the variants of polymorphic ones, and
//! for the body of an endpoint in the sandbox.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{DeriveInput, Generics, Ident};

use super::generics;
use crate::model::{Field, GraphType, Json, Presence};
use crate::parse::SerdeDefault;

/// `Serialize` and `Deserialize` of a declared struct.
pub(crate) fn impls(graph_type: &GraphType, fields: &[Field], item: &DeriveInput) -> TokenStream {
    let odata_type =
        graph_type.name.as_ref().filter(|_| graph_type.odata_type).map(|name| format!("#{name}"));
    let write = impl_serialize(&item.ident, &item.generics, fields, odata_type.as_deref());
    let read = impl_deserialize(&item.ident, &item.generics, fields, odata_type.is_some());
    // What writes a name of its own can't write another one.
    let other = if odata_type.is_none() { impl_other(item, fields) } else { TokenStream::new() };
    quote!(#write #read #other)
}

/// A struct that keeps additional properties keeps the name of a type as well that its family doesn't know.
fn impl_other(item: &DeriveInput, fields: &[Field]) -> TokenStream {
    let more = fields.iter().find(|field| field.json().is_some_and(|json| json.additional));
    // A value of a family owns what it holds.
    let Some(Field { ident: more, ty, .. }) = more.filter(|_| item.generics.lifetimes().next().is_none())
    else {
        return TokenStream::new();
    };
    let ident = &item.ident;
    let mut bounded = generics::with_bounds(
        &item.generics,
        fields.iter().map(|field| (&field.ty, quote!(__g::serde::de::DeserializeOwned))),
    );
    // One that doesn't hold is no error, but the reason why the impl isn't there.
    bounded.make_where_clause().predicates.push(syn::parse_quote!(for<'__a> #ty: __g::other::KeepType));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    quote! {
        #[diagnostic::do_not_recommend]
        impl #impl_generics __g::other::Other for #ident #type_generics #where_clause {
            fn read_other<'de, __A: __g::serde::de::MapAccess<'de>>(
                odata_type: __g::Option<__g::String>,
                properties: __A,
            ) -> __g::Result<Self, __A::Error> {
                __g::other::base(odata_type, properties, |value: &mut Self| &mut value.#more)
            }
        }
    }
}

fn impl_serialize(
    ident: &Ident,
    generics: &Generics,
    fields: &[Field],
    odata_type: Option<&str>,
) -> TokenStream {
    let bounded = generics::with_bounds(
        generics,
        fields.iter().map(|field| (&field.ty, quote!(__g::serde::Serialize))),
    );
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = generics.split_for_impl();
    let odata_type = match odata_type {
        Some(name) => quote!(__g::Some(#name)),
        None => quote!(__g::None),
    };
    let wrappers = write_wrappers(fields, &bounded);
    let write = write_all(fields, Field::reference);
    quote! {
        impl #impl_generics __g::serde::Serialize for #ident #type_generics #where_clause {
            fn serialize<__S: __g::serde::Serializer>(&self, serializer: __S) -> __g::Result<__S::Ok, __S::Error> {
                __g::write::object(serializer, #odata_type, self)
            }
        }
        impl #impl_generics __g::write::WriteProperties for #ident #type_generics #where_clause {
            fn write_properties<__M: __g::serde::ser::SerializeMap>(&self, object: &mut __M) -> __g::Result<(), __M::Error> {
                #wrappers
                #write
            }
        }
    }
}

/// `Deserialize` of a declared struct.
fn impl_deserialize(ident: &Ident, generics: &Generics, fields: &[Field], writes_type: bool) -> TokenStream {
    let bounded = generics::with_bounds(
        generics,
        fields.iter().map(|field| (&field.ty, quote!(__g::serde::Deserialize<'de>))),
    );
    let (_, type_generics, _) = generics.split_for_impl();
    let properties: Vec<&Field> = fields.iter().collect();
    let target = quote!(#ident #type_generics);
    impl_object(&target, &quote!(#ident), &ident.to_string(), &bounded, &properties, writes_type)
}

/// `Deserialize`, by way of `Object`, for the type `target`, which `constructor` makes. What writes its own
/// `@odata.type` passes over the one that comes.
pub(crate) fn impl_object(
    target: &TokenStream,
    constructor: &TokenStream,
    name: &str,
    bounded: &Generics,
    fields: &[&Field],
    writes_type: bool,
) -> TokenStream {
    let bounded = generics::with_input_lifetime(bounded);
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let read = read_body(fields, constructor, writes_type);
    quote! {
        impl #impl_generics __g::serde::Deserialize<'de> for #target #where_clause {
            fn deserialize<__D: __g::serde::Deserializer<'de>>(deserializer: __D) -> __g::Result<Self, __D::Error> {
                __g::read::object(deserializer)
            }
        }
        impl #impl_generics __g::read::Object<'de> for #target #where_clause {
            const NAME: &'static __g::str = #name;
            fn read<__A: __g::serde::de::MapAccess<'de>>(properties: __A) -> __g::Result<Self, __A::Error> {
                #read
            }
        }
    }
}

/// The call that writes all fields into `object`; `reference` says how to get at a field.
pub(crate) fn write_all(fields: &[Field], reference: impl Fn(&Field) -> TokenStream) -> TokenStream {
    let names = known(fields).map(|(_, _, json)| &json.name);
    let values = values(fields, &reference);
    let known = quote!(&[#(#names),*], #values);
    match additional(fields) {
        Some(more) => {
            let more = reference(more);
            quote!(__g::write::all_and_more(object, #known, #more))
        }
        None => quote!(__g::write::all(object, #known)),
    }
}

/// The values of all properties that have a name, to be written.
pub(crate) fn values(fields: &[Field], reference: &impl Fn(&Field) -> TokenStream) -> TokenStream {
    let values: Vec<_> = known(fields)
        .map(|(index, field, json)| write_value(index, field, json, &reference(field)))
        .collect();
    tuple(&values, &quote!(__g::write::Chain))
}

/// What stands among the values: a reference to the field, or to what knows when to leave it out.
fn write_value(index: usize, field: &Field, json: &Json, value: &TokenStream) -> TokenStream {
    let written = match &json.serialize_with {
        Some(_) => {
            let wrapper = format_ident!("__Write{index}");
            quote!(&#wrapper(#value))
        }
        None => value.clone(),
    };
    let absent = match (&json.skip_serializing_if, &field.presence) {
        (Some(skip), _) => quote!(#skip(#value)),
        (None, Presence::Required) => return written,
        (None, Presence::Optional(_)) if json.serialize_with.is_none() => {
            return quote_spanned!(field.type_span()=> __g::write::Present(#value));
        }
        (None, Presence::Optional(_)) => quote!((#value).is_none()),
        (None, Presence::Nullable) => quote!((#value).is_absent()),
    };
    quote_spanned!(field.type_span()=> __g::write::Unless(#absent, #written))
}

/// The fields that are properties with a name, each with its index among all.
pub(crate) fn known<'a>(
    fields: impl IntoIterator<Item = &'a Field>,
) -> impl Iterator<Item = (usize, &'a Field, &'a Json)> {
    fields
        .into_iter()
        .enumerate()
        .filter_map(|(index, field)| field.json().map(|json| (index, field, json)))
        .filter(|(_, _, json)| !json.additional)
}

/// The field that takes the properties without a field.
pub(crate) fn additional<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Option<&'a Field> {
    fields.into_iter().find(|field| field.json().is_some_and(|json| json.additional))
}

/// `serialize_with` names a function; a map's value must be `Serialize`.
pub(crate) fn write_wrappers(fields: &[Field], generics: &Generics) -> TokenStream {
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    with_function(fields, |json| json.serialize_with.as_ref())
        .map(|(index, field, function)| {
            let wrapper = format_ident!("__Write{index}");
            let ty = &field.ty;
            quote! {
                struct #wrapper<'__a, __T>(&'__a __T);
                impl #impl_generics __g::serde::Serialize for #wrapper<'_, #ty> #where_clause {
                    fn serialize<__S: __g::serde::Serializer>(&self, serializer: __S) -> __g::Result<__S::Ok, __S::Error> {
                        #function(self.0, serializer)
                    }
                }
            }
        })
        .collect()
}

/// Reads all properties from `properties` and makes the value with `constructor { field: .. }`.
pub(crate) fn read_body(fields: &[&Field], constructor: &TokenStream, writes_type: bool) -> TokenStream {
    let known: Vec<_> = known(fields.iter().copied()).collect();
    let additional = additional(fields.iter().copied());
    if known.is_empty() && additional.is_none() {
        return quote!(__g::read::skip_all(properties).map(|()| #constructor {}));
    }
    let names = known.iter().map(|(_, _, json)| &json.name);
    let empty: Vec<_> = known.iter().map(|(index, field, json)| slot(*index, field, json)).collect();
    let found: Vec<_> = known.iter().map(|(index, ..)| found(*index).into_token_stream()).collect();
    let (slots, pattern) = (tuple(&empty, &quote!(__g::read::Chain)), tuple(&found, &TokenStream::new()));
    let values = known.iter().map(|(index, field, json)| value(*index, field, json));
    let wrappers = read_wrappers(fields);
    let (pattern, read, more) = match additional {
        Some(Field { ident, .. }) => (
            quote!((#pattern, more)),
            quote!(fields_and_more(properties, &[#(#names),*], #slots, #writes_type)),
            quote!(#ident: more,),
        ),
        None => (pattern, quote!(fields(properties, &[#(#names),*], #slots)), TokenStream::new()),
    };
    quote! {
        #wrappers
        match __g::read::#read {
            __g::Ok(#pattern) => __g::Ok(#constructor { #(#values)* #more }),
            __g::Err(error) => __g::Err(error),
        }
    }
}

/// One of each, as a tuple, or as a chain of tuples, because the runtime's have up to 12; `chain` is the constructor,
/// or nothing for a pair.
fn tuple(items: &[TokenStream], chain: &TokenStream) -> TokenStream {
    const LONGEST: usize = 12;
    match items.split_at_checked(LONGEST) {
        Some((first, rest)) if !rest.is_empty() => {
            let rest = tuple(rest, chain);
            quote!(#chain ((#(#first,)*), #rest))
        }
        _ => quote!((#(#items,)*)),
    }
}

/// An `Option<T>` has a slot of its own, in which `null` and nothing are the same.
fn plain_option<'a>(field: &'a Field, json: &Json) -> Option<&'a syn::Type> {
    match &field.presence {
        Presence::Optional(inner) if json.default.is_none() && json.deserialize_with.is_none() => Some(inner),
        _ => None,
    }
}

fn is_required(field: &Field, json: &Json) -> bool {
    json.default.is_none() && field.presence.is_required()
}

/// The field's slot, before anything has come.
fn slot(index: usize, field: &Field, json: &Json) -> TokenStream {
    let (ty, span) = (&field.ty, field.type_span());
    if let Some(inner) = plain_option(field, json) {
        return quote_spanned!(span=> __g::read::optional::<#inner>());
    }
    let slot = Ident::new(if is_required(field, json) { "required" } else { "defaulted" }, span);
    match &json.deserialize_with {
        Some(_) => {
            let wrapper = format_ident!("__Read{index}");
            quote_spanned!(span=> __g::read::#slot::<#wrapper<#ty>>())
        }
        None => quote_spanned!(span=> __g::read::#slot::<#ty>()),
    }
}

/// The variable with the value that has come.
fn found(index: usize) -> Ident {
    format_ident!("value{index}")
}

fn value(index: usize, field: &Field, json: &Json) -> TokenStream {
    let (value, ident) = (found(index), &field.ident);
    if plain_option(field, json).is_some() {
        return quote!(#ident: #value,);
    }
    let with = json.deserialize_with.is_some();
    if is_required(field, json) {
        return if with { quote!(#ident: #value.0,) } else { quote!(#ident: #value,) };
    }
    let value = if with { quote!(#value.map(|read| read.0)) } else { quote!(#value) };
    match &json.default {
        Some(SerdeDefault::Function(function)) => quote!(#ident: #value.unwrap_or_else(#function),),
        Some(SerdeDefault::Trait) | None => quote!(#ident: #value.unwrap_or_default(),),
    }
}

/// `deserialize_with` names a function; a map's value must be `Deserialize`.
fn read_wrappers(fields: &[&Field]) -> TokenStream {
    with_function(fields.iter().copied(), |json| json.deserialize_with.as_ref())
        .map(|(index, field, function)| {
            let wrapper = format_ident!("__Read{index}");
            let ty = &field.ty;
            quote! {
                struct #wrapper<__T>(__T);
                impl<'__de> __g::serde::Deserialize<'__de> for #wrapper<#ty> {
                    fn deserialize<__D: __g::serde::Deserializer<'__de>>(deserializer: __D) -> __g::Result<Self, __D::Error> {
                        #function(deserializer).map(Self)
                    }
                }
            }
        })
        .collect()
}

fn with_function<'a>(
    fields: impl IntoIterator<Item = &'a Field>,
    function: impl Fn(&'a Json) -> Option<&'a syn::Path>,
) -> impl Iterator<Item = (usize, &'a Field, &'a syn::Path)> {
    fields.into_iter().enumerate().filter_map(move |(index, field)| {
        field.json().and_then(&function).map(|function| (index, field, function))
    })
}
