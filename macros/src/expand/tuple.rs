//! Tuples as long as they are needed.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// How long a tuple is at most: the library's implement its traits for so many, and so does the runtime (its `tuples.rs`).
const LONGEST: usize = 12;

/// One of each, as a tuple, or as a chain of tuples where there are more than the runtime has; `chain` is the
/// constructor of a link, or nothing for a pair.
pub(super) fn tuple(items: &[impl ToTokens], chain: &TokenStream) -> TokenStream {
    match items.split_at_checked(LONGEST) {
        Some((first, rest)) if !rest.is_empty() => {
            let rest = tuple(rest, chain);
            quote!(#chain ((#(#first,)*), #rest))
        }
        _ => quote!((#(#items,)*)),
    }
}

/// A tuple of `None`s: the library's `Default` as far as it has one, which is less to compile.
pub(super) fn nones(len: usize) -> TokenStream {
    if len <= LONGEST {
        return quote!(__runtime::Default::default());
    }
    let none = std::iter::repeat_n(quote!(__runtime::None), len);
    quote!((#(#none,)*))
}
