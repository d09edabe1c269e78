//! What a declaration with mistakes expands to: the same names with the same types and nothing behind them, so that the
//! code that uses it shows no second error and the editor keeps completing.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Path, Type};

use super::builder::{self, BuilderField};
use super::endpoint::response_type;
use crate::model::Presence;
use crate::parse::{EndpointArgs, FieldAttributes, TypeArgs};
use crate::problems::Problems;

/// What of the arguments the users of a declaration see.
pub(crate) struct Fallback {
    krate: Path,
    response: Option<Type>,
    builder: bool,
}

impl Fallback {
    pub(crate) fn of_endpoint(args: &EndpointArgs) -> Self {
        Self {
            krate: args.krate.clone().unwrap_or_else(crate::declare::default_crate),
            response: args.response.clone().filter(|response| {
                !matches!(response, Type::Reference(_) | Type::ImplTrait(_) | Type::Infer(_))
            }),
            builder: args.builder.as_ref().is_none_or(|builder| builder.value),
        }
    }

    pub(crate) fn of_type(args: &TypeArgs) -> Self {
        let krate = args.krate.clone().unwrap_or_else(crate::declare::default_crate);
        Self { krate, response: None, builder: false }
    }

    /// An `Endpoint`, and its builder if it is a struct.
    pub(crate) fn endpoint(&self, item: &DeriveInput) -> TokenStream {
        let (krate, ident) = (&self.krate, &item.ident);
        let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
        let response = response_type(self.response.as_ref());
        let builder = match &item.data {
            Data::Struct(data) if self.builder => self.builder(item, &data.fields),
            _ => TokenStream::new(),
        };
        let sandbox = self.sandbox(item, &response);
        quote! {
            const _: () = {
                use #krate::__private as __g;
                impl #impl_generics __g::Endpoint for #ident #type_generics #where_clause {
                    type Response = #response;
                    const METHOD: __g::http::Method = __g::http::Method::GET;
                    const PATH: &'static __g::str = "";
                    const VERSION: &'static __g::str = "";
                    const ROUTE: &'static [__g::Segment] = &[];
                    fn write(&self, _: &mut __g::RequestWriter) {}
                    fn decode(_: __g::http::Response<__g::bytes::Bytes>) -> __g::Result<#response, __g::Error> {
                        ::core::unreachable!()
                    }
                }
                impl #impl_generics __g::GetEndpoint for #ident #type_generics #where_clause {}
                #sandbox
            };
            #builder
        }
    }

    #[cfg(not(feature = "sandbox"))]
    fn sandbox(&self, _: &DeriveInput, _: &TokenStream) -> TokenStream {
        TokenStream::new()
    }

    /// The server's half.
    #[cfg(feature = "sandbox")]
    fn sandbox(&self, item: &DeriveInput, response: &TokenStream) -> TokenStream {
        let ident = &item.ident;
        let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
        quote! {
            impl #impl_generics __g::SandboxEndpoint for #ident #type_generics #where_clause {
                fn read(_: &__g::RequestReader) -> __g::Result<Self, __g::Error> {
                    ::core::unreachable!()
                }
                fn encode(_: &#response) -> __g::Result<__g::http::Response<__g::bytes::Bytes>, __g::Error> {
                    ::core::unreachable!()
                }
            }
        }
    }

    fn builder(&self, item: &DeriveInput, fields: &Fields) -> TokenStream {
        let Fields::Named(named) = fields else { return TokenStream::new() };
        let presences: Vec<Presence> = named
            .named
            .iter()
            .map(|field| {
                // Its mistakes are reported already.
                let attributes = FieldAttributes::parse(&field.attrs, &mut Problems::default());
                Presence::of_field(&field.ty, &attributes)
            })
            .collect();
        let fields: Vec<BuilderField<'_>> = named
            .named
            .iter()
            .zip(&presences)
            .filter_map(|(field, presence)| {
                let ident = field.ident.as_ref()?;
                let setter_type = match presence {
                    Presence::Optional(inner) => inner,
                    Presence::Required | Presence::Nullable => &field.ty,
                };
                // A field of that name is among the mistakes already.
                let collides = ident == "build" || ident == "send";
                (!collides).then_some(BuilderField { ident, setter_type, presence, docs: &[] })
            })
            .collect();
        if fields.len() < presences.len() {
            return TokenStream::new();
        }
        builder::expand(&fields, item, &self.krate, self.response.as_ref(), &item.generics)
    }

    /// A type that is `Serialize` and `Deserialize`.
    pub(crate) fn graph_type(&self, item: &DeriveInput) -> TokenStream {
        let (krate, ident) = (&self.krate, &item.ident);
        let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
        let reading = super::generics::with_input_lifetime(&item.generics);
        let (reading, ..) = reading.split_for_impl();
        let name = ident.to_string();
        let enumeration = match &item.data {
            Data::Enum(_) => Self::enumeration(item),
            _ => TokenStream::new(),
        };
        quote! {
            const _: () = {
                use #krate::__private as __g;
                impl #impl_generics __g::Select for #ident #type_generics #where_clause {
                    const SELECT: &'static __g::str = "";
                }
                impl #impl_generics __g::serde::Serialize for #ident #type_generics #where_clause {
                    fn serialize<__S: __g::serde::Serializer>(&self, _: __S) -> __g::Result<__S::Ok, __S::Error> {
                        ::core::unreachable!()
                    }
                }
                impl #impl_generics __g::write::WriteProperties for #ident #type_generics #where_clause {
                    fn write_properties<__M: __g::serde::ser::SerializeMap>(&self, _: &mut __M) -> __g::Result<(), __M::Error> {
                        ::core::unreachable!()
                    }
                }
                impl #reading __g::serde::Deserialize<'de> for #ident #type_generics #where_clause {
                    fn deserialize<__D: __g::serde::Deserializer<'de>>(_: __D) -> __g::Result<Self, __D::Error> {
                        ::core::unreachable!()
                    }
                }
                impl #reading __g::read::Object<'de> for #ident #type_generics #where_clause {
                    const NAME: &'static __g::str = #name;
                    fn read<__A: __g::serde::de::MapAccess<'de>>(_: __A) -> __g::Result<Self, __A::Error> {
                        ::core::unreachable!()
                    }
                }
                impl #impl_generics __g::other::Other for #ident #type_generics #where_clause {
                    fn read_other<'de, __A: __g::serde::de::MapAccess<'de>>(_: __g::Option<__g::String>, _: __A) -> __g::Result<Self, __A::Error> {
                        ::core::unreachable!()
                    }
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
            impl #impl_generics __g::GraphEnum for #ident #type_generics #where_clause {
                const MEMBERS: &'static [&'static __g::str] = &[];
                fn as_str(&self) -> &__g::str {
                    ""
                }
                fn from_name(_: &__g::str) -> __g::Option<Self> {
                    __g::None
                }
            }
            impl #impl_generics __g::Parameter for #ident #type_generics #where_clause {
                fn write(&self, _: &mut __g::ParameterText<'_>) {}
            }
            impl #impl_generics __g::FromParameter for #ident #type_generics #where_clause {
                fn from_text(_: &__g::str) -> __g::Result<Self, __g::ParameterError> {
                    ::core::unreachable!()
                }
            }
        }
    }
}
