//! The attribute macros of [graph-endpoint](https://docs.rs/graph-endpoint), which re-exports them; their
//! documentation is there. Depend on that crate, not on this one.
//!
//! A declaration passes five stages, each a folder of this crate, and none knows a later one:
//!
//! ```text
//! tokens -> parse (syntax only) -> assign (roles, into the model) -> check (named rules) -> verify (against a snapshot of
//! the service's schema, where there is one) -> expand (one flat quote! an item)
//! ```
//!
//! The model lies between: types in which a bad state can't be written, which refuse it when it is pushed.
//!
//! Every mistake of a declaration is reported at once (`problems`), and a declaration with mistakes still expands to
//! its struct and the impls that its users need (`expand`): one mistake, one error.

mod assign;
mod check;
mod declare;
mod expand;
mod model;
mod parse;
mod problems;
mod verify;

use proc_macro::TokenStream;

/// Declares an operation of Microsoft Graph.
#[proc_macro_attribute]
pub fn graph_endpoint(args: TokenStream, item: TokenStream) -> TokenStream {
    with_tracked(declare::endpoint(args.into(), item.into()))
}

/// Declares a type of Microsoft Graph.
#[proc_macro_attribute]
pub fn graph_type(args: TokenStream, item: TokenStream) -> TokenStream {
    with_tracked(declare::graph_type(args.into(), item.into()))
}

/// Where [`graph_endpoint`] goes on when a field has a `cfg`: derives see their input after `cfg` was applied.
#[doc(hidden)]
#[proc_macro_derive(__GraphEndpoint, attributes(graph, serde, __graph_declaration))]
pub fn endpoint_after_cfg(item: TokenStream) -> TokenStream {
    with_tracked(declare::endpoint_after_cfg(item.into()))
}

/// Where [`graph_type`] goes on when a field or variant has a `cfg`.
#[doc(hidden)]
#[proc_macro_derive(__GraphType, attributes(graph, serde, __graph_declaration))]
pub fn graph_type_after_cfg(item: TokenStream) -> TokenStream {
    with_tracked(declare::graph_type_after_cfg(item.into()))
}

/// The crate's first expansion names the files that all of them depend on.
fn with_tracked(mut expansion: proc_macro2::TokenStream) -> TokenStream {
    expansion.extend(verify::tracked());
    expansion.into()
}
