//! The question whether a type has a form that Graph knows, where its name says that it may have one of serde's own: a
//! macro sees a name, and only the compiler knows whose it is.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Generics, Type};

use super::bounds::mentions_params;
use super::spans::first_span;
use crate::parse::may_be_a_form_of_serdes;

/// A question for each type of such a name, in a constant of its own that is never used. Nothing for all the others.
pub(super) fn ask<'a>(types: impl IntoIterator<Item = &'a Type>, generics: &Generics) -> TokenStream {
    let asked: Vec<_> = types
        .into_iter()
        .filter(|ty| may_be_a_form_of_serdes(ty) && !mentions_params(ty, generics))
        .map(|ty| quote_spanned!(first_span(ty)=> __runtime::Formed::<#ty>::NEW.ask();))
        .collect();
    // A constant knows nothing of the item's lifetimes.
    if asked.is_empty() || generics.lifetimes().next().is_some() {
        return TokenStream::new();
    }
    quote! {
        const _: fn() = || {
            #[allow(unused_imports)]
            use __runtime::FormNotAsked as _;
            #(#asked)*
        };
    }
}
