//! The declarations of a crate, read from its source without compiling it: every module, conditional or not.
//!
//! What a path, a name and a role are is decided by the rooms that the macros use, too
//! ([`graph_endpoint_schema::path`], [`graph_endpoint_schema::naming`]); the attributes' own syntax is read here. A crate
//! that compiles has no mistakes in them, so what can't be read is said and passed over.

mod attribute;
mod files;
mod item;

use std::path::PathBuf;

pub use self::files::{Root, read, roots};

use crate::read::Permissions;

/// What a crate declares, and what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// In the order of the files and of what stands in them.
    pub endpoints: Vec<Endpoint>,
    /// As well.
    pub types: Vec<Type>,
    /// What may hold declarations and was not read.
    pub unread: Vec<Unread>,
}

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The package.
    pub package: String,
    /// The file.
    pub file: PathBuf,
    /// 1 is the first.
    pub line: usize,
    /// The conditions that it is compiled under, as they are written.
    pub cfg: Vec<String>,
}

/// Something that was not read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// Where it stands.
    pub place: Place,
    /// What it is, and why.
    pub message: String,
}

/// A struct under `#[graph_endpoint(..)]`.
#[derive(Clone, Debug, Default)]
pub struct Endpoint {
    /// Where it stands.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// In capitals.
    pub method: String,
    /// As written.
    pub path: String,
    /// `v1.0`, unless it says otherwise.
    pub version: String,
    /// The type of the response, as written.
    pub response: Option<String>,
    /// Without `#`.
    pub odata_type: Option<String>,
    /// Least privileged first.
    pub permissions: Permissions,
    /// Whether it asks not to be compared with the schema.
    pub unverified: bool,
    /// What the request is made of.
    pub fields: Vec<Field>,
}

/// A type under `#[graph_type(..)]`.
#[derive(Clone, Debug, Default)]
pub struct Type {
    /// Where it stands.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// `microsoft.graph.x`, without `#`.
    pub graph_name: Option<String>,
    /// Whether it asks not to be compared with the schema.
    pub unverified: bool,
    /// Of a struct.
    pub fields: Vec<Field>,
    /// Of an enum.
    pub variants: Vec<Variant>,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// As it goes over the wire.
    pub name: String,
    /// As written.
    pub ty: String,
    /// What it is for.
    pub role: Role,
    /// Whether it asks not to be compared with the schema.
    pub unverified: bool,
}

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It fills a placeholder.
    Path,
    /// A query option.
    Query,
    /// A header.
    Header,
    /// A property of the body, or of a type.
    Property,
    /// The whole body.
    Body,
    /// Whatever has no field of its own.
    Additional,
}

/// A variant of an enum.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Of a polymorphic type: what it is told apart by.
    pub graph_name: Option<String>,
    /// Of an enumeration: the member.
    pub member: Option<String>,
    /// The type that it holds, as written.
    pub holds: Option<String>,
    /// Its properties, where they stand in it.
    pub fields: Vec<Field>,
    /// Whether it asks not to be compared with the schema.
    pub unverified: bool,
}
