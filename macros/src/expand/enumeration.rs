//! An enumeration that grows: members by name, in any letter case, and what to do with one that is new.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::model::{Enumeration, UnknownMember};

/// Everything that an enumeration expands to.
pub(super) fn impls(enumeration: &Enumeration, item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let (members, unknown) = (enumeration.members(), enumeration.unknown());
    let (names, idents): (Vec<_>, Vec<_>) =
        members.iter().map(|member| (&member.name.text, &member.ident)).unzip();
    let indices = 0..members.len();
    let unknown_name = match unknown {
        UnknownMember::Refused => TokenStream::new(),
        UnknownMember::Kept(variant) => quote!(Self::#variant(name) => name,),
        UnknownMember::Dropped(variant) => quote!(Self::#variant => "unknownFutureValue",),
    };
    let from_unknown = match unknown {
        UnknownMember::Refused => quote!(__runtime::None),
        UnknownMember::Kept(variant) => {
            quote!(__runtime::Some(Self::#variant(__runtime::From::from(name))))
        }
        UnknownMember::Dropped(variant) => quote!(__runtime::Some(Self::#variant)),
    };
    quote! {
        #[automatically_derived]
        impl __runtime::GraphEnum for #ident {
            const MEMBERS: &'static [__runtime::StaticStr] = &[#(#names),*];
            fn as_str(&self) -> &__runtime::str {
                match self { #(Self::#idents => #names,)* #unknown_name }
            }
            fn from_name(name: &__runtime::str) -> __runtime::Option<Self> {
                match __runtime::member_index(name, Self::MEMBERS) {
                    #(#indices => __runtime::Some(Self::#idents),)*
                    _ => #from_unknown,
                }
            }
        }
        #[automatically_derived]
        impl __runtime::serde::Serialize for #ident {
            fn serialize<__S: __runtime::Serializer>(&self, serializer: __S) -> __runtime::Result<__S::Ok, __S::Error> {
                __runtime::write_member(self, serializer)
            }
        }
        #[automatically_derived]
        impl<'de> __runtime::serde::Deserialize<'de> for #ident {
            fn deserialize<__D: __runtime::Deserializer<'de>>(deserializer: __D) -> __runtime::Result<Self, __D::Error> {
                __runtime::read_member(deserializer)
            }
        }
        #[automatically_derived]
        impl __runtime::Parameter for #ident {
            fn write(&self, out: &mut __runtime::ParameterText<'_>) {
                out.push_str(__runtime::member_text(__runtime::GraphEnum::as_str(self)));
            }
        }
        #[automatically_derived]
        impl __runtime::FromParameter for #ident {
            fn from_text(name: &__runtime::str) -> __runtime::Result<Self, __runtime::ParameterError> {
                __runtime::member_from_text(name)
            }
        }
    }
}
