//! An endpoint: the consts, the writer, the decoder.

use graph_endpoint_schema::path::Spelling;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{DeriveInput, Ident, Type};

use super::signature::{endpoint_generics, response_type};
use super::spans::{first_span, reference};
use super::{builder, form, related, undeclared, write};
use crate::model::{Body, Endpoint, Object, Path, Response, Segment, Version, Whole};
use crate::parse::{Declaration, EndpointArgs, Method, Presence, holds_numbers};
use crate::verify::Related;

/// Everything that an endpoint expands to, besides the struct itself.
pub(crate) fn endpoint(
    endpoint: &Endpoint,
    related: &[Related],
    declaration: &Declaration<'_, EndpointArgs>,
) -> TokenStream {
    let (krate, item) = (&endpoint.krate, declaration.item);
    let client_half = impl_endpoint(endpoint, item);
    let get = impl_get_endpoint(endpoint, item);
    let builder = builder::builder(endpoint, declaration);
    let related = related::related(related, item);
    let forms = form::ask(in_serdes_form(endpoint), &item.generics);
    let ask = undeclared::ask_body(&endpoint.body, item);
    // The constant's own attribute says it: one less to quote and to read.
    let (unused, named) = match related.is_empty() && ask.is_empty() {
        true => (None, None),
        false => (
            Some(quote!(, unused_imports)),
            Some(quote!(
                use __runtime::NotNamed as _;
            )),
        ),
    };
    #[cfg(feature = "sandbox")]
    let sandbox = super::sandbox::impl_sandbox(endpoint, item);
    #[cfg(not(feature = "sandbox"))]
    let sandbox = TokenStream::new();
    quote! {
        #[allow(deprecated #unused)]
        const _: () = {
            use #krate::__private as __runtime;
            #client_half
            #get
            #sandbox
            #named
            #ask
            #related
            #forms
        };
        #builder
    }
}

/// The types whose form in JSON is serde's affair.
fn in_serdes_form(endpoint: &Endpoint) -> impl Iterator<Item = &Type> {
    let (object, whole) = match &endpoint.body {
        Body::None => (None, None),
        Body::Object(object) => (Some(object.properties.in_serdes_form()), None),
        Body::Whole(whole) => (None, Some(&whole.field.ty)),
    };
    object.into_iter().flatten().chain(whole).chain(endpoint.response.as_ref().map(|response| &response.ty))
}

fn impl_endpoint(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let bounded = endpoint_generics(endpoint, item);
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    let response = endpoint.response.as_ref().map(|response| &response.ty);
    let at = response.map_or_else(Span::call_site, first_span);
    let response = response_type(response);
    let as_text = endpoint.response.as_ref().is_some_and(|response| holds_numbers(&response.ty));
    let decode = if as_text {
        quote_spanned!(at=> __runtime::number_response::<#response>(response))
    } else {
        quote_spanned!(at=> __runtime::Decoder::<#response>::NEW.decode(response))
    };
    let method = Ident::new(endpoint.method.name(), Span::call_site());
    let path = endpoint.path.text();
    let version = version(endpoint.version);
    let permissions = permissions(endpoint);
    let route = route(&endpoint.path);
    let write = write_request(endpoint, item);
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::Endpoint for #ident #type_generics #where_clause {
            type Response = #response;
            const METHOD: __runtime::Method = __runtime::Method::#method;
            const PATH: __runtime::StaticStr = #path;
            #version
            #permissions
            #route
            #[inline]
            fn write(&self, request: &mut __runtime::RequestWriter) {
                #write
            }
            #[inline]
            fn decode(response: __runtime::HttpResponse) -> __runtime::Decoded<#response> {
                use __runtime::DecodeJson as _;
                #decode
            }
        }
    }
}

/// What makes a GET take OData's query options.
fn impl_get_endpoint(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    if endpoint.method != Method::Get {
        return TokenStream::new();
    }
    let ident = &item.ident;
    let bounded = endpoint_generics(endpoint, item);
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::GetEndpoint for #ident #type_generics #where_clause {}
    }
}

/// The trait says `v1.0`; a const less is less to compile.
fn version(version: Version) -> TokenStream {
    match version {
        Version::V1 => TokenStream::new(),
        Version::Beta => quote!(
            const VERSION: __runtime::StaticStr = "beta";
        ),
    }
}

fn permissions(endpoint: &Endpoint) -> TokenStream {
    let lists = &endpoint.permissions;
    if lists.is_empty() {
        return TokenStream::new();
    }
    let (delegated, personal, application) =
        (&lists.delegated, &lists.delegated_personal, &lists.application);
    quote! {
        const PERMISSIONS: __runtime::Permissions = __runtime::Permissions {
            delegated: &[#(#delegated),*],
            delegated_personal: &[#(#personal),*],
            application: &[#(#application),*],
        };
    }
}

/// The path as the runtime reads it, unless it is declared so: a const less is less to compile.
fn route(path: &Path) -> Option<TokenStream> {
    let mut route = String::new();
    for segment in &path.segments {
        match segment {
            Segment::Text(text) => route.push_str(text),
            Segment::Value(value) => {
                let run = if value.spelling == Spelling::Rest { ".." } else { "" };
                route.extend(["<", &value.field().name(), run, ">"]);
            }
        }
    }
    (route != path.text()).then(|| quote!(const ROUTE: __runtime::StaticStr = #route;))
}

fn write_request(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    let path = endpoint.path.values().map(reference);
    let query = endpoint.query.iter().map(|(name, field)| {
        let value = reference(field);
        quote!(request.query(#name, #value);)
    });
    let headers = endpoint.headers.iter().map(|(name, field)| {
        let value = reference(field);
        quote!(request.header(#name, #value);)
    });
    let selected = endpoint.response.iter().filter(|response| response.select).map(|Response { ty, .. }| {
        quote!(request.selection(<#ty as __runtime::Select>::SELECT, <#ty as __runtime::Select>::expanded());)
    });
    let body = match &endpoint.body {
        Body::None => TokenStream::new(),
        Body::Object(object) => write_object(object, endpoint, item),
        Body::Whole(whole) => write_whole(whole),
    };
    quote! {
        request.path(&[#(#path),*]);
        #(#query)*
        #(#headers)*
        #(#selected)*
        #body
    }
}

fn write_object(object: &Object, endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    let start = match &object.odata_type {
        Some(name) => format!("{{\"@odata.type\":\"{}\"", name.annotation()),
        None => "{".to_owned(),
    };
    let properties = &object.properties;
    let wrappers = write::wrappers(properties, &endpoint_generics(endpoint, item));
    let keys = properties.known().iter().map(|property| format!("{}:", json_string(&property.name.text)));
    let values = write::values(properties, &reference);
    let known = quote!(&[#(#keys),*], #values);
    match properties.additional() {
        Some(more) => {
            let more = write::additional(more, &reference);
            quote!(#wrappers request.object_and_more(#start, #known, #more);)
        }
        None => quote!(#wrappers request.object(#start, #known);),
    }
}

fn write_whole(whole: &Whole) -> TokenStream {
    let Whole { field, content_type } = whole;
    let (ident, ty) = (&field.ident, field.value_type());
    let write = |value: TokenStream| match content_type {
        None => {
            let json_body = quote_spanned! {first_span(&field.ty)=>
                (&__runtime::BodyWriter::<#ty>::new()).body(#value)
            };
            quote! {{
                #[allow(unused_imports)]
                use __runtime::{WriteJson as _, WriteOctets as _};
                request.whole(#json_body);
            }}
        }
        Some(content_type) => {
            let literal = content_type.literal();
            let body = if content_type.is_json() { quote!(json_body) } else { quote!(raw_body) };
            quote!({ request.whole(__runtime::#body::<#ty>(#value, #literal)); })
        }
    };
    match field.presence {
        Presence::Optional(_) => {
            let write = write(quote!(value));
            quote!(if let __runtime::Some(value) = &self.#ident #write)
        }
        Presence::Required | Presence::Nullable => write(reference(field).to_token_stream()),
    }
}

/// A JSON string, quotes included.
fn json_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
