//! JSON as Graph has it: objects told apart by `@odata.type`, properties that may be missing, nothing lost.

pub(crate) mod additional;
pub(crate) mod aside;
pub(crate) mod control_information;
pub(crate) mod enumeration;
mod json_path;
mod late_types;
pub(crate) mod locate;
pub(crate) mod number;
pub mod other;
mod packed;
pub mod polymorphic;
pub(crate) mod raw;
pub mod read;
mod resumed;
mod scope;
mod slots;
mod tokens;
pub(crate) mod untyped;
pub(crate) mod values;
pub mod write;
