//! A family of types told apart by `@odata.type`.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::DeriveInput;

use super::{generics, object};
use crate::model::{GraphType, Other, Variant, VariantShape};

/// `Serialize` and `Deserialize` of a declared enum whose variants hold data.
pub(crate) fn impls(
    graph_type: &GraphType,
    variants: &[Variant],
    other: Option<&Other>,
    item: &DeriveInput,
) -> TokenStream {
    let write = impl_serialize(variants, other, item);
    let read = impl_deserialize(graph_type, variants, other, item);
    quote!(#write #read)
}

fn impl_serialize(variants: &[Variant], other: Option<&Other>, item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let bounded =
        bounds(variants, other, item, &quote!(__g::serde::Serialize), &quote!(__g::serde::Serialize));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    let arms = variants.iter().map(|variant| {
        let (name, odata_type) = (&variant.ident, format!("#{}", variant.odata_type));
        match &variant.shape {
            VariantShape::Unit => quote! {
                Self::#name => __g::write::object(serializer, __g::Some(#odata_type), &()),
            },
            VariantShape::Newtype(_) => quote! {
                Self::#name(value) => __g::write::object(serializer, __g::Some(#odata_type), value),
            },
            VariantShape::Properties(fields) => {
                let idents = fields.iter().map(|field| &field.ident);
                let wrappers = object::write_wrappers(fields, &bounded);
                let write = object::write_all(fields, |field| field.ident.to_token_stream());
                quote! {
                    Self::#name { #(#idents),* } => {
                        #wrappers
                        let mut opened = __g::write::open(serializer, #odata_type)?;
                        let object = &mut opened;
                        #write?;
                        __g::serde::ser::SerializeMap::end(opened)
                    }
                }
            }
        }
    });
    let other = other.map(|Other { ident, .. }| {
        quote!(Self::#ident(value) => __g::serde::Serialize::serialize(value, serializer),)
    });
    quote! {
        impl #impl_generics __g::serde::Serialize for #ident #type_generics #where_clause {
            fn serialize<__S: __g::serde::Serializer>(&self, serializer: __S) -> __g::Result<__S::Ok, __S::Error> {
                match self { #(#arms)* #other }
            }
        }
    }
}

fn impl_deserialize(
    graph_type: &GraphType,
    variants: &[Variant],
    other: Option<&Other>,
    item: &DeriveInput,
) -> TokenStream {
    let ident = &item.ident;
    // A family is read from text that may be gone afterwards, so it owns what it holds.
    let bounded =
        bounds(variants, other, item, &quote!(__g::serde::de::DeserializeOwned), &quote!(__g::other::Other));
    let (family_generics, _, where_clause) = bounded.split_for_impl();
    let reading = generics::with_input_lifetime(&bounded);
    let (impl_generics, ..) = reading.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    let name = ident.to_string();
    let known = variants.iter().map(|variant| &variant.odata_type);
    // Without `@odata.type` a value is of the declared type itself.
    let base = match variants.iter().position(|variant| Some(&variant.odata_type) == graph_type.name.as_ref())
    {
        Some(base) => quote!(__g::Some(#base)),
        None => quote!(__g::None),
    };
    let arms = variants.iter().enumerate().map(|(index, variant)| read_arm(index, variant));
    let other = match other {
        Some(Other { ident, ty }) => {
            quote!(<#ty as __g::other::Other>::read_other(odata_type, properties).map(Self::#ident))
        }
        None => quote!(__g::Err(__g::tagged::unknown_type(odata_type.as_deref(), #name))),
    };
    quote! {
        impl #impl_generics __g::serde::Deserialize<'de> for #ident #type_generics #where_clause {
            fn deserialize<__D: __g::serde::Deserializer<'de>>(deserializer: __D) -> __g::Result<Self, __D::Error> {
                __g::read::object(deserializer)
            }
        }
        impl #impl_generics __g::read::Object<'de> for #ident #type_generics #where_clause {
            const NAME: &'static __g::str = #name;
            fn read<__A: __g::serde::de::MapAccess<'de>>(properties: __A) -> __g::Result<Self, __A::Error> {
                __g::tagged::family(properties)
            }
        }
        #[diagnostic::do_not_recommend]
        impl #family_generics __g::other::Other for #ident #type_generics #where_clause {
            fn read_other<'de, __A: __g::serde::de::MapAccess<'de>>(
                odata_type: __g::Option<__g::String>,
                properties: __A,
            ) -> __g::Result<Self, __A::Error> {
                __g::other::family(odata_type, properties)
            }
        }
        impl #family_generics __g::tagged::Family for #ident #type_generics #where_clause {
            const TYPES: &'static [&'static __g::str] = &[#(#known),*];
            const BASE: __g::Option<__g::usize> = #base;
            fn read_as<'de, __A: __g::serde::de::MapAccess<'de>>(
                index: __g::usize,
                odata_type: __g::Option<__g::String>,
                properties: __A,
            ) -> __g::Result<Self, __A::Error> {
                match index {
                    #(#arms)*
                    _ => #other,
                }
            }
        }
    }
}

fn read_arm(index: usize, variant: &Variant) -> TokenStream {
    let name = &variant.ident;
    match &variant.shape {
        VariantShape::Unit => quote! {
            #index => __g::read::skip_all(properties).map(|()| Self::#name),
        },
        VariantShape::Newtype(ty) => quote! {
            #index => <#ty as __g::read::Object<'de>>::read(properties).map(Self::#name),
        },
        VariantShape::Properties(fields) => {
            let fields: Vec<_> = fields.iter().collect();
            let body = object::read_body(&fields, &quote!(Self::#name), true);
            quote! {
                #index => { #body }
            }
        }
    }
}

/// What the variants hold must be able to do `bound`, what the last one holds `other_bound`.
fn bounds(
    variants: &[Variant],
    other: Option<&Other>,
    item: &DeriveInput,
    bound: &TokenStream,
    other_bound: &TokenStream,
) -> syn::Generics {
    let types = variants.iter().flat_map(|variant| match &variant.shape {
        VariantShape::Unit => Vec::new(),
        VariantShape::Newtype(ty) => vec![&**ty],
        VariantShape::Properties(fields) => fields.iter().map(|field| &field.ty).collect(),
    });
    let other = other.map(|other| (&*other.ty, other_bound.clone()));
    generics::with_bounds(&item.generics, types.map(|ty| (ty, bound.clone())).chain(other))
}
