//! What only the compiler can compare with the schema: which of Graph's types a Rust type is declared as.

use graph_endpoint_schema::type_ids;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::DeriveInput;

use super::bounds::in_a_constant;
use super::spans::first_span;
use crate::verify::Related;

/// What isn't a constant where a type is declared as another one; the error stands at the type. It stands in the constant
/// that holds the endpoint's impls: one of its own would cost the compiler as much again.
pub(super) fn related(types: &[Related], item: &DeriveInput) -> TokenStream {
    let checks = types.iter().filter_map(|Related { ty, names, problem, select }| {
        let constant = in_a_constant(ty, &item.generics)?;
        let Some(write) = names.first() else {
            return Some(quote_spanned! {first_span(ty)=>
                __runtime::listed(<__runtime::Named<#constant>>::IDS, <__runtime::Named<#constant>>::IS_PAGE, #problem);
            });
        };
        let ids = type_ids::of(names);
        let select = select.then(|| quote!(let _ = <__runtime::Named<#constant>>::SELECTION;));
        Some(quote_spanned! {first_span(ty)=>
            #select
            __runtime::related(<__runtime::Named<#constant>>::IDS, #ids, #problem, #write);
        })
    });
    checks.collect()
}
