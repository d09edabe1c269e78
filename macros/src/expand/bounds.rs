//! Bounds for generic declarations: a type parameter must be able to do what the fields that use it do.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{GenericParam, Generics, Lifetime, LifetimeParam, Type, WherePredicate, parse_quote};

use crate::parse::named_wrapper;

/// The generics of an item with a bound for each type that mentions a type parameter.
pub(crate) fn with_bounds<'a>(
    generics: &Generics,
    bounds: impl IntoIterator<Item = (&'a Type, TokenStream)>,
) -> Generics {
    let mut generics = generics.clone();
    if generics.type_params().next().is_none() {
        return generics;
    }
    let params = param_names(&generics);
    let predicates: Vec<WherePredicate> = bounds
        .into_iter()
        .filter(|(ty, _)| mentions(quote!(#ty), &params))
        .map(|(ty, bound)| match named_wrapper(ty) {
            // The expansion takes an `Option` apart, and what holds for the inner type holds for the `Option`.
            Some(("Option", inner)) => parse_quote!(#inner: #bound),
            _ => parse_quote!(#ty: #bound),
        })
        .collect();
    generics.make_where_clause().predicates.extend(predicates);
    generics
}

/// The generics for `Deserialize<'de>`: what is borrowed must not outlive the input.
pub(crate) fn with_input_lifetime(generics: &Generics) -> Generics {
    let mut extended = generics.clone();
    let mut de = LifetimeParam::new(Lifetime::new("'de", Span::call_site()));
    de.bounds.extend(generics.lifetimes().map(|param| param.lifetime.clone()));
    extended.params.insert(0, GenericParam::Lifetime(de));
    extended
}

/// Whether a type is made with a type parameter.
pub(super) fn mentions_params(ty: &Type, generics: &Generics) -> bool {
    let params = param_names(generics);
    !params.is_empty() && mentions(quote!(#ty), &params)
}

fn param_names(generics: &Generics) -> Vec<String> {
    generics.type_params().map(|param| param.ident.to_string()).collect()
}

fn mentions(tokens: TokenStream, params: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => params.contains(&ident.to_string()),
        proc_macro2::TokenTree::Group(group) => mentions(group.stream(), params),
        _ => false,
    })
}
