//! A polymorphic type: `@odata.type` says which of its types a value is of.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{DeriveInput, Generics};

use super::read::Source;
use super::spans::first_span;
use super::{bounds, read, write};
use crate::model::{Other, Polymorphic, TypeName, Variant, VariantShape};

/// `Serialize` and `Deserialize` of a declared enum whose variants hold data.
pub(super) fn impls(types: &Polymorphic, name: Option<&TypeName>, item: &DeriveInput) -> TokenStream {
    let write = impl_serialize(types, item);
    let read = impl_deserialize(types, name, item);
    let held = ask_held(types, item);
    quote!(#write #read #held)
}

/// What stands in a variant is a declared type: asked in a constant, once for what is read and written.
fn ask_held(types: &Polymorphic, item: &DeriveInput) -> TokenStream {
    let held = types.variants().iter().filter_map(|variant| match &variant.shape {
        VariantShape::Newtype(ty) => Some(&**ty),
        VariantShape::Unit | VariantShape::Properties(_) => None,
    });
    held.filter_map(|ty| {
        let constant = bounds::in_a_constant(ty, &item.generics)?;
        Some(quote_spanned!(first_span(ty)=> const _: () = __runtime::variant::<#constant>();))
    })
    .collect()
}

fn impl_serialize(types: &Polymorphic, item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let bound = quote!(__runtime::serde::Serialize);
    let bounded = generics(types, item, &bound, &bound);
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    let arms = types.variants().iter().map(|variant| write_arm(variant, &bounded));
    let other = types.other().map(|Other { ident, .. }| {
        quote!(Self::#ident(value) => __runtime::serde::Serialize::serialize(value, serializer),)
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::serde::Serialize for #ident #type_generics #where_clause {
            fn serialize<__S: __runtime::Serializer>(&self, serializer: __S) -> __runtime::Result<__S::Ok, __S::Error> {
                match self { #(#arms)* #other }
            }
        }
    }
}

fn write_arm(variant: &Variant, bounded: &Generics) -> TokenStream {
    let (name, odata_type) = (&variant.ident, variant.odata_type.annotation());
    match &variant.shape {
        VariantShape::Unit => quote! {
            Self::#name => __runtime::write::nothing(serializer, #odata_type),
        },
        VariantShape::Newtype(_) => quote! {
            Self::#name(value) => __runtime::write::variant(serializer, #odata_type, value),
        },
        VariantShape::Properties(properties) => {
            let idents = properties.fields().map(|field| &field.ident);
            let wrappers = write::wrappers(properties, bounded);
            let odata_type = Some(&variant.odata_type);
            let write = write::object(properties, odata_type, |field| field.ident.to_token_stream());
            quote! {
                Self::#name { #(#idents),* } => {
                    #wrappers
                    #write
                }
            }
        }
    }
}

fn impl_deserialize(types: &Polymorphic, declared: Option<&TypeName>, item: &DeriveInput) -> TokenStream {
    let (ident, variants) = (&item.ident, types.variants());
    // It is read from text that may be gone afterwards, so it owns what it holds.
    let owned = quote!(__runtime::serde::de::DeserializeOwned);
    let bounded = generics(types, item, &owned, &quote!(__runtime::other::Other));
    let (owning_generics, _, where_clause) = bounded.split_for_impl();
    let reading = bounds::with_input_lifetime(&bounded);
    let (impl_generics, ..) = reading.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    let name = ident.to_string();
    let known = variants.iter().map(|variant| &variant.odata_type.text);
    // Without `@odata.type` a value is of the declared type itself.
    let is_declared = |variant: &Variant| declared.is_some_and(|name| name.text == variant.odata_type.text);
    let base = match variants.iter().position(is_declared) {
        Some(base) => quote!(__runtime::Some(#base)),
        None => quote!(__runtime::None),
    };
    let arms = variants.iter().enumerate().map(|(index, variant)| read_arm(index, variant, &item.generics));
    let other = match types.other() {
        Some(Other { ident, ty }) => {
            quote!(<#ty as __runtime::other::Other>::read_other(odata_type, properties).map(Self::#ident))
        }
        None => quote!(__runtime::Err(__runtime::polymorphic::unknown_type(odata_type.as_deref(), #name))),
    };
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::serde::Deserialize<'de> for #ident #type_generics #where_clause {
            fn deserialize<__D: __runtime::Deserializer<'de>>(deserializer: __D) -> __runtime::Result<Self, __D::Error> {
                __runtime::polymorphic::read(deserializer, #name)
            }
        }
        #[diagnostic::do_not_recommend]
        #[automatically_derived]
        impl #owning_generics __runtime::other::Other for #ident #type_generics #where_clause {
            fn read_other<'de, __A: __runtime::MapAccess<'de>>(
                odata_type: __runtime::Option<__runtime::String>,
                properties: __A,
            ) -> __runtime::Result<Self, __A::Error> {
                __runtime::other::polymorphic(odata_type, properties)
            }
        }
        #[automatically_derived]
        impl #owning_generics __runtime::polymorphic::Polymorphic for #ident #type_generics #where_clause {
            const TYPES: &'static [__runtime::StaticStr] = &[#(#known),*];
            const BASE: __runtime::Option<__runtime::usize> = #base;
            fn read_as<'de, __A: __runtime::MapAccess<'de>>(
                index: __runtime::usize,
                odata_type: __runtime::Option<__runtime::String>,
                properties: __A,
            ) -> __runtime::Result<Self, __A::Error> {
                match index {
                    #(#arms)*
                    _ => #other,
                }
            }
        }
    }
}

fn read_arm(index: usize, variant: &Variant, generics: &Generics) -> TokenStream {
    let name = &variant.ident;
    match &variant.shape {
        VariantShape::Unit => quote! {
            #index => __runtime::read::skip_all(properties).map(|()| Self::#name),
        },
        VariantShape::Newtype(ty) => quote! {
            #index => __runtime::read::after_type::<_, #ty>(properties).map(Self::#name),
        },
        VariantShape::Properties(properties) => {
            let body = read::object(properties, &quote!(Self::#name), Source::Properties, true, generics);
            quote! {
                #index => { #body }
            }
        }
    }
}

/// What the variants hold must be able to do `bound`, what the last one holds `other_bound`.
fn generics(
    types: &Polymorphic,
    item: &DeriveInput,
    bound: &TokenStream,
    other_bound: &TokenStream,
) -> Generics {
    let held = types.variants().iter().flat_map(|variant| match &variant.shape {
        VariantShape::Unit => Vec::new(),
        VariantShape::Newtype(ty) => vec![&**ty],
        VariantShape::Properties(properties) => properties.fields().map(|field| &field.ty).collect(),
    });
    let other = types.other().map(|other| (&*other.ty, other_bound.clone()));
    bounds::with_bounds(&item.generics, held.map(|ty| (ty, bound.clone())).chain(other))
}
