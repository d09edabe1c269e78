//! Bounds for generic declarations: a type parameter must be able to do what the fields that use it do.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{
    Data, DeriveInput, GenericParam, Generics, Lifetime, LifetimeParam, Type, TypeParam, WherePredicate,
    parse_quote,
};

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

/// The generics without the parameters that no type of these is made with: an impl for what is made of these types alone
/// must not have them.
#[cfg(feature = "sandbox")]
pub(super) fn only_of(generics: &Generics, types: &[&Type]) -> Generics {
    let is_used = |ident: &syn::Ident| types.iter().any(|ty| mentions(quote!(#ty), &[ident.to_string()]));
    let gone: Vec<String> = generics
        .params
        .iter()
        .filter_map(|param| match param {
            GenericParam::Type(param) => Some(&param.ident),
            GenericParam::Const(param) => Some(&param.ident),
            GenericParam::Lifetime(_) => None,
        })
        .filter(|ident| !is_used(ident))
        .map(syn::Ident::to_string)
        .collect();
    let mut generics = generics.clone();
    if gone.is_empty() {
        return generics;
    }
    let stays = |tokens: TokenStream| !mentions(tokens, &gone);
    let params = std::mem::take(&mut generics.params).into_iter().filter_map(|mut param| {
        if let GenericParam::Type(param) = &mut param {
            let bounds = std::mem::take(&mut param.bounds).into_iter();
            param.bounds = bounds.filter(|bound| stays(quote!(#bound))).collect();
        }
        stays(quote!(#param)).then_some(param)
    });
    generics.params = params.collect();
    if let Some(clause) = &mut generics.where_clause {
        let predicates = std::mem::take(&mut clause.predicates).into_iter();
        clause.predicates = predicates.filter(|predicate| stays(quote!(#predicate))).collect();
    }
    generics
}

/// A type as it is written in a constant, which knows nothing of the item's parameters: every lifetime is `'static` there,
/// and there is none for a type that is made with another parameter.
pub(super) fn in_a_constant(ty: &Type, generics: &Generics) -> Option<TokenStream> {
    let tokens = quote!(#ty);
    if generics.params.is_empty() {
        return Some(tokens);
    }
    let mut params = param_names(generics);
    params.extend(generics.const_params().map(|param| param.ident.to_string()));
    let lifetimes: Vec<String> = generics.lifetimes().map(|param| param.lifetime.ident.to_string()).collect();
    (!mentions(tokens.clone(), &params)).then(|| with_static(tokens, &lifetimes))
}

fn with_static(tokens: TokenStream, lifetimes: &[String]) -> TokenStream {
    let mut follows_quote = false;
    let tokens = tokens.into_iter().map(|token| {
        let is_lifetime = std::mem::replace(&mut follows_quote, is_quote(&token));
        match token {
            TokenTree::Ident(ident) if is_lifetime && lifetimes.contains(&ident.to_string()) => {
                TokenTree::Ident(Ident::new("static", ident.span()))
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), with_static(group.stream(), lifetimes));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        }
    });
    tokens.collect()
}

fn is_quote(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '\'')
}

/// Whether a type is a type parameter, which may stand for an `Option`.
pub(super) fn is_parameter(ty: &Type, generics: &Generics) -> bool {
    let is = |name: &Ident| generics.type_params().any(|param| param.ident == *name);
    matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(is))
}

/// Whether a type parameter stands in no field, which the compiler reports by itself: what is generated for the other
/// fields would be reported as well.
pub(crate) fn has_unused_parameter(item: &DeriveInput) -> bool {
    // Nearly all have none, and tokens are the slowest thing about a macro.
    if item.generics.type_params().next().is_none() {
        return false;
    }
    let data = match &item.data {
        Data::Struct(data) => data.fields.to_token_stream(),
        Data::Enum(data) => data.variants.to_token_stream(),
        Data::Union(_) => return false,
    };
    let unused = |param: &TypeParam| !mentions(data.clone(), &[param.ident.to_string()]);
    item.generics.type_params().any(unused)
}

fn param_names(generics: &Generics) -> Vec<String> {
    generics.type_params().map(|param| param.ident.to_string()).collect()
}

pub(super) fn mentions(tokens: TokenStream, params: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => params.contains(&ident.to_string()),
        TokenTree::Group(group) => mentions(group.stream(), params),
        _ => false,
    })
}
