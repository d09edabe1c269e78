//! What only the compiler can compare with the schema: which of Graph's types a Rust type is declared as.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::DeriveInput;

use super::bounds::in_a_constant;
use super::spans::first_span;
use crate::verify::Related;

/// What isn't a constant where a type is declared as another one; the error stands at the type. It stands in the constant
/// that holds the endpoint's impls: one of its own would cost the compiler as much again.
pub(super) fn related(types: &[Related], item: &DeriveInput) -> TokenStream {
    let checks = types.iter().filter_map(|Related { ty, names, problem }| {
        let (constant, ids, write) = (in_a_constant(ty, &item.generics)?, ids(names), names.first()?);
        Some(quote_spanned! {first_span(ty)=>
            __runtime::related(<__runtime::Named<#constant>>::IDS, #ids, #problem, #write);
        })
    });
    checks.collect()
}

/// What stands for names where the compiler compares them: of each, the last 21 bits of FNV-1a and never 0, the first name
/// in the lowest bits. One number, since that is a constant without anything to evaluate. It has room for six names, and
/// Graph derives five deep; of more nothing is said.
/// <https://www.rfc-editor.org/rfc/rfc9923>
pub(super) fn ids(names: &[String]) -> u128 {
    const BITS: usize = 21;
    const NAMES: usize = 6;
    if names.len() > NAMES {
        return 0;
    }
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    names.iter().rev().fold(0, |ids, name| {
        let id = name.bytes().fold(0xcbf2_9ce4_8422_2325, step) & ((1 << BITS) - 1);
        ids << BITS | u128::from(id.max(1))
    })
}
