//! An object: its properties into JSON and back. Used for declared types, for the variants of polymorphic ones, and
//! for the body of an endpoint in the sandbox.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
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
    quote!(#write #read)
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
        Some(name) => quote!(::core::option::Option::Some(#name)),
        None => quote!(::core::option::Option::None),
    };
    let wrappers = write_wrappers(fields, &bounded);
    let statements = write_statements(fields, |ident| quote!(&self.#ident));
    quote! {
        impl #impl_generics __g::serde::Serialize for #ident #type_generics #where_clause {
            fn serialize<__S: __g::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                __g::write::object(serializer, #odata_type, self)
            }
        }
        impl #impl_generics __g::write::WriteProperties for #ident #type_generics #where_clause {
            fn write_properties<__M: __g::serde::ser::SerializeMap>(&self, object: &mut __M) -> ::core::result::Result<(), __M::Error> {
                #wrappers
                #statements
                ::core::result::Result::Ok(())
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
            fn deserialize<__D: __g::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                __g::read::object(deserializer)
            }
        }
        impl #impl_generics __g::read::Object<'de> for #target #where_clause {
            const NAME: &'static str = #name;
            fn read<__A: __g::serde::de::MapAccess<'de>>(mut properties: __A) -> ::core::result::Result<Self, __A::Error> {
                #read
            }
        }
    }
}

/// Writes each field into `object`; `reference` says how to get at a field.
pub(crate) fn write_statements(fields: &[Field], reference: impl Fn(&Ident) -> TokenStream) -> TokenStream {
    fields
        .iter()
        .enumerate()
        .filter_map(|(index, field)| field.json().map(|json| (index, field, json)))
        .map(|(index, field, json)| {
            let value = reference(&field.ident);
            if json.additional {
                return quote!(__g::write::additional(object, #value)?;);
            }
            let name = &json.name;
            let write = |value: TokenStream| match &json.serialize_with {
                Some(_) => {
                    let wrapper = format_ident!("__Write{index}");
                    quote!(__g::write::property(object, #name, &#wrapper(#value))?;)
                }
                None => quote!(__g::write::property(object, #name, #value)?;),
            };
            if let Some(skip) = &json.skip_serializing_if {
                let write = write(value.clone());
                return quote!(if !#skip(#value) { #write });
            }
            match (&field.presence, &json.serialize_with) {
                (Presence::Required, _) => write(value),
                (Presence::Optional(_), None) => {
                    let write = write(quote!(value));
                    quote!(if let ::core::option::Option::Some(value) = #value { #write })
                }
                (Presence::Optional(_), Some(_)) => {
                    let write = write(value.clone());
                    quote!(if (#value).is_some() { #write })
                }
                (Presence::Nullable, _) => {
                    let write = write(value.clone());
                    quote!(if !(#value).is_absent() { #write })
                }
            }
        })
        .collect()
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
                    fn serialize<__S: __g::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                        #function(self.0, serializer)
                    }
                }
            }
        })
        .collect()
}

/// Reads all properties from `properties` and makes the value with `constructor { field: .. }`.
pub(crate) fn read_body(fields: &[&Field], constructor: &TokenStream, writes_type: bool) -> TokenStream {
    let properties: Vec<(usize, &Field, &Json)> = fields
        .iter()
        .copied()
        .enumerate()
        .filter_map(|(index, field)| field.json().map(|json| (index, field, json)))
        .collect();
    let additional = properties.iter().find(|(_, _, json)| json.additional).map(|(_, field, _)| &field.ident);
    let known: Vec<_> = properties.iter().filter(|(_, _, json)| !json.additional).collect();
    let names = known.iter().map(|(_, _, json)| &json.name);
    let names = quote!(&[#(#names),*]);
    let slots: TokenStream = known.iter().map(|(index, field, json)| slot(*index, field, json)).collect();
    let arms: TokenStream = known
        .iter()
        .enumerate()
        .map(|(at, (index, ..))| {
            let slot = format_ident!("slot{index}");
            quote!(#at => __g::read::value(&mut properties, &mut #slot)?,)
        })
        .collect();
    let values: TokenStream = known.iter().map(|(index, field, json)| value(*index, field, json)).collect();
    let wrappers = read_wrappers(fields);
    match additional {
        None => quote! {
            #wrappers
            #slots
            while let ::core::option::Option::Some(index) = __g::read::next(&mut properties, #names)? {
                match index {
                    #arms
                    _ => __g::read::skip(&mut properties)?,
                }
            }
            ::core::result::Result::Ok(#constructor { #values })
        },
        Some(additional) => {
            let own_type = writes_type.then(|| {
                quote! {
                    ::core::result::Result::Err(name) if name == "@odata.type" => __g::read::skip(&mut properties)?,
                }
            });
            quote! {
            #wrappers
            #slots
            let mut more = ::core::default::Default::default();
            while let ::core::option::Option::Some(name) = __g::read::next_or_name(&mut properties, #names)? {
                match name {
                    ::core::result::Result::Ok(index) => match index {
                        #arms
                        _ => {}
                    },
                    #own_type
                    ::core::result::Result::Err(name) => __g::read::additional(&mut properties, name, &mut more)?,
                }
            }
            ::core::result::Result::Ok(#constructor { #values #additional: more })
            }
        }
    }
}

fn slot(index: usize, field: &Field, json: &Json) -> TokenStream {
    let slot = format_ident!("slot{index}");
    match &json.deserialize_with {
        Some(_) => {
            let wrapper = format_ident!("__Read{index}");
            let ty = &field.ty;
            quote!(let mut #slot: ::core::option::Option<#wrapper<#ty>> = ::core::option::Option::None;)
        }
        None => quote!(let mut #slot = ::core::option::Option::None;),
    }
}

fn value(index: usize, field: &Field, json: &Json) -> TokenStream {
    let (slot, ident, name) = (format_ident!("slot{index}"), &field.ident, &json.name);
    let slot = match &json.deserialize_with {
        Some(_) => quote!(#slot.map(|read| read.0)),
        None => quote!(#slot),
    };
    let value = match (&json.default, &field.presence) {
        (Some(SerdeDefault::Function(function)), _) => quote!(#slot.unwrap_or_else(#function)),
        (Some(SerdeDefault::Trait), _) | (None, Presence::Optional(_) | Presence::Nullable) => {
            quote!(#slot.unwrap_or_default())
        }
        (None, Presence::Required) => quote!(__g::read::required(#slot, #name)?),
    };
    quote!(#ident: #value,)
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
                    fn deserialize<__D: __g::serde::Deserializer<'__de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
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
