//! The server's half of an endpoint: a request read back into the struct, a response written.
//!
//! Each bound stands behind `for<'__sandbox>`: one that doesn't hold is then a reason why the impl isn't there, and no
//! error. Switching the feature on breaks no declaration.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::DeriveInput;

use super::endpoint::response_type;
use super::object;
use crate::model::{Body, Endpoint, Field, Presence, Role};

/// `SandboxEndpoint`. What borrows has none: a request read from a socket owns what it holds.
pub(crate) fn impl_sandbox(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    if item.generics.lifetimes().next().is_some() {
        return TokenStream::new();
    }
    let ident = &item.ident;
    let mut bounded = super::endpoint::endpoint_generics(endpoint, item);
    let predicates = endpoint.fields.iter().filter_map(bound);
    bounded.make_where_clause().predicates.extend(predicates);
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    let response = response_type(endpoint.response.as_ref());
    let body = match endpoint.body {
        Body::Properties => read_properties(endpoint, item),
        Body::None | Body::Whole => TokenStream::new(),
    };
    let values = endpoint.fields.iter().map(value);
    quote! {
        impl #impl_generics __g::SandboxEndpoint for #ident #type_generics #where_clause {
            fn read(request: &__g::RequestReader) -> __g::Result<Self, __g::Error> {
                #[allow(unused_imports)]
                use __g::{ReadJson as _, ReadNothing as _, ReadOctets as _};
                #body
                __g::Ok(Self { #(#values)* })
            }
            fn encode(response: &#response) -> __g::Result<__g::http::Response<__g::bytes::Bytes>, __g::Error> {
                #[allow(unused_imports)]
                use __g::{EncodeJson as _, EncodeNothing as _, EncodeSpecial as _};
                (&&&__g::Encoder::<#response>::new()).encode(response)
            }
        }
    }
}

/// What reading the field asks of its type.
fn bound(field: &Field) -> Option<syn::WherePredicate> {
    let ty = &field.ty;
    match &field.role {
        Role::Path(_) | Role::Query(_) | Role::Header(_) => {
            Some(syn::parse_quote!(for<'__sandbox> #ty: __g::FromParameter))
        }
        Role::Property(json) if json.additional || json.deserialize_with.is_some() => None,
        Role::Property(_) => Some(syn::parse_quote!(for<'__sandbox> #ty: __g::serde::de::DeserializeOwned)),
        Role::Body(Some(content_type)) if !content_type.value().contains("json") => {
            let ty = whole_type(field);
            Some(syn::parse_quote!(for<'__sandbox> #ty: __g::FromRawContent))
        }
        Role::Body(_) => None,
    }
}

/// The properties of the body, as a type that has nothing else.
fn read_properties(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    let fields: Vec<&Field> = endpoint.fields.iter().filter(|field| field.json().is_some()).collect();
    let params: Vec<_> = (0..fields.len()).map(|index| format_ident!("__F{index}")).collect();
    let idents = fields.iter().map(|field| &field.ident);
    let types = fields.iter().map(|field| &field.ty);
    let target = quote!(__Properties<#(#types),*>);
    let name = item.ident.to_string();
    let bounded = super::generics::with_bounds(
        &item.generics,
        fields.iter().map(|field| (&field.ty, quote!(__g::serde::de::DeserializeOwned))),
    );
    let writes_type = endpoint.odata_type.is_some();
    let impls = object::impl_object(&target, &quote!(__Properties), &name, &bounded, &fields, writes_type);
    quote! {
        struct __Properties<#(#params),*> { #(#idents: #params),* }
        #impls
        let properties = request.json::<#target>()?;
    }
}

fn value(field: &Field) -> TokenStream {
    let (ident, name) = (&field.ident, field.name());
    match &field.role {
        Role::Path(_) => quote!(#ident: request.path(#name)?,),
        Role::Query(name) => quote!(#ident: request.query(#name)?,),
        Role::Header(name) => quote!(#ident: request.header(#name)?,),
        Role::Property(_) => quote!(#ident: properties.#ident,),
        Role::Body(content_type) => {
            let ty = whole_type(field);
            let read = match content_type {
                Some(content_type) if !content_type.value().contains("json") => {
                    quote!(request.raw::<#ty>()?)
                }
                _ => quote!((&&&__g::WholeBody::<#ty>::new()).read(request)?),
            };
            match &field.presence {
                Presence::Optional(_) => quote! {
                    #ident: if request.has_body() {
                        __g::Some(#read)
                    } else {
                        __g::None
                    },
                },
                Presence::Required | Presence::Nullable => quote!(#ident: #read,),
            }
        }
    }
}

fn whole_type(field: &Field) -> &syn::Type {
    match &field.presence {
        Presence::Optional(inner) => inner,
        Presence::Required | Presence::Nullable => &field.ty,
    }
}
