//! What becomes of the properties that a type doesn't declare when it is written back: the traits of a declared type
//! that say it, and the question that each field asks which is written.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{DeriveInput, Generics, Ident, Type, parse_quote};

use super::bounds::mentions_params;
use super::related::ids;
use super::spans::first_span;
use crate::model::{Body, GraphType, Shape};
use crate::parse::is_no_declared_type;
use crate::verify::{Lost, TypeFindings, Undeclared, loss};

/// The questions of what stands in the body of an endpoint.
pub(super) fn ask_body(body: &Body, generics: &Generics) -> TokenStream {
    ask(body.written(), generics)
}

/// What a declared type says of itself. Whether it keeps what it doesn't declare is asked where it stands in a body.
pub(super) fn impls(graph_type: &GraphType, findings: &TypeFindings, item: &DeriveInput) -> TokenStream {
    if let Shape::Enumeration(_) = &graph_type.shape {
        return TokenStream::new();
    }
    let nested = ask(graph_type.nested(), &item.generics);
    let nested = (!nested.is_empty()).then(|| quote!(fn ask_nested() { #nested }));
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let keeps = keeps(graph_type, &findings.undeclared, item);
    let ids = ids(&findings.names);
    let ids = (ids != 0).then(|| quote!(const IDS: __runtime::Ids = #ids;));
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::Declared for #ident #type_generics #where_clause {
            type Type = Self;
            #ids
            #nested
        }
        #keeps
    }
}

fn keeps(graph_type: &GraphType, undeclared: &Undeclared, item: &DeriveInput) -> TokenStream {
    let mut generics = item.generics.clone();
    let loses_nothing = matches!(undeclared, Undeclared::Nothing);
    match &graph_type.shape {
        _ if graph_type.lossy => {}
        Shape::Object { properties, .. } if loses_nothing || properties.additional().is_some() => {}
        Shape::Polymorphic(types) if loses_nothing || types.has_room() => {
            // One that doesn't hold is no error, but the reason why the impl isn't there.
            let predicates =
                types.held().map(|ty| parse_quote!(for<'__a> #ty: __runtime::ValuesKeepUndeclared));
            generics.make_where_clause().predicates.extend::<Vec<syn::WherePredicate>>(predicates.collect());
        }
        Shape::Object { .. } | Shape::Polymorphic(_) | Shape::Enumeration(_) => {
            return match undeclared {
                Undeclared::Properties(lost) => loses(lost, item),
                Undeclared::Unknown | Undeclared::Nothing => TokenStream::new(),
            };
        }
    }
    let ident = &item.ident;
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    quote! {
        #[diagnostic::do_not_recommend]
        #[automatically_derived]
        impl #impl_generics __runtime::KeepsUndeclared for #ident #type_generics #where_clause {}
    }
}

/// An impl that never holds, for the sake of what the compiler says then: the trait that isn't implemented has the message,
/// since it isn't asked of the type itself.
fn loses(lost: &[Lost], item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let (message, label) = (loss(ident, lost), format!("write `Kept<{ident}>`"));
    let keep = format!(
        "or make `{ident}` keep them: a field `#[graph(additional)] more: AdditionalProperties`, in an enum one in each variant; or declare them"
    );
    let keeps = format_ident!("__{ident}KeepsAll");
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let predicates = where_clause.map(|clause| &clause.predicates).filter(|all| !all.is_empty());
    let predicates = predicates.map(|all| {
        let comma = (!all.trailing_punct()).then(|| quote!(,));
        quote!(#all #comma)
    });
    // A trait of an ordinary name is one that no lint minds.
    let allow = (ident.to_string().contains('_') || !starts_with_capital(ident))
        .then(|| quote!(#[allow(non_camel_case_types)]));
    quote! {
        #allow
        #[diagnostic::on_unimplemented(
            message = #message,
            label = #label,
            note = #keep,
            note = "or say that they may be lost, as of values that are only made here: `#[graph_type(\"..\", lossy)]`"
        )]
        pub trait #keeps {}
        #[automatically_derived]
        impl #impl_generics __runtime::KeepsUndeclared for #ident #type_generics
        where
            #predicates
            for<'__a> __runtime::Undeclared<Self>: #keeps
        {}
    }
}

fn starts_with_capital(ident: &Ident) -> bool {
    ident.to_string().starts_with(|first: char| first.is_ascii_uppercase())
}

/// A question for each type that may be a declared one. What a type parameter stands for isn't known here.
fn ask<'a>(types: impl IntoIterator<Item = &'a Type>, generics: &Generics) -> TokenStream {
    let questions: Vec<_> = types
        .into_iter()
        .filter(|ty| !is_no_declared_type(ty) && !mentions_params(ty, generics))
        .map(|ty| quote_spanned!(first_span(ty)=> __runtime::Written::<#ty>::NEW.ask();))
        .collect();
    if questions.is_empty() {
        return TokenStream::new();
    }
    quote! {
        {
            #[allow(unused_imports)]
            use __runtime::NotAsked as _;
            #(#questions)*
        }
    }
}
