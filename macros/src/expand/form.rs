//! The question whether a type has a form that Graph knows, where its name says that it may have one of serde's own: a
//! macro sees a name, and only the compiler knows whose it is.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Generics, Type};

use super::bounds::in_a_constant;
use super::spans::first_span;
use crate::parse::may_be_a_form_of_serdes;

/// A question for each type of such a name, in a constant of its own that is never used. Nothing for all the others.
pub(super) fn ask<'a>(types: impl IntoIterator<Item = &'a Type>, generics: &Generics) -> TokenStream {
    let asked: Vec<_> = types
        .into_iter()
        .filter(|ty| may_be_a_form_of_serdes(ty))
        .filter_map(|ty| {
            let constant = in_a_constant(ty, generics)?;
            Some(quote_spanned!(first_span(ty)=> __runtime::Formed::<#constant>::NEW.ask();))
        })
        .collect();
    if asked.is_empty() {
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
