//! What `graph-endpoint`'s macros, its runtime and `cargo graph` agree on: the grammar of paths, the names of things, the
//! media types. Pure: no I/O, no network, and nothing but `std` unless a feature asks for it, since this is compiled for
//! every user.
//!
//! - [`media_type`]: whether a `Content-Type` is JSON, what its charset is, byte order marks;
//! - [`dot_segment`]: what URL parsers collapse;
//! - [`type_ids`]: what stands for the names of types where the compiler compares them;
//! - `path`, behind the feature `grammar`: path templates as the documentation and declarations write them, and which
//!   field fills which placeholder;
//! - `naming`, behind the same: Graph's `camelCase`, Rust's `snake_case`, keywords, the nearest name to a misspelt one;
//! - `snapshot`, behind the feature of this name: a service's schema as one sorted text, asked without being parsed;
//! - `resolve`, behind the same: where a path leads in it, and what can be done there;
//! - `diff`, behind a feature of this name: what differs between two snapshots;
//! - `csdl`, behind a feature of this name: `$metadata` in XML, and the snapshot that is made of it.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "csdl")]
pub mod csdl;
#[cfg(feature = "diff")]
pub mod diff;
pub mod dot_segment;
pub mod media_type;
#[cfg(feature = "grammar")]
pub mod naming;
#[cfg(feature = "grammar")]
pub mod path;
#[cfg(feature = "snapshot")]
pub mod resolve;
#[cfg(feature = "snapshot")]
pub mod snapshot;
#[cfg(test)]
#[cfg(feature = "csdl")]
mod test_support;
pub mod type_ids;
