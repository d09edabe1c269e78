//! An endpoint: the consts, the writer, the decoder.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{DeriveInput, Ident, Type};

use super::{builder, generics, object};
use crate::model::{Body, Endpoint, Field, Piece, Presence, Role, Spelling, first_span};

/// Everything that an endpoint expands to, besides the struct itself.
pub(crate) fn endpoint(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    let krate = &endpoint.krate;
    let declaration = impl_endpoint(endpoint, item);
    let get = impl_get_endpoint(endpoint, item);
    let builder = builder::builder(endpoint, item);
    #[cfg(feature = "sandbox")]
    let sandbox = super::sandbox::impl_sandbox(endpoint, item);
    #[cfg(not(feature = "sandbox"))]
    let sandbox = TokenStream::new();
    quote! {
        #[allow(deprecated)]
        const _: () = {
            use #krate::__private as __g;
            #declaration
            #get
            #sandbox
        };
        #builder
    }
}

/// The type of `Response`.
pub(crate) fn response_type(response: Option<&Type>) -> TokenStream {
    response.map_or_else(|| quote!(()), |response| quote!(#response))
}

/// The type's generics, with what an `Endpoint` asks of them.
pub(crate) fn endpoint_generics(endpoint: &Endpoint, item: &DeriveInput) -> syn::Generics {
    let fields = endpoint.fields.iter().map(|field| {
        let ty = match &field.role {
            Role::Query(_) | Role::Header(_) => field.setter_type(),
            _ => &field.ty,
        };
        let bound = match &field.role {
            Role::Path(_) | Role::Query(_) | Role::Header(_) => quote!(__g::Parameter),
            Role::Property(_) | Role::Body(_) => quote!(__g::serde::Serialize),
        };
        (ty, bound)
    });
    let selected =
        endpoint.response.iter().filter(|_| endpoint.select.is_some()).map(|ty| (ty, quote!(__g::Select)));
    let response =
        endpoint.response.iter().map(|response| (response, quote!(__g::serde::de::DeserializeOwned)));
    generics::with_bounds(&item.generics, fields.chain(response).chain(selected))
}

fn impl_endpoint(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let bounded = endpoint_generics(endpoint, item);
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    let response = response_type(endpoint.response.as_ref());
    let at = endpoint.response.as_ref().map_or_else(Span::call_site, first_span);
    let decode = quote_spanned!(at=> __g::Decoder::<#response>::NEW.decode(response));
    let method = Ident::new(endpoint.method.name(), proc_macro2::Span::call_site());
    let path = &endpoint.path.text;
    let version = version(endpoint);
    let permissions = permissions(endpoint);
    let route = route(endpoint);
    let write = write(endpoint, item);
    quote! {
        impl #impl_generics __g::Endpoint for #ident #type_generics #where_clause {
            type Response = #response;
            const METHOD: __g::http::Method = __g::http::Method::#method;
            const PATH: &'static __g::str = #path;
            #version
            #permissions
            const ROUTE: &'static [__g::Segment] = &[#route];
            fn write(&self, request: &mut __g::RequestWriter) {
                #write
            }
            fn decode(response: __g::http::Response<__g::bytes::Bytes>) -> __g::Result<#response, __g::Error> {
                #[allow(unused_imports)]
                use __g::DecodeJson as _;
                #decode
            }
        }
    }
}

/// What makes a GET take OData's query options.
fn impl_get_endpoint(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    if endpoint.method.name() != "GET" {
        return TokenStream::new();
    }
    let ident = &item.ident;
    let bounded = endpoint_generics(endpoint, item);
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    quote!(impl #impl_generics __g::GetEndpoint for #ident #type_generics #where_clause {})
}

/// The trait says `v1.0`; a const less is less to compile.
fn version(endpoint: &Endpoint) -> TokenStream {
    match &*endpoint.version.text {
        "v1.0" => TokenStream::new(),
        version => quote!(const VERSION: &'static __g::str = #version;),
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
        const PERMISSIONS: __g::Permissions = __g::Permissions {
            delegated: &[#(#delegated),*],
            delegated_personal: &[#(#personal),*],
            application: &[#(#application),*],
        };
    }
}

fn route(endpoint: &Endpoint) -> TokenStream {
    let mut placeholders = 0..;
    endpoint
        .path
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => quote!(__g::Segment::Text(#text),),
            Piece::Placeholder(placeholder) => {
                let index = placeholders.next();
                let filling = endpoint
                    .fields
                    .iter()
                    .find(|field| matches!(field.role, Role::Path(at) if Some(at) == index));
                let name = filling.map(Field::name).unwrap_or_default();
                match placeholder.spelling {
                    Spelling::Value => quote!(__g::Segment::Value(#name),),
                    Spelling::Quoted => quote!(__g::Segment::Quoted(#name),),
                    Spelling::Rest => quote!(__g::Segment::Rest(#name),),
                }
            }
        })
        .collect()
}

fn write(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    let mut path_fields: Vec<(usize, TokenStream)> = endpoint
        .fields
        .iter()
        .filter_map(|field| match field.role {
            Role::Path(index) => Some((index, field.reference())),
            _ => None,
        })
        .collect();
    path_fields.sort_by_key(|(index, _)| *index);
    let path_fields = path_fields.iter().map(|(_, value)| value);
    let mut out = quote!(request.path(&[#(#path_fields),*]););
    for field in &endpoint.fields {
        if let Role::Query(name) = &field.role {
            let value = field.reference();
            out.extend(quote!(request.query(#name, #value);));
        }
    }
    for field in &endpoint.fields {
        if let Role::Header(name) = &field.role {
            let value = field.reference();
            out.extend(quote!(request.header(#name, #value);));
        }
    }
    if let (Some(_), Some(response)) = (endpoint.select, &endpoint.response) {
        out.extend(quote!(request.selection(<#response as __g::Select>::SELECT, <#response as __g::Select>::EXPAND);));
    }
    out.extend(match endpoint.body {
        Body::None => TokenStream::new(),
        Body::Properties => properties(endpoint, item),
        Body::Whole => endpoint.fields.iter().filter_map(whole_body).collect(),
    });
    out
}

fn properties(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    let start = match &endpoint.odata_type {
        Some(odata_type) => {
            format!("{{\"@odata.type\":\"#{}\"", odata_type.value().trim_start_matches('#'))
        }
        None => "{".to_owned(),
    };
    let wrappers = object::write_wrappers(&endpoint.fields, &endpoint_generics(endpoint, item));
    let keys = object::known(&endpoint.fields).map(|(_, _, json)| format!("{}:", json_string(&json.name)));
    let values = object::values(&endpoint.fields, &Field::reference);
    let known = quote!(&[#(#keys),*], #values);
    match object::additional(&endpoint.fields) {
        Some(more) => {
            let more = more.reference();
            quote!(#wrappers request.object_and_more(#start, #known, #more);)
        }
        None => quote!(#wrappers request.object(#start, #known);),
    }
}

fn whole_body(field: &Field) -> Option<TokenStream> {
    let Role::Body(content_type) = &field.role else { return None };
    let ident = &field.ident;
    let (ty, optional) = match &field.presence {
        Presence::Optional(inner) => (&**inner, true),
        Presence::Required | Presence::Nullable => (&field.ty, false),
    };
    let write = |value: TokenStream| match content_type {
        None => {
            let json_body = quote_spanned!(field.type_span()=> (&__g::BodyWriter::<#ty>::new()).body(#value));
            quote! {{
                #[allow(unused_imports)]
                use __g::{WriteJson as _, WriteOctets as _};
                request.whole(#json_body);
            }}
        }
        Some(content_type) if content_type.value().contains("json") => {
            quote!({ request.whole(__g::json_body::<#ty>(#value, #content_type)); })
        }
        Some(content_type) => quote!({ request.whole(__g::raw_body::<#ty>(#value, #content_type)); }),
    };
    Some(if optional {
        let write = write(quote!(value));
        quote!(if let __g::Some(value) = &self.#ident #write)
    } else {
        write(field.reference())
    })
}

/// A JSON string, quotes included.
pub(crate) fn json_string(text: &str) -> String {
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
