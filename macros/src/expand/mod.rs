//! The last stage: a model becomes code. Consts, and the shortest calls into the runtime; the algorithms live there.
//!
//! Every expansion stands in a `const _`, in which `__g` is the runtime's private half. Paths are absolute and calls
//! qualified, so that whatever the user's scope calls `Option` or `Result` doesn't matter.

mod builder;
mod docs;
mod endpoint;
mod enumeration;
mod fallback;
mod generics;
mod object;
mod polymorphic;
mod properties;
#[cfg(feature = "sandbox")]
mod sandbox;

pub(crate) use self::docs::endpoint_docs;
pub(crate) use self::endpoint::endpoint;
pub(crate) use self::fallback::Fallback;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::model::{GraphType, Shape};

/// The serde mapping of a declared type, both ways.
pub(crate) fn graph_type(graph_type: &GraphType, item: &DeriveInput) -> TokenStream {
    let impls = match &graph_type.shape {
        Shape::Object(fields) => object::impls(graph_type, fields, item),
        Shape::Polymorphic { variants, other } => {
            polymorphic::impls(graph_type, variants, other.as_ref(), item)
        }
        Shape::Enumeration { members, unknown } => enumeration::impls(members, unknown, item),
    };
    let properties = properties::impls(graph_type, item);
    let krate = &graph_type.krate;
    quote! {
        #[allow(deprecated)]
        const _: () = {
            use #krate::__private as __g;
            #impls
            #properties
        };
    }
}

/// A tuple of nothing at all: the library's `Default` as far as it has one, which is less to compile.
fn empty_tuple(len: usize) -> TokenStream {
    if len <= 12 {
        return quote!(__g::Default::default());
    }
    let nothing = std::iter::repeat_n(quote!(__g::None), len);
    quote!((#(#nothing,)*))
}
