//! What the impls of an endpoint have in common: its generics and the type of its response.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::token::Paren;
use syn::{DeriveInput, Generics, Type};

use super::bounds;
use super::in_place::InPlace;
use crate::model::{Body, Endpoint};

/// The type of `Response`.
pub(super) fn response_type(response: Option<&Type>) -> impl ToTokens {
    InPlace(move |tokens: &mut TokenStream| match response {
        Some(response) => response.to_tokens(tokens),
        None => Paren::default().surround(tokens, |_| ()),
    })
}

/// The type's generics, with what an `Endpoint` asks of them.
pub(super) fn endpoint_generics(endpoint: &Endpoint, item: &DeriveInput) -> Generics {
    if item.generics.type_params().next().is_none() {
        return item.generics.clone();
    }
    let path = endpoint.path.values().map(|field| &field.ty);
    let query = endpoint.query.iter().map(|(_, field)| field.value_type());
    let headers = endpoint.headers.iter().map(|(_, field)| field.value_type());
    let parameters = path.chain(query).chain(headers).map(|ty| (ty, quote!(__runtime::Parameter)));
    let body: Vec<&Type> = match &endpoint.body {
        Body::None => Vec::new(),
        Body::Object(object) => object.properties.fields().map(|field| &field.ty).collect(),
        Body::Whole(whole) => vec![&whole.field.ty],
    };
    let body = body.into_iter().map(|ty| (ty, quote!(__runtime::serde::Serialize)));
    let response = endpoint.response.iter();
    let read =
        response.clone().map(|response| (&response.ty, quote!(__runtime::serde::de::DeserializeOwned)));
    let selected =
        response.filter(|response| response.select).map(|response| (&response.ty, quote!(__runtime::Select)));
    bounds::with_bounds(&item.generics, parameters.chain(body).chain(read).chain(selected))
}
