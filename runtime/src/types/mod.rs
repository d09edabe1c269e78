//! The small types that declarations are made of: Edm's primitive types, what a PATCH can clear, pages and values.

pub mod edm;
#[cfg(any(feature = "client", feature = "sandbox"))]
pub(crate) mod guid;
pub(crate) mod kept;
pub(crate) mod nullable;
pub(crate) mod page;
pub(crate) mod value_of;
