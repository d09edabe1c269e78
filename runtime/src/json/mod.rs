//! JSON as Graph has it: objects told apart by `@odata.type`, properties that may be missing, nothing lost.

pub(crate) mod locate;
pub mod read;
pub(crate) mod untyped;
pub mod write;
