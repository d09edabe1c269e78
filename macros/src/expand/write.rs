//! The properties of an object into JSON: a list of names and a tuple of references.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Generics;

use super::in_place::{InPlace, call};
use super::spans::first_span;
use super::tuple::tuple;
use crate::model::{Field, Properties, Property, TypeName};
use crate::parse::{Presence, holds_floats};

/// The call that writes a whole object; `reference` says how to get at a field.
pub(super) fn object<R: ToTokens>(
    properties: &Properties,
    odata_type: Option<&TypeName>,
    reference: impl Fn(&Field) -> R,
) -> TokenStream {
    let odata_type = match odata_type.map(TypeName::annotation) {
        Some(name) => quote!(__runtime::Some(#name)),
        None => quote!(__runtime::None),
    };
    let names = properties.known().iter().map(|property| &property.name.text);
    let values = values(properties, &reference);
    let known = quote!(serializer, #odata_type, &[#(#names),*], #values);
    match properties.additional() {
        Some(more) => {
            let more = additional(more, &reference);
            quote!(__runtime::write::object_and_more(#known, #more))
        }
        None => quote!(__runtime::write_object(#known)),
    }
}

/// The additional properties, as something that writes them.
pub(super) fn additional<R: ToTokens>(more: &Field, reference: &impl Fn(&Field) -> R) -> TokenStream {
    let value = reference(more);
    if holds_floats(&more.ty) { quote!(&__runtime::write::Floats(#value)) } else { quote!(#value) }
}

/// The values of all properties that have a name.
pub(super) fn values<R: ToTokens>(properties: &Properties, reference: &impl Fn(&Field) -> R) -> TokenStream {
    let known = properties.known().iter().enumerate();
    let values: Vec<_> =
        known.map(|(index, property)| value(index, property, reference(&property.field))).collect();
    tuple(&values, &quote!(__runtime::write::Chain))
}

/// What stands among the values: a reference to the field, or to what knows when to leave it out.
fn value(index: usize, property: &Property, value: impl ToTokens) -> impl ToTokens {
    let Property { field, serialize_with, skip_serializing_if, .. } = property;
    let as_it_is = serialize_with.is_none() && skip_serializing_if.is_none() && !holds_floats(&field.ty);
    InPlace(move |tokens: &mut TokenStream| match &field.presence {
        Presence::Required if as_it_is => value.to_tokens(tokens),
        Presence::Optional(_) if as_it_is => call("Present", first_span(&field.ty), &value, tokens),
        _ => tokens.extend(changed(index, property, &value)),
    })
}

/// One that is written in another way than its type is, or left out for another reason than that it is `None`.
fn changed(index: usize, property: &Property, value: &impl ToTokens) -> TokenStream {
    let Property { field, serialize_with, skip_serializing_if, .. } = property;
    let written = match serialize_with {
        Some(_) => {
            let wrapper = format_ident!("__Write{index}");
            quote!(&#wrapper(#value))
        }
        None if holds_floats(&field.ty) => quote!(&__runtime::write::Floats(#value)),
        None => quote!(#value),
    };
    let absent = match (skip_serializing_if, &field.presence) {
        (Some(skip), _) => quote!(#skip(#value)),
        (None, Presence::Required) => return written,
        (None, Presence::Optional(_)) => quote!((#value).is_none()),
        (None, Presence::Nullable) => quote!((#value).is_absent()),
    };
    quote_spanned!(first_span(&field.ty)=> __runtime::write::Unless(#absent, #written))
}

/// `serialize_with` names a function; a map's value must be `Serialize`.
pub(super) fn wrappers(properties: &Properties, generics: &Generics) -> TokenStream {
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let wrapper = |(index, property): (usize, &Property)| {
        let function = property.serialize_with.as_ref()?;
        let wrapper = format_ident!("__Write{index}");
        let ty = &property.field.ty;
        Some(quote! {
            struct #wrapper<'__a, __T>(&'__a __T);
            #[automatically_derived]
            impl #impl_generics __runtime::serde::Serialize for #wrapper<'_, #ty> #where_clause {
                fn serialize<__S: __runtime::Serializer>(&self, serializer: __S) -> __runtime::Result<__S::Ok, __S::Error> {
                    #function(self.0, serializer)
                }
            }
        })
    };
    properties.known().iter().enumerate().filter_map(wrapper).collect()
}
