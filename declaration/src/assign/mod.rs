//! The second stage: what was parsed becomes a model. Each field gets its one role, each variant its shape.
//!
//! A part that the model refuses is reported and left out; a declaration with a mistake is never expanded.

mod endpoint;
mod graph_type;
mod path;
mod property;
mod roles;
mod unfilled;

pub use self::endpoint::endpoint;
pub use self::graph_type::graph_type;
