//! The types of an operation: which places of the JSON share one, what each is called, and what its fields are.
//!
//! One way: every place of every sample goes into an [`Arena`](arena::Arena); the rules of [`rules`] unite those that are
//! one type, each union leaving one type less than there was; [`naming`] gives names to what is left; and only then
//! [`resolve`] writes fields. Nothing is decided twice, so nothing has to settle.

mod arena;
mod by_name;
mod contradiction;
mod elsewhere;
mod fields;
mod finish;
mod hints;
mod keys;
mod known;
mod list;
mod naming;
mod numbers;
mod polymorphic;
mod resolve;
mod rules;
mod said;
mod text;

pub(super) use self::arena::{Arena, PlaceId, Way};
pub(super) use self::fields::is_said_by_the_schema;
pub(crate) use self::fields::{Fields, Presence, additional};
pub(crate) use self::finish::derive;
pub(super) use self::hints::{Hint, Hints};
pub(crate) use self::naming::TAKEN;
pub(crate) use self::polymorphic::short;
pub(super) use self::resolve::{Resolved, Types, fits};
