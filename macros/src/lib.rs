//! The attribute macros of [graph-endpoint](https://docs.rs/graph-endpoint), which re-exports them; their
//! documentation is there. Depend on that crate, not on this one.
//!
//! What a declaration says is read by [`graph_endpoint_declaration`], from the tokens to a model that is sound and agrees
//! with the schema; here is what needs a compiler: where the crate's snapshot is (`snapshot`), and the code that is
//! written (`expand`, one flat `quote!` an item). `declare` has the stages in a row.
//!
//! A declaration with mistakes still expands to its struct and the impls that its users need: one mistake, one error.

mod declare;
mod expand;
mod snapshot;

use graph_endpoint_declaration::{model, parse, problems, verify};
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

/// The traits of common required fields, for the runtime.
#[doc(hidden)]
#[proc_macro]
pub fn common_fields(_: TokenStream) -> TokenStream {
    expand::common().into()
}

/// The crate's first expansion names the files that all of them depend on.
fn with_tracked(mut expansion: proc_macro2::TokenStream) -> TokenStream {
    expansion.extend(snapshot::tracked());
    expansion.into()
}
