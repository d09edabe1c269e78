//! From a pasted example of a Microsoft Graph call to the declaration of its endpoint.
//!
//! Data goes one way: [`read`] (text to [`Example`]s) -> [`operations`] (those of one operation together, its
//! [`Template`](template::Template)) -> [`shape`] (what each place of the JSON held) -> [`declare`] (the
//! [`model`] of the Rust items) -> [`print()`].
//!
//! ```
//! let reading = cargo_graph::read("GET https://graph.microsoft.com/v1.0/users/{id}\n\nHTTP/1.1 200 OK\n\n{\"displayName\": \"Adele\"}")?;
//! let options = cargo_graph::Options::default();
//! for operation in cargo_graph::operations(&reading.examples, &options) {
//!     let source = cargo_graph::print(&cargo_graph::declare(&operation, &options)?);
//!     assert!(source.contains(r#"#[graph_endpoint(GET, "/users/<id>", response = User)]"#));
//!     assert!(source.contains("pub display_name: Option<String>,"));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod all;
mod append;
pub mod compare;
mod declare;
mod distinct;
mod file;
mod generate;
pub mod json;
pub mod layout;
mod lossy;
mod merge;
pub mod model;
pub mod permissions;
mod print;
mod read;
mod refine;
mod rust_file;
pub mod shape;
pub mod snapshots;
pub mod source;
pub mod template;
pub mod url;

pub use crate::all::{declarable, declare_all};
pub use crate::append::{Appended, appended};
pub use crate::declare::{Cause, DeclareError, Operation, Options, declare, declared_headers, operations};
pub use crate::file::file;
pub use crate::generate::{Call, Selection, Whole, generate, operations_of, whole};
pub use crate::merge::merged;
pub use crate::print::{print, quoted};
pub use crate::read::{
    Content, Example, Permissions, Property, ReadError, Reading, Request, Response, Section, Warning, header,
    object_in_value, read, read_with,
};
pub use crate::refine::refine;
