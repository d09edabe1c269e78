//! The last stage: a model becomes code. Consts, and the shortest calls into the runtime; the algorithms live there.
//!
//! Every expansion stands in a `const _`, in which `__runtime` is the runtime's private half. Paths are absolute and
//! calls qualified, so that whatever the user's scope calls `Option` or `Result` doesn't matter.

mod bounds;
mod builder;
mod docs;
mod endpoint;
mod enumeration;
mod fallback;
mod form;
mod graph_type;
mod in_place;
mod object;
mod polymorphic;
mod properties;
mod read;
mod related;
mod required;
#[cfg(feature = "sandbox")]
mod sandbox;
mod signature;
mod spans;
mod tuple;
mod undeclared;
mod write;

pub(crate) use self::bounds::has_unused_parameter;
pub(crate) use self::docs::{doc, endpoint_docs};
pub(crate) use self::endpoint::endpoint;
pub(crate) use self::fallback::{endpoint_stubs, type_stubs};
pub(crate) use self::graph_type::graph_type;
pub(crate) use self::required::common;
