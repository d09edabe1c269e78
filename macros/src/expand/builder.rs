//! The builder: a setter for each field, and `build` and `send` once every required field is set.
//!
//! The fields lie in one tuple of options, so that a setter moves one value; which required ones are set stands in the
//! type parameters. An unset one is a type that has the field's own name, because the compiler prints that name:
//! "`target` is missing".

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{GenericParam, Generics, Ident, Index, Token, Type, Visibility};

use super::signature::endpoint_generics;
use super::tuple;
use crate::model::Endpoint;
use crate::parse::{Data, Declaration, EndpointArgs, Field, Fields, Presence, is_number, ungrouped};

/// The builder of an endpoint.
pub(super) fn builder(endpoint: &Endpoint, declaration: &Declaration<'_, EndpointArgs>) -> TokenStream {
    if !endpoint.builder {
        return TokenStream::new();
    }
    let response = endpoint.response.as_ref().map(|response| &response.ty);
    expand(declaration, response, &endpoint_generics(endpoint, declaration.item))
}

/// The builder of a declaration with mistakes, in which nothing is asked of the generics.
pub(super) fn stub(declaration: &Declaration<'_, EndpointArgs>, response: Option<&Type>) -> TokenStream {
    expand(declaration, response, &declaration.item.generics)
}

/// `sendable` are the generics with which the endpoint can be sent.
fn expand(
    declaration: &Declaration<'_, EndpointArgs>,
    response: Option<&Type>,
    sendable: &Generics,
) -> TokenStream {
    let item = declaration.item;
    let fields: &[Field<'_>] = match &declaration.data {
        Data::Struct(Fields::Named(fields)) => fields,
        _ => &[],
    };
    let krate = declaration.args.krate();
    let (ident, vis) = (&item.ident, &item.vis);
    let builder = format_ident!("{ident}Builder");
    let required: Vec<&Ident> =
        fields.iter().filter(|field| field.presence.is_required()).map(|field| field.ident).collect();
    let states: Vec<Ident> = (0..required.len()).map(|index| format_ident!("__S{index}")).collect();
    let generics = with_states(&item.generics, &states);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (item_impl_generics, item_type_generics, item_where) = item.generics.split_for_impl();
    let (any, unset) = (State::params(&states), vec![State::Unset; states.len()]);
    let unset = BuilderType { builder: &builder, generics: &item.generics, states: &unset };
    let mut next_required = 0..;
    let setters = fields.iter().enumerate().map(|(index, field)| {
        let mut states = any.clone();
        if field.presence.is_required()
            && let Some(state) = next_required.next().and_then(|at: usize| states.get_mut(at))
        {
            *state = State::Set;
        }
        setter(
            index,
            field,
            &BuilderType { builder: &builder, generics: &item.generics, states: &states },
            vis,
        )
    });
    let any = BuilderType { builder: &builder, generics: &item.generics, states: &any };
    let types = fields.iter().map(|field| field.presence.value_type(field.ty));
    let nothing = tuple::nones(fields.len());
    let traits: Vec<Ident> = required.iter().map(|ident| format_ident!("__has_{}", ident.unraw())).collect();
    let messages = required.iter().map(|field| format!("`{}` is missing", field.unraw()));
    let labels = required.iter().map(|field| format!("call `.{field}(..)` before this"));
    let values = values(fields, ident);
    let builder_name = builder.to_string();
    let names = fields.iter().map(Field::name);
    let send = send(vis, response, sendable, (&states, &traits));
    let docs = format!(" Builds a [`{ident}`]: a setter for each field, then `build()` or `send(&client)`.");
    let lifetimes = item.generics.lifetimes().map(|param| &param.lifetime);
    let params = item.generics.type_params().map(|param| &param.ident);
    // A trait for each required field, because only a trait's attribute can say in the compiler's words that "`target`
    // is missing", wherever the declaration stands. The builder's fields must use every parameter.
    quote! {
        #[doc = #docs]
        #[must_use = "a builder does nothing until `build()` or `send(&client)`"]
        #vis struct #builder #impl_generics (
            (#(::core::option::Option<#types>,)*),
            ::core::marker::PhantomData<fn() -> (#(&#lifetimes (),)* #(#params,)* #(#states,)*)>,
        ) #where_clause;
        #[allow(non_camel_case_types, deprecated)]
        const _: () = {
            use #krate::__private as __runtime;
            #(
                #[diagnostic::on_unimplemented(message = #messages, label = #labels)]
                pub trait #traits {}
                #[automatically_derived]
                impl #traits for __runtime::Set {}
            )*
            impl #item_impl_generics #ident #item_type_generics #item_where {
                /// A builder with nothing set.
                #vis fn builder() -> #unset {
                    #builder(#nothing, __runtime::PhantomData)
                }
            }
            #[automatically_derived]
            impl #impl_generics __runtime::Debug for #any #where_clause {
                fn fmt(&self, f: &mut __runtime::Formatter<'_>) -> __runtime::fmt::Result {
                    __runtime::fmt_builder(f, #builder_name, &[#(#names),*])
                }
            }
            impl #impl_generics #any #where_clause {
                #(#setters)*
                /// The request, as a plain value.
                #vis fn build(self) -> #ident #item_type_generics where #(#states: #traits,)* {
                    #values
                }
                #send
            }
        };
    }
}

/// Whether a required field is set, where the builder's type stands: as the marker that says so, or as a parameter.
#[derive(Clone)]
enum State<'a> {
    Set,
    Unset,
    Param(&'a Ident),
}

impl<'a> State<'a> {
    fn params(idents: &'a [Ident]) -> Vec<Self> {
        idents.iter().map(State::Param).collect()
    }
}

/// The builder's type. It writes itself into the tokens around it, as [`Argument`] does: a token stream of its own
/// in each of the many places would be the slowest thing about this expansion.
struct BuilderType<'a> {
    builder: &'a Ident,
    generics: &'a Generics,
    states: &'a [State<'a>],
}

impl ToTokens for BuilderType<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.builder.to_tokens(tokens);
        <Token![<]>::default().to_tokens(tokens);
        let comma = <Token![,]>::default();
        for param in self.generics.lifetimes() {
            param.lifetime.to_tokens(tokens);
            comma.to_tokens(tokens);
        }
        for param in self.generics.type_params() {
            param.ident.to_tokens(tokens);
            comma.to_tokens(tokens);
        }
        for state in self.states {
            match state {
                State::Set => private("Set", tokens),
                State::Unset => private("Unset", tokens),
                State::Param(ident) => ident.to_tokens(tokens),
            }
            comma.to_tokens(tokens);
        }
        for param in self.generics.const_params() {
            param.ident.to_tokens(tokens);
            comma.to_tokens(tokens);
        }
        <Token![>]>::default().to_tokens(tokens);
    }
}

/// The type of a setter's argument.
struct Argument<'a> {
    ty: &'a Type,
    primitive: bool,
}

impl ToTokens for Argument<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if self.primitive {
            return self.ty.to_tokens(tokens);
        }
        <Token![impl]>::default().to_tokens(tokens);
        private("Into", tokens);
        <Token![<]>::default().to_tokens(tokens);
        self.ty.to_tokens(tokens);
        <Token![>]>::default().to_tokens(tokens);
    }
}

/// A name of the runtime's private half.
fn private(name: &str, tokens: &mut TokenStream) {
    Ident::new("__runtime", Span::call_site()).to_tokens(tokens);
    <Token![::]>::default().to_tokens(tokens);
    Ident::new(name, Span::call_site()).to_tokens(tokens);
}

fn setter(index: usize, field: &Field<'_>, after: &BuilderType<'_>, vis: &Visibility) -> TokenStream {
    let (ident, docs, at) = (field.ident, &field.docs, Index::from(index));
    let ty = field.presence.value_type(field.ty);
    let primitive = is_primitive(ty);
    let argument = Argument { ty, primitive };
    // What there is one of, or none.
    let default_docs = docs.is_empty().then(|| format!(" Sets `{ident}`.")).into_iter();
    let into = (!primitive).then(|| Ident::new("into", Span::call_site())).into_iter();
    if !field.presence.is_required() {
        return quote! {
            #(#[doc = #default_docs])* #(#docs)*
            #vis fn #ident(mut self, value: #argument) -> Self {
                self.0.#at = __runtime::Some(value #(.#into())*);
                self
            }
        };
    }
    let builder = after.builder;
    quote! {
        #(#[doc = #default_docs])* #(#docs)*
        #vis fn #ident(mut self, value: #argument) -> #after {
            self.0.#at = __runtime::Some(value #(.#into())*);
            #builder(self.0, __runtime::PhantomData)
        }
    }
}

/// A literal `999` is an `i32` to `impl Into<u32>`, and no `u32`: numbers are taken as they are.
fn is_primitive(ty: &Type) -> bool {
    let Type::Path(path) = ungrouped(ty) else { return false };
    path.path.get_ident().is_some_and(|ident| ident == "char" || is_number(ty))
}

/// The value that `build` gives.
fn values(fields: &[Field<'_>], ident: &Ident) -> TokenStream {
    let of = |wanted: fn(&Presence) -> bool| {
        let fields = fields.iter().enumerate().filter(move |(_, field)| wanted(&field.presence));
        fields.map(|(index, field)| (field.ident, Index::from(index))).unzip::<_, _, Vec<_>, Vec<_>>()
    };
    let (required, required_at) = of(Presence::is_required);
    let (optional, optional_at) = of(|presence| matches!(presence, Presence::Optional(_)));
    let (nullable, nullable_at) = of(|presence| matches!(presence, Presence::Nullable));
    quote! {
        #ident {
            #(#required: __runtime::set(self.0.#required_at),)*
            #(#optional: self.0.#optional_at,)*
            #(#nullable: self.0.#nullable_at.unwrap_or_default(),)*
        }
    }
}

#[cfg(feature = "client")]
fn send(
    vis: &Visibility,
    response: Option<&Type>,
    sendable: &Generics,
    (states, traits): (&[Ident], &[Ident]),
) -> TokenStream {
    let response = super::signature::response_type(response);
    let predicates = sendable.where_clause.iter().flat_map(|clause| clause.predicates.iter());
    quote! {
        /// Sends the request; awaiting gives the typed response.
        #vis fn send(self, client: &__runtime::Client) -> __runtime::Call<#response> where #(#states: #traits,)* #(#predicates,)* {
            __runtime::send(client, self.build())
        }
    }
}

#[cfg(not(feature = "client"))]
fn send(_: &Visibility, _: Option<&Type>, _: &Generics, _: (&[Ident], &[Ident])) -> TokenStream {
    TokenStream::new()
}

/// The item's generics with a type parameter for each required field.
fn with_states(generics: &Generics, states: &[Ident]) -> Generics {
    let mut generics = generics.clone();
    let at = generics.params.iter().filter(|param| !matches!(param, GenericParam::Const(_))).count();
    for (index, state) in states.iter().enumerate() {
        generics.params.insert(at + index, GenericParam::Type(state.clone().into()));
    }
    generics
}
