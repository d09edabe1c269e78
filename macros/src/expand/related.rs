//! What only the compiler can compare with the schema: which of Graph's types a Rust type is declared as.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{DeriveInput, Path};

use super::spans::first_span;
use crate::verify::Related;

/// A constant that isn't one where a type is declared as another one; the error stands at the type.
pub(crate) fn related(types: &[Related], krate: &Path, item: &DeriveInput) -> TokenStream {
    // A constant knows nothing of the item's parameters.
    if types.is_empty() || !item.generics.params.is_empty() {
        return TokenStream::new();
    }
    let checks = types.iter().map(|Related { ty, names, message }| {
        quote_spanned!(first_span(ty)=> __runtime::related(<__runtime::Named<#ty>>::NAMES, &[#(#names),*], #message);)
    });
    quote! {
        const _: () = {
            use #krate::__private as __runtime;
            #[allow(unused_imports)]
            use __runtime::NotNamed as _;
            #(#checks)*
        };
    }
}
