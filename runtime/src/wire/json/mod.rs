//! JSON as Graph has it: objects told apart by `@odata.type`, properties that may be missing, nothing lost.

pub(crate) mod control_information;
pub(crate) mod enumeration;
pub(crate) mod locate;
pub(crate) mod number;
pub mod other;
mod place;
pub mod read;
mod slots;
pub mod tagged;
pub(crate) mod untyped;
pub(crate) mod values;
pub mod write;
