//! The second stage: what a declaration means, in types in which a bad state can't be written.

mod endpoint;
mod field;
mod graph_type;
mod path;

pub(crate) use self::endpoint::{Body, Endpoint, Method};
pub(crate) use self::field::{Field, Json, Presence, Role, first_span, named_wrapper, ungrouped};
pub(crate) use self::graph_type::{GraphType, Member, Other, Shape, UnknownMember, Variant, VariantShape};
pub(crate) use self::path::{PathProblem, PathTemplate, Piece, Placeholder, Spelling, is_identifier};
