//! An enumeration that grows: members by name, in any letter case, and what to do with one that is new.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::model::{Member, UnknownMember};

/// Everything that an enumeration expands to.
pub(crate) fn impls(members: &[Member], unknown: &UnknownMember, item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let (names, idents): (Vec<_>, Vec<_>) =
        members.iter().map(|member| (&member.name, &member.ident)).unzip();
    let indices = 0..members.len();
    let unknown_name = match unknown {
        UnknownMember::Refused => TokenStream::new(),
        UnknownMember::Kept(variant) => quote!(Self::#variant(name) => name,),
        UnknownMember::Dropped(variant) => quote!(Self::#variant => "unknownFutureValue",),
    };
    let from_unknown = match unknown {
        UnknownMember::Refused => quote!(__g::None),
        UnknownMember::Kept(variant) => {
            quote!(__g::Some(Self::#variant(::core::convert::From::from(name))))
        }
        UnknownMember::Dropped(variant) => quote!(__g::Some(Self::#variant)),
    };
    quote! {
        impl __g::GraphEnum for #ident {
            const MEMBERS: &'static [&'static __g::str] = &[#(#names),*];
            fn as_str(&self) -> &__g::str {
                match self { #(Self::#idents => #names,)* #unknown_name }
            }
            fn from_name(name: &__g::str) -> __g::Option<Self> {
                match __g::member_index(name, Self::MEMBERS) {
                    #(#indices => __g::Some(Self::#idents),)*
                    _ => #from_unknown,
                }
            }
        }
        impl __g::serde::Serialize for #ident {
            fn serialize<__S: __g::serde::Serializer>(&self, serializer: __S) -> __g::Result<__S::Ok, __S::Error> {
                serializer.serialize_str(__g::GraphEnum::as_str(self))
            }
        }
        impl<'de> __g::serde::Deserialize<'de> for #ident {
            fn deserialize<__D: __g::serde::Deserializer<'de>>(deserializer: __D) -> __g::Result<Self, __D::Error> {
                __g::read_member(deserializer)
            }
        }
        impl __g::Parameter for #ident {
            fn write(&self, out: &mut __g::ParameterText<'_>) {
                out.push_str(__g::GraphEnum::as_str(self));
            }
        }
        impl __g::FromParameter for #ident {
            fn from_text(name: &__g::str) -> __g::Result<Self, __g::ParameterError> {
                __g::member_from_text(name)
            }
        }
    }
}
