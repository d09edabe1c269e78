//! The server's half of an endpoint: a request read back into the struct, a response written.
//!
//! Each bound stands behind `for<'__sandbox>`: one that doesn't hold is then a reason why the impl isn't there, and no
//! error. Switching the feature on breaks no declaration.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{DeriveInput, WherePredicate, parse_quote};

use super::signature::{endpoint_generics, response_type};
use super::{bounds, object};
use crate::model::{Body, Endpoint, Object, Property, Whole};
use crate::parse::{Presence, named_wrapper};

/// `SandboxEndpoint`. What borrows has none: a request read from a socket owns what it holds.
pub(super) fn impl_sandbox(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    if item.generics.lifetimes().next().is_some() {
        return TokenStream::new();
    }
    let ident = &item.ident;
    let mut bounded = endpoint_generics(endpoint, item);
    bounded.make_where_clause().predicates.extend(predicates(endpoint));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    let response = response_type(endpoint.response.as_ref().map(|response| &response.ty));
    let properties = match &endpoint.body {
        Body::Object(object) => read_properties(object, item),
        Body::None | Body::Whole(_) => TokenStream::new(),
    };
    let values = values(endpoint);
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::SandboxEndpoint for #ident #type_generics #where_clause {
            fn read(request: &__runtime::RequestReader) -> __runtime::Result<Self, __runtime::Error> {
                #[allow(unused_imports)]
                use __runtime::{ReadJson as _, ReadNothing as _, ReadOctets as _};
                #properties
                __runtime::Ok(Self { #values })
            }
            fn encode(response: &#response) -> __runtime::Result<__runtime::HttpResponse, __runtime::Error> {
                #[allow(unused_imports)]
                use __runtime::{EncodeJson as _, EncodeNothing as _, EncodeSpecial as _};
                (&&&__runtime::Encoder::<#response>::new()).encode(response)
            }
        }
    }
}

/// What reading asks of the fields' types.
fn predicates(endpoint: &Endpoint) -> Vec<WherePredicate> {
    let query = endpoint.query.iter().map(|(_, field)| field);
    let headers = endpoint.headers.iter().map(|(_, field)| field);
    let parameters = endpoint.path.values().chain(query).chain(headers).map(|field| {
        let ty = &field.ty;
        parse_quote!(for<'__sandbox> #ty: __runtime::FromParameter)
    });
    let mut predicates: Vec<WherePredicate> = parameters.collect();
    match &endpoint.body {
        Body::None => {}
        Body::Object(Object { properties, .. }) => {
            let read = properties.known().iter().filter(|property| property.deserialize_with.is_none());
            predicates.extend(read.map(|Property { field, .. }| -> WherePredicate {
                // As for the properties themselves: what holds for the inner type holds for the `Option`.
                let ty = match named_wrapper(&field.ty) {
                    Some(("Option", inner)) => inner,
                    _ => &field.ty,
                };
                parse_quote!(for<'__sandbox> #ty: __runtime::serde::de::DeserializeOwned)
            }));
        }
        Body::Whole(whole) if whole.is_raw() => {
            let ty = whole.field.value_type();
            predicates.push(parse_quote!(for<'__sandbox> #ty: __runtime::FromRawContent));
        }
        Body::Whole(_) => {}
    }
    predicates
}

/// The properties of the body, as a type that has nothing else.
fn read_properties(object: &Object, item: &DeriveInput) -> TokenStream {
    let Object { odata_type, properties } = object;
    let (idents, types): (Vec<_>, Vec<_>) =
        properties.fields().map(|field| (&field.ident, &field.ty)).unzip();
    // A parameter of a header's type, say, is none of the properties'.
    let generics = bounds::only_of(&item.generics, &types);
    let params: Vec<_> = (0..idents.len()).map(|index| format_ident!("__F{index}")).collect();
    let target = quote!(__Properties<#(#types),*>);
    let name = item.ident.to_string();
    let mut bounded = bounds::with_bounds(
        &generics,
        types.iter().map(|ty| (*ty, quote!(__runtime::serde::de::DeserializeOwned))),
    );
    // What is borrowed for ever can't be read: there is no server's half then, which is no error.
    let for_ever = types.iter().filter(|ty| quote!(#ty).to_string().contains("'static"));
    let for_ever: Vec<WherePredicate> = for_ever
        .map(|ty| parse_quote!(for<'__sandbox> #ty: __runtime::serde::de::DeserializeOwned))
        .collect();
    if !for_ever.is_empty() {
        bounded.make_where_clause().predicates.extend(for_ever);
    }
    let writes_type = odata_type.is_some();
    let impls = object::impl_object(&target, &quote!(__Properties), &name, &bounded, properties, writes_type);
    quote! {
        struct __Properties<#(#params),*> { #(#idents: #params),* }
        #impls
        let properties = request.json::<#target>()?;
    }
}

/// The values of all fields.
fn values(endpoint: &Endpoint) -> TokenStream {
    let path = endpoint.path.values().map(|field| {
        let (ident, name) = (&field.ident, field.name());
        quote!(#ident: request.path(#name)?,)
    });
    let query = endpoint.query.iter().map(|(name, field)| {
        let ident = &field.ident;
        quote!(#ident: request.query(#name)?,)
    });
    let headers = endpoint.headers.iter().map(|(name, field)| {
        let ident = &field.ident;
        quote!(#ident: request.header(#name)?,)
    });
    let body = match &endpoint.body {
        Body::None => TokenStream::new(),
        Body::Object(object) => {
            let idents: Vec<_> = object.properties.fields().map(|field| &field.ident).collect();
            quote!(#(#idents: properties.#idents,)*)
        }
        Body::Whole(whole) => read_whole(whole),
    };
    quote!(#(#path)* #(#query)* #(#headers)* #body)
}

fn read_whole(whole: &Whole) -> TokenStream {
    let (ident, ty) = (&whole.field.ident, whole.field.value_type());
    let read = if whole.is_raw() {
        quote!(request.raw::<#ty>()?)
    } else {
        quote!((&&&__runtime::WholeBody::<#ty>::new()).read(request)?)
    };
    match &whole.field.presence {
        Presence::Optional(_) => quote! {
            #ident: if request.has_body() {
                __runtime::Some(#read)
            } else {
                __runtime::None
            },
        },
        Presence::Required | Presence::Nullable => quote!(#ident: #read,),
    }
}
