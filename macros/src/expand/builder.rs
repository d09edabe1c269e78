//! The builder: a setter for each field, and `build` and `send` once every required field is set.
//!
//! The fields lie in one tuple of options, so that a setter moves one value; which required ones are set stands in
//! one type parameter, a tuple with a state for each. Setters of optional fields are the same for all of its values.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{GenericParam, Generics, Ident, Index, Token, Type, Visibility, token};

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
    let all = format_ident!("__S");
    let states: Vec<Ident> = (0..required.len()).map(|index| format_ident!("__S{index}")).collect();
    let of_all = with_states(&item.generics, std::slice::from_ref(&all));
    let of_each = with_states(&item.generics, &states);
    let (impl_all, _, where_clause) = of_all.split_for_impl();
    let (impl_each, _, _) = of_each.split_for_impl();
    let (item_impl_generics, item_type_generics, item_where) = item.generics.split_for_impl();
    let of = |states| BuilderType { builder: &builder, generics: &item.generics, states };
    let (all, each, unset) =
        (of(States::All(&all)), of(States::Each(&states)), of(States::Unset(states.len())));
    let set = of(States::AllSet(states.len()));
    let (sendable_impl, _, sendable_where) = sendable.split_for_impl();
    let optional = fields.iter().enumerate().filter(|(_, field)| !field.presence.is_required());
    let optional: Vec<_> = optional.map(|(index, field)| setter(index, field, None, vis)).collect();
    let optional =
        (!optional.is_empty()).then(|| quote!(impl #impl_all #all #where_clause { #(#optional)* }));
    let required_fields = fields.iter().enumerate().filter(|(_, field)| field.presence.is_required());
    let required_setters = required_fields
        .enumerate()
        .map(|(at, (index, field))| setter(index, field, Some(&of(States::With(&states, at))), vis));
    let types = fields.iter().map(|field| field.presence.value_type(field.ty));
    let nothing = tuple::nones(fields.len());
    let traits: Vec<Ident> = required.iter().map(|ident| format_ident!("__has_{}", ident.unraw())).collect();
    let messages = required.iter().map(|field| format!("`{}` is missing", field.unraw()));
    let labels = required.iter().map(|field| format!("call `.{field}(..)` before this"));
    let values = values(fields, ident);
    // The names of the fields: not the values, which can be secrets, nor whether they are set. One text is the least to
    // compile.
    let names: Vec<String> = fields.iter().map(Field::name).collect();
    let shown = format!("{builder} {{ {} }}", names.join(", "));
    let send = send(vis, response, sendable, (&states, &traits));
    let docs = format!(" Builds a [`{ident}`]: a setter for each field, then `build()` or `send(&client)`.");
    let lifetimes = item.generics.lifetimes().map(|param| &param.lifetime);
    let params = item.generics.type_params().map(|param| &param.ident);
    // A trait for each required field, because only a trait's attribute can say in the compiler's words that "`target`
    // is missing", wherever the declaration stands. The builder's fields must use every parameter.
    quote! {
        #[doc = #docs]
        #[must_use = "a builder does nothing until `build()` or `send(&client)`"]
        #vis struct #builder #impl_all (
            (#(::core::option::Option<#types>,)*),
            ::core::marker::PhantomData<fn() -> (#(&#lifetimes (),)* #(#params,)* __S,)>,
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
            impl #impl_all __runtime::Debug for #all #where_clause {
                fn fmt(&self, f: &mut __runtime::Formatter<'_>) -> __runtime::fmt::Result {
                    __runtime::Formatter::write_str(f, #shown)
                }
            }
            #optional
            impl #impl_each #each #where_clause {
                #(#required_setters)*
                /// The request, as a plain value.
                #vis fn build(self) -> #ident #item_type_generics where #(#states: #traits,)* {
                    #values
                }
                #send
            }
            #[automatically_derived]
            impl #sendable_impl __runtime::IntoEndpoint for #set #sendable_where {
                type Endpoint = #ident #item_type_generics;
                fn into_endpoint(self) -> Self::Endpoint {
                    self.build()
                }
            }
        };
    }
}

/// What stands in the builder's type for the states of the required fields: a tuple with one for each, or, where they
/// don't matter, a parameter for all of them.
#[derive(Clone, Copy)]
enum States<'a> {
    All(&'a Ident),
    Each(&'a [Ident]),
    /// The one with this index is set.
    With(&'a [Ident], usize),
    Unset(usize),
    AllSet(usize),
}

impl ToTokens for States<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let states = match self {
            States::All(state) => return state.to_tokens(tokens),
            States::Each(states) => quote!(#(#states,)*),
            States::With(states, set) => {
                let mut inner = TokenStream::new();
                for (index, state) in states.iter().enumerate() {
                    if index == *set {
                        private("Set", &mut inner);
                    } else {
                        state.to_tokens(&mut inner);
                    }
                    <Token![,]>::default().to_tokens(&mut inner);
                }
                inner
            }
            States::Unset(len) | States::AllSet(len) => {
                let name = if matches!(self, States::Unset(_)) { "Unset" } else { "Set" };
                let mut inner = TokenStream::new();
                for _ in 0..*len {
                    private(name, &mut inner);
                    <Token![,]>::default().to_tokens(&mut inner);
                }
                inner
            }
        };
        token::Paren::default().surround(tokens, |tokens| tokens.extend(states));
    }
}

/// The builder's type. It writes itself into the tokens around it, as [`Argument`] does: a token stream of its own
/// in each of the many places would be the slowest thing about this expansion.
struct BuilderType<'a> {
    builder: &'a Ident,
    generics: &'a Generics,
    states: States<'a>,
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
        self.states.to_tokens(tokens);
        for param in self.generics.const_params() {
            comma.to_tokens(tokens);
            param.ident.to_tokens(tokens);
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

/// `after` is the builder's type once a required field is set; an optional one changes nothing of it.
fn setter(index: usize, field: &Field<'_>, after: Option<&BuilderType<'_>>, vis: &Visibility) -> TokenStream {
    let (ident, docs, at) = (field.ident, &field.docs, Index::from(index));
    let ty = field.presence.value_type(field.ty);
    let primitive = is_primitive(ty);
    let argument = Argument { ty, primitive };
    // What there is one of, or none.
    let default_docs = docs.is_empty().then(|| format!(" Sets `{ident}`.")).into_iter();
    let into = (!primitive).then(|| Ident::new("into", Span::call_site())).into_iter();
    let put = quote!(self.0.#at = __runtime::Some(value #(.#into())*));
    match after {
        None => quote! {
            #(#[doc = #default_docs])* #(#docs)*
            #vis fn #ident(mut self, value: #argument) -> Self {
                #put;
                self
            }
        },
        Some(after) => {
            let builder = after.builder;
            quote! {
                #(#[doc = #default_docs])* #(#docs)*
                #vis fn #ident(mut self, value: #argument) -> #after {
                    #put;
                    #builder(self.0, __runtime::PhantomData)
                }
            }
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

/// The item's generics with these type parameters.
fn with_states(generics: &Generics, states: &[Ident]) -> Generics {
    let mut generics = generics.clone();
    let at = generics.params.iter().filter(|param| !matches!(param, GenericParam::Const(_))).count();
    for (index, state) in states.iter().enumerate() {
        generics.params.insert(at + index, GenericParam::Type(state.clone().into()));
    }
    generics
}
