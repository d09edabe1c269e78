//! Integration tests live in `it/` and `ui/`. What this library has are the public declarations of `ui/pass`, because
//! the compiler asks for documentation in libraries only.
#![deny(warnings, missing_docs)]
#![forbid(unsafe_code)]

#[path = "../ui/pass/public.rs"]
pub mod public;
