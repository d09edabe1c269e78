//! A snapshot of Microsoft Graph's schema, v1.0 of the global service, for `graph-endpoint`'s feature `checked`.
//!
//! It holds names, types and facts of Graph's public `$metadata`, under Microsoft's own licence, `LICENSE-MICROSOFT`.
//! Its first lines say of which date it is. It is made by
//!
//! ```text
//! cargo graph schema import metadata-v1.0.xml --folder metadata --date 2026-08-04
//! ```
//!
//! and is not endorsed by Microsoft. Don't depend on this crate: depend on `graph-endpoint`, and on its feature.

/// The text of the snapshot, as `graph-endpoint-schema` reads it.
pub const V1: &str = include_str!("../v1.0.txt");
