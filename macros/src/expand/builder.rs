//! The builder: a setter for each field, and `build` and `send` once every required field is set.
//!
//! What stands here is only what differs from one declaration to the next; the runtime's `builder!` says the rest.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{GenericParam, Generics, Ident, Token, Type};

use super::required::trait_of;
use super::signature::{endpoint_generics, response_type};
use super::tuple;
use crate::model::Endpoint;
use crate::parse::{
    Data, Declaration, EndpointArgs, Field, Fields, Presence, is_named, is_number, ungrouped,
};

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
    let docs = format!(" Builds a [`{ident}`]: a setter for each field, then `build()` or `send(&client)`.");
    // The names of the fields: not the values, which can be secrets, nor whether they are set. One text is the least to
    // compile.
    let names: Vec<String> = fields.iter().map(Field::name).collect();
    let shown = format!("{builder} {{ {} }}", names.join(", "));
    let params = Params(&item.generics);
    let args = Args(&item.generics);
    let lifetimes = item.generics.lifetimes().map(|param| &param.lifetime);
    let types = item.generics.type_params().map(|param| &param.ident);
    let bounds = Predicates(&item.generics);
    let sendable = Predicates(sendable);
    let nothing = tuple::nones(fields.len());
    let response = response_type(response);
    let sends = if cfg!(feature = "client") { quote!((all())) } else { quote!((any())) };
    let of = |wanted: fn(&Presence) -> bool| fields.iter().filter(move |field| wanted(&field.presence));
    let optional: Vec<_> = of(|presence| matches!(presence, Presence::Optional(_))).collect();
    let nullable: Vec<_> = of(|presence| matches!(presence, Presence::Nullable)).collect();
    let required: Vec<_> = of(Presence::is_required).collect();
    let after_optional = optional.len();
    let after_nullable = after_optional + nullable.len();
    let states: Vec<Ident> = (0..required.len()).map(|index| format_ident!("__S{index}")).collect();
    let after = |set| After { builder: &builder, generics: &item.generics, states: &states, set };
    let optional = optional.iter().enumerate().map(|(at, field)| optional_setter(at, field));
    let nullable = nullable.iter().enumerate().map(|(index, field)| {
        let (docs, ident, ty, at) =
            (Docs(field), field.ident, field.ty, Literal::usize_unsuffixed(after_optional + index));
        quote!(#docs #ident #at (#ty);)
    });
    let (has, traits): (Vec<_>, TokenStream) = required.iter().map(|field| trait_of(field.ident)).unzip();
    let required = required.iter().zip(&has).enumerate().map(|(index, (field, has))| {
        required_setter(after_nullable + index, field, (&after(index), &states, has))
    });
    quote! {
        #krate::__private::builder! {
            #docs #shown #vis #ident #builder builder build
            params [#params] args [#args] used [#(&#lifetimes (),)* #(#types,)*] bounds [#bounds]
            sendable [#sendable] empty [#nothing]
            traits {#traits}
            optional {#(#optional)*}
            nullable {#(#nullable)*}
            required {#(#required)*}
            send #sends (#response)
        }
    }
}

/// An optional field: its setter takes an `Option` as well.
fn optional_setter(at: usize, field: &Field<'_>) -> TokenStream {
    let (docs, ident, at) = (Docs(field), field.ident, Literal::usize_unsuffixed(at));
    let ty = field.presence.value_type(field.ty);
    match is_primitive(ty) {
        true => quote!(#docs #ident #at (#ty) : (impl __runtime::OrNone<#ty>);),
        false => quote!(#docs #ident #at (#ty) <__W> : (impl __runtime::IntoOptional<#ty, __W>);),
    }
}

/// A required field; `after` is the builder's type once it is set.
fn required_setter(
    at: usize,
    field: &Field<'_>,
    (after, states, has): (&After<'_>, &[Ident], &TokenStream),
) -> TokenStream {
    let (docs, ident, ty) = (Docs(field), field.ident, field.ty);
    let at = Literal::usize_unsuffixed(at);
    let argument = if is_primitive(ty) || matches!(ungrouped(ty), Type::Reference(_)) {
        // What refers to something coerces.
        quote!(: (#ty))
    } else if is_named(ty, "Vec") {
        quote!(<__W> : (impl __runtime::IntoValue<#ty, __W>) .into_value)
    } else {
        quote!(: (impl __runtime::Into<#ty>) .into)
    };
    let state = states.get(after.set);
    quote!(#docs #ident #at (#ty) #argument -> (#after) #state __Unset __Set [#has];)
}

/// The builder's type once the required field with the index `set` is set. It writes itself into the tokens around it:
/// a token stream of its own in each of the many places would be the slowest thing about this expansion.
struct After<'a> {
    builder: &'a Ident,
    generics: &'a Generics,
    states: &'a [Ident],
    set: usize,
}

impl ToTokens for After<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.builder.to_tokens(tokens);
        <Token![<]>::default().to_tokens(tokens);
        Args(self.generics).to_tokens(tokens);
        syn::token::Paren::default().surround(tokens, |tokens| {
            for (index, state) in self.states.iter().enumerate() {
                if index == self.set {
                    Ident::new("__Set", Span::call_site()).to_tokens(tokens);
                } else {
                    state.to_tokens(tokens);
                }
                <Token![,]>::default().to_tokens(tokens);
            }
        });
        <Token![>]>::default().to_tokens(tokens);
    }
}

/// The docs of a setter.
struct Docs<'a>(&'a Field<'a>);

impl ToTokens for Docs<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(field) = self;
        if field.docs.is_empty() {
            format!(" Sets `{}`.", field.ident).to_tokens(tokens);
        }
        field.docs.iter().for_each(|attribute| attribute.to_tokens(tokens));
    }
}

/// The parameters of an impl, each with a comma behind it.
struct Params<'a>(&'a Generics);

impl ToTokens for Params<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for param in &self.0.params {
            match param.clone() {
                GenericParam::Lifetime(param) => param.to_tokens(tokens),
                GenericParam::Type(param) => {
                    syn::TypeParam { default: None, ..param }.to_tokens(tokens);
                }
                GenericParam::Const(param) => {
                    syn::ConstParam { default: None, ..param }.to_tokens(tokens);
                }
            }
            <Token![,]>::default().to_tokens(tokens);
        }
    }
}

/// The names of the parameters, each with a comma behind it.
struct Args<'a>(&'a Generics);

impl ToTokens for Args<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for param in &self.0.params {
            match param {
                GenericParam::Lifetime(param) => param.lifetime.to_tokens(tokens),
                GenericParam::Type(param) => param.ident.to_tokens(tokens),
                GenericParam::Const(param) => param.ident.to_tokens(tokens),
            }
            <Token![,]>::default().to_tokens(tokens);
        }
    }
}

/// What stands behind `where`, each with a comma behind it.
struct Predicates<'a>(&'a Generics);

impl ToTokens for Predicates<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for predicate in self.0.where_clause.iter().flat_map(|clause| &clause.predicates) {
            predicate.to_tokens(tokens);
            <Token![,]>::default().to_tokens(tokens);
        }
    }
}

/// A literal `999` is an `i32` to `impl Into<u32>`, and no `u32`: numbers are taken as they are.
fn is_primitive(ty: &Type) -> bool {
    let Type::Path(path) = ungrouped(ty) else { return false };
    path.path.get_ident().is_some() && (is_number(ty) || is_named(ty, "char"))
}
