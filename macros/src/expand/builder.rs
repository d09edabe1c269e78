//! The builder: a setter for each field, and `build` and `send` once every required field is set.
//!
//! The fields lie in one tuple of options, so that a setter moves one value; which required ones are set stands in the
//! type parameters. An unset one is a type that has the field's own name, because the compiler prints that name:
//! "`target` is missing".

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{DeriveInput, GenericParam, Generics, Ident, Index};

use crate::model::{Endpoint, Field, Presence, ungrouped};

/// What a builder is made of; a declaration with mistakes has one too.
pub(crate) struct BuilderField<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) setter_type: &'a syn::Type,
    pub(crate) presence: &'a Presence,
    pub(crate) docs: &'a [syn::Attribute],
}

/// The builder of an endpoint.
pub(crate) fn builder(endpoint: &Endpoint, item: &DeriveInput) -> TokenStream {
    if !endpoint.builder {
        return TokenStream::new();
    }
    let fields: Vec<BuilderField<'_>> = endpoint.fields.iter().map(BuilderField::of).collect();
    let bounded = super::endpoint::endpoint_generics(endpoint, item);
    expand(&fields, item, &endpoint.krate, endpoint.response.as_ref(), &bounded)
}

impl<'a> BuilderField<'a> {
    fn of(field: &'a Field) -> Self {
        Self {
            ident: &field.ident,
            setter_type: field.setter_type(),
            presence: &field.presence,
            docs: &field.docs,
        }
    }
}

/// The builder for these fields; `sendable` are the generics with which the endpoint can be sent.
pub(crate) fn expand(
    fields: &[BuilderField<'_>],
    item: &DeriveInput,
    krate: &syn::Path,
    response: Option<&syn::Type>,
    sendable: &Generics,
) -> TokenStream {
    let (ident, vis) = (&item.ident, &item.vis);
    let builder = format_ident!("{ident}Builder");
    let required: Vec<&Ident> =
        fields.iter().filter(|field| field.presence.is_required()).map(|field| field.ident).collect();
    let states: Vec<Ident> = (0..required.len()).map(|index| format_ident!("__S{index}")).collect();
    let generics = with_states(&item.generics, &states);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (item_impl_generics, item_type_generics, item_where) = item.generics.split_for_impl();
    let declared_generics = without_defaults(&generics);
    let unset = builder_type(&builder, &item.generics, required.iter().map(|_| quote!(__g::Unset)));
    let traits: Vec<Ident> = required.iter().map(|ident| format_ident!("__has_{}", ident.unraw())).collect();
    let is_set = required.iter().zip(&traits).map(|(ident, name)| is_set(ident, name));
    let any = builder_type(&builder, &item.generics, states.iter().map(|state| quote!(#state)));
    let types = fields.iter().map(slot_type);
    let nothing = super::empty_tuple(fields.iter().map(|_| quote!(__g::None)).collect());
    let setters = fields
        .iter()
        .enumerate()
        .map(|(index, field)| setter(index, field, &builder, item, &required, &states));
    let values = fields.iter().enumerate().map(|(index, field)| value(index, field));
    let values: TokenStream = values.collect();
    let bounds = states.iter().zip(&traits).map(|(state, is_set)| quote!(#state: #is_set,));
    let bounds: TokenStream = bounds.collect();
    let send = send(item, response, sendable, &bounds);
    let docs = format!("Builds a [`{ident}`]: a setter for each field, then `build()` or `send(&client)`.");
    let phantom = phantom(item, &states);
    quote! {
        #[doc = #docs]
        #[must_use = "a builder does nothing until `build()` or `send(&client)`"]
        #vis struct #builder #declared_generics ((#(#types,)*), #phantom) #where_clause;
        #[allow(non_camel_case_types, deprecated)]
        const _: () = {
            use #krate::__private as __g;
            #(#is_set)*
            impl #item_impl_generics #ident #item_type_generics #item_where {
                /// A builder with nothing set.
                #vis fn builder() -> #unset {
                    #builder(#nothing, __g::PhantomData)
                }
            }
            impl #impl_generics #any #where_clause {
                #(#setters)*
                /// The request, as a plain value.
                #vis fn build(self) -> #ident #item_type_generics where #bounds {
                    #ident { #values }
                }
                #send
            }
        };
    }
}

/// The bound that says that a field is set. A trait for each, because only a trait's attribute can say in the
/// compiler's words that "`target` is missing", wherever the declaration stands.
fn is_set(field: &Ident, name: &Ident) -> TokenStream {
    let message = format!("`{}` is missing", field.unraw());
    let label = format!("call `.{field}(..)` before this");
    quote! {
        #[diagnostic::on_unimplemented(message = #message, label = #label)]
        pub trait #name {}
        impl #name for __g::Set {}
    }
}

fn slot_type(field: &BuilderField<'_>) -> TokenStream {
    let ty = field.setter_type;
    quote!(::core::option::Option<#ty>)
}

fn setter(
    index: usize,
    field: &BuilderField<'_>,
    builder: &Ident,
    item: &DeriveInput,
    required: &[&Ident],
    states: &[Ident],
) -> TokenStream {
    let (ident, ty, vis, at) = (field.ident, field.setter_type, &item.vis, Index::from(index));
    let docs = if field.docs.is_empty() {
        let text = format!("Sets `{ident}`.");
        quote!(#[doc = #text])
    } else {
        let docs = field.docs;
        quote!(#(#docs)*)
    };
    let (argument, value) = if is_primitive(ty) {
        (quote!(#ty), quote!(value))
    } else {
        (quote!(impl __g::Into<#ty>), quote!(value.into()))
    };
    let set = quote!(self.0.#at = __g::Some(#value););
    if !field.presence.is_required() {
        return quote! {
            #docs
            #vis fn #ident(mut self, value: #argument) -> Self { #set self }
        };
    }
    let after = required
        .iter()
        .zip(states)
        .map(|(name, state)| if *name == ident { quote!(__g::Set) } else { quote!(#state) });
    let after = builder_type(builder, &item.generics, after);
    quote! {
        #docs
        #vis fn #ident(mut self, value: #argument) -> #after {
            #set
            #builder(self.0, __g::PhantomData)
        }
    }
}

/// A literal `999` is an `i32` to `impl Into<u32>`, and no `u32`: numbers are taken as they are.
fn is_primitive(ty: &syn::Type) -> bool {
    const PRIMITIVES: &[&str] = &[
        "bool", "char", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128",
        "isize", "f32", "f64",
    ];
    matches!(ungrouped(ty), syn::Type::Path(path) if path.path.get_ident().is_some_and(|ident| PRIMITIVES.iter().any(|known| ident == known)))
}

fn value(index: usize, field: &BuilderField<'_>) -> TokenStream {
    let (ident, at) = (field.ident, Index::from(index));
    match field.presence {
        Presence::Required => quote!(#ident: __g::set(self.0.#at),),
        Presence::Optional(_) => quote!(#ident: self.0.#at,),
        Presence::Nullable => quote!(#ident: self.0.#at.unwrap_or_default(),),
    }
}

#[cfg(feature = "client")]
fn send(
    item: &DeriveInput,
    response: Option<&syn::Type>,
    sendable: &Generics,
    bounds: &TokenStream,
) -> TokenStream {
    let vis = &item.vis;
    let response = super::endpoint::response_type(response);
    let predicates = sendable.where_clause.iter().flat_map(|clause| clause.predicates.iter());
    quote! {
        /// Sends the request; awaiting gives the typed response.
        #vis fn send(self, client: &__g::Client) -> __g::Call<#response> where #bounds #(#predicates,)* {
            __g::send(client, self.build())
        }
    }
}

#[cfg(not(feature = "client"))]
fn send(_: &DeriveInput, _: Option<&syn::Type>, _: &Generics, _: &TokenStream) -> TokenStream {
    TokenStream::new()
}

/// The item's generics with a type parameter for each required field.
fn with_states(generics: &Generics, states: &[Ident]) -> Generics {
    let mut generics = generics.clone();
    let at = generics.params.iter().filter(|param| !matches!(param, GenericParam::Const(_))).count();
    for (index, state) in states.iter().enumerate() {
        generics.params.insert(at + index, syn::parse_quote!(#state));
    }
    generics
}

fn builder_type(
    builder: &Ident,
    generics: &Generics,
    states: impl Iterator<Item = TokenStream>,
) -> TokenStream {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for param in &generics.params {
        match param {
            GenericParam::Lifetime(param) => {
                let lifetime = &param.lifetime;
                before.push(quote!(#lifetime));
            }
            GenericParam::Type(param) => {
                let ident = &param.ident;
                before.push(quote!(#ident));
            }
            GenericParam::Const(param) => {
                let ident = &param.ident;
                after.push(quote!(#ident));
            }
        }
    }
    quote!(#builder<#(#before,)* #(#states,)* #(#after,)*>)
}

fn without_defaults(generics: &Generics) -> TokenStream {
    let (impl_generics, ..) = generics.split_for_impl();
    quote!(#impl_generics)
}

/// Every parameter must be used by the builder's fields.
fn phantom(item: &DeriveInput, states: &[Ident]) -> TokenStream {
    let lifetimes = item.generics.lifetimes().map(|param| {
        let lifetime = &param.lifetime;
        quote!(&#lifetime (),)
    });
    let types = item.generics.type_params().map(|param| {
        let ident = &param.ident;
        quote!(#ident,)
    });
    quote!(::core::marker::PhantomData<fn() -> (#(#lifetimes)* #(#types)* #(#states,)*)>)
}
