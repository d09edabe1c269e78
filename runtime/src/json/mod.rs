//! JSON as Graph has it: objects told apart by `@odata.type`, properties that may be missing, nothing lost.

pub mod enumeration;
pub(crate) mod locate;
pub mod read;
pub mod tagged;
pub mod untyped;
pub mod write;
