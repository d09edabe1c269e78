//! The declarations of a crate, read from its source without compiling it: every module, conditional or not.
//!
//! What a declaration says is read by [`graph_endpoint_declaration`], as the macros read it. A crate that compiles has no
//! mistakes in its declarations, so one that has is said and passed over.

mod files;
mod item;
mod names;

use std::path::PathBuf;

use graph_endpoint_declaration::model;
use graph_endpoint_declaration::parse::{EndpointArgs, spelt};

pub use self::files::{Root, read, roots};

use crate::read::Permissions;

/// What a crate declares, and what could not be read.
#[derive(Debug, Default)]
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
pub struct Endpoint {
    /// Where it stands.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Least privileged first.
    pub permissions: Permissions,
    /// The attribute's arguments, as written.
    pub args: EndpointArgs,
    /// What it means.
    pub declared: model::Endpoint,
}

/// A struct or an enum under `#[graph_type(..)]`.
pub struct Type {
    /// Where it stands.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// What it means.
    pub declared: model::GraphType,
}

impl Endpoint {
    /// In capitals.
    pub fn method(&self) -> &'static str {
        self.declared.method.name()
    }

    /// As written.
    pub fn path(&self) -> &str {
        self.declared.path.text()
    }

    /// `v1.0` or `beta`.
    pub fn version(&self) -> &'static str {
        self.declared.version.name()
    }

    /// The type of the response, as written.
    pub fn response(&self) -> Option<String> {
        self.declared.response.as_ref().map(|response| spelt(&response.ty))
    }
}

impl Type {
    /// `microsoft.graph.x`, without `#`.
    pub fn graph_name(&self) -> Option<&str> {
        self.declared.name.as_ref().map(|name| name.text.as_str())
    }
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint")
            .field("place", &self.place)
            .field("name", &self.name)
            .field("method", &self.method())
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Type")
            .field("place", &self.place)
            .field("name", &self.name)
            .field("graph_name", &self.graph_name())
            .finish_non_exhaustive()
    }
}
