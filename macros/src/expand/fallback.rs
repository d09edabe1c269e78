//! What a declaration with mistakes expands to: the same names with the same types and nothing behind them, so that the
//! code that uses it shows no second error and the editor keeps completing.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{DeriveInput, Type};

use super::signature::response_type;
use super::{bounds, builder};
use crate::parse::{Data, Declaration, EndpointArgs, Field, Fields, TypeArgs, has_no_size, is_of_self};

/// An `Endpoint`, and its builder if it is a struct.
pub(crate) fn endpoint_stubs(declaration: &Declaration<'_, EndpointArgs>) -> TokenStream {
    let Declaration { args, item, data } = declaration;
    let (krate, ident) = (args.krate(), &item.ident);
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let response = args.response.as_ref().map(|response| &response.value);
    let response = response
        .filter(|response| !has_no_size(response) && !is_of_self(response))
        .filter(|response| !matches!(response, Type::Reference(_) | Type::ImplTrait(_) | Type::Infer(_)));
    // A field that has the name of a builder's own method is among the mistakes already.
    let collides = |field: &Field<'_>| matches!(field.name().as_str(), "build" | "send");
    let builder = match data {
        Data::Struct(Fields::Named(fields))
            if args.builder() && !fields.iter().any(collides) && !bounds::has_unused_parameter(item) =>
        {
            builder::stub(declaration, response)
        }
        Data::Struct(_) | Data::Enum(..) | Data::Union(_) => TokenStream::new(),
    };
    let response = response_type(response);
    let sandbox = sandbox(item, &response);
    quote! {
        const _: () = {
            use #krate::__private as __runtime;
            #[automatically_derived]
            impl #impl_generics __runtime::Endpoint for #ident #type_generics #where_clause {
                type Response = #response;
                const METHOD: __runtime::Method = __runtime::Method::GET;
                const PATH: __runtime::StaticStr = "";
                const VERSION: __runtime::StaticStr = "";
                fn write(&self, _: &mut __runtime::RequestWriter) {}
                fn decode(_: __runtime::HttpResponse) -> __runtime::Decoded<#response> {
                    ::core::unreachable!()
                }
            }
            #[automatically_derived]
            impl #impl_generics __runtime::GetEndpoint for #ident #type_generics #where_clause {}
            #sandbox
        };
        #builder
    }
}

#[cfg(not(feature = "sandbox"))]
fn sandbox(_: &DeriveInput, _: &impl ToTokens) -> TokenStream {
    TokenStream::new()
}

/// The server's half.
#[cfg(feature = "sandbox")]
fn sandbox(item: &DeriveInput, response: &impl ToTokens) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::SandboxEndpoint for #ident #type_generics #where_clause {
            fn read(_: &__runtime::RequestReader) -> __runtime::Result<Self, __runtime::Error> {
                ::core::unreachable!()
            }
            fn encode(_: &#response) -> __runtime::Result<__runtime::HttpResponse, __runtime::Error> {
                ::core::unreachable!()
            }
        }
    }
}

/// A type that is `Serialize` and `Deserialize`.
pub(crate) fn type_stubs(declaration: &Declaration<'_, TypeArgs>) -> TokenStream {
    let Declaration { args, item, data } = declaration;
    let (krate, ident) = (args.krate(), &item.ident);
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let reading = bounds::with_input_lifetime(&item.generics);
    let (reading, ..) = reading.split_for_impl();
    let enumeration = match data {
        Data::Enum(..) => enumeration(item),
        Data::Struct(_) | Data::Union(_) => TokenStream::new(),
    };
    quote! {
        const _: () = {
            use #krate::__private as __runtime;
            #[automatically_derived]
            impl #impl_generics __runtime::Select for #ident #type_generics #where_clause {
                const SELECT: __runtime::StaticStr = "";
            }
            #[automatically_derived]
            impl #impl_generics __runtime::serde::Serialize for #ident #type_generics #where_clause {
                fn serialize<__S: __runtime::Serializer>(&self, _: __S) -> __runtime::Result<__S::Ok, __S::Error> {
                    ::core::unreachable!()
                }
            }
            #[automatically_derived]
            impl #reading __runtime::serde::Deserialize<'de> for #ident #type_generics #where_clause {
                fn deserialize<__D: __runtime::Deserializer<'de>>(_: __D) -> __runtime::Result<Self, __D::Error> {
                    ::core::unreachable!()
                }
            }
            #[automatically_derived]
            impl #impl_generics __runtime::other::Other for #ident #type_generics #where_clause {
                fn read_other<'de, __A: __runtime::MapAccess<'de>>(_: __runtime::Option<__runtime::String>, _: __A) -> __runtime::Result<Self, __A::Error> {
                    ::core::unreachable!()
                }
            }
            #[automatically_derived]
            impl #impl_generics __runtime::Declared for #ident #type_generics #where_clause {
                const LOST: __runtime::Lost = __runtime::Lost::Nothing;
            }
            #enumeration
        };
    }
}

/// What an enum of plain variants has besides.
fn enumeration(item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::GraphEnum for #ident #type_generics #where_clause {
            const MEMBERS: &'static [__runtime::StaticStr] = &[];
            fn as_str(&self) -> &__runtime::str {
                ""
            }
            fn from_name(_: &__runtime::str) -> __runtime::Option<Self> {
                __runtime::None
            }
        }
        #[automatically_derived]
        impl #impl_generics __runtime::Parameter for #ident #type_generics #where_clause {
            fn write(&self, _: &mut __runtime::ParameterText<'_>) {}
        }
        #[automatically_derived]
        impl #impl_generics __runtime::FromParameter for #ident #type_generics #where_clause {
            fn from_text(_: &__runtime::str) -> __runtime::Result<Self, __runtime::ParameterError> {
                ::core::unreachable!()
            }
        }
    }
}
