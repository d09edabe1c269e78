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
        let ids = ids(names);
        quote_spanned!(first_span(ty)=> __runtime::related(<__runtime::Named<#ty>>::IDS, &[#(#ids),*], #message);)
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

/// What stands for names where the compiler compares them: FNV-1a of each.
/// <https://www.rfc-editor.org/rfc/rfc9923>
pub(super) fn ids(names: &[String]) -> Vec<u64> {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    names.iter().map(|name| name.bytes().fold(0xcbf2_9ce4_8422_2325, step)).collect()
}
