//! Where a path leads: the types walked segment by segment, and what can be done at its end.
//!
//! ```
//! use graph_endpoint_schema::{path::PathTemplate, snapshot::Snapshot};
//!
//! # let body = "#root users set .user\n#type .user entity key=id\ndisplayName Edm.String\nid Edm.String!\n\
//! #     manager .user nav\n";
//! # let text = format!("graph-schema 1\nversion v1.0\ncloud global\ndate unknown\nsource 0\nbody {} 2 0\n{body}", body.len());
//! let snapshot = Snapshot::new(text)?;
//! let (path, _) = PathTemplate::parse("/users/<id>/manager");
//! let place = snapshot.resolve(&path)?;
//! assert_eq!(place.ty.to_string(), "microsoft.graph.user");
//! assert!(place.operation("GET").is_ok());
//!
//! let (path, _) = PathTemplate::parse("/users/<id>/manger");
//! assert_eq!(
//!     snapshot.resolve(&path).unwrap_err().message,
//!     "microsoft.graph.user has no `manger`; did you mean `manager`?"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod call;
mod key;
mod methods;
mod unknown;
mod walk;

use std::fmt;
use std::ops::Range;

pub use self::methods::{Allowed, MethodProblem, Request};

use crate::path::PathTemplate;
use crate::snapshot::{Member, Name, Operation, Root, Snapshot, TypeRef};

/// Where a path leads.
#[derive(Clone, Debug)]
pub struct Place<'s> {
    pub(super) snapshot: &'s Snapshot,
    /// The path, as written.
    pub text: String,
    /// What stands here; a collection of it, or one.
    pub ty: TypeRef<'s>,
    /// What the last segment is.
    pub kind: Kind<'s>,
    /// The values in the path, in order.
    pub values: Vec<PathValue<'s>>,
    /// What is deprecated on the way: what, since when, and when it is removed.
    pub deprecated: Vec<Deprecation<'s>>,
    /// The set, property or call that the entity or entities here come from.
    pub(super) source: Source<'s>,
    /// Whether a key chose one of many.
    pub(super) is_keyed: bool,
}

/// What the last segment of a path is.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'s> {
    /// An entity set, or one of its entities.
    EntitySet,
    /// A singleton.
    Singleton,
    /// A navigation property, or one of its entities.
    Navigation(Member<'s>),
    /// A property.
    Property(Member<'s>),
    /// What was found, as a derived type: `/microsoft.graph.user`.
    Cast,
    /// A file or a site by its path: `root:/a/b:`.
    ColonPath,
    /// A call of an action or a function.
    Call(Operation<'s>),
    /// `$count`
    Count,
    /// `$value`
    Value,
    /// `$ref`
    Ref,
}

/// A value in a path.
#[derive(Clone, Debug)]
pub struct PathValue<'s> {
    /// Where it stands in the path: the placeholder, or the text.
    pub range: Range<usize>,
    /// The property of the key, or the parameter of the function that it is for.
    pub name: &'s str,
    /// The type whose key it is; None for a parameter.
    pub key_of: Option<Name<'s>>,
    /// What it holds.
    pub ty: TypeRef<'s>,
}

/// Something on the way that is deprecated.
#[derive(Clone, Debug)]
pub struct Deprecation<'s> {
    /// The segment.
    pub range: Range<usize>,
    /// Since this date.
    pub since: &'s str,
    /// Removed on this date.
    pub removed: Option<&'s str>,
    /// What to use instead: a property of the same type, or a type.
    pub replacement: Option<&'s str>,
}

/// Why a path leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathProblem {
    /// What kind of mistake it is.
    pub kind: ProblemKind,
    /// `lower-case problem; what to write instead`
    pub message: String,
    /// The part of the path that is wrong.
    pub range: Range<usize>,
}

/// What can be wrong with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// There is nothing of this name here.
    UnknownSegment,
    /// A cast to a type that isn't there, or isn't derived.
    Cast,
    /// A key where there is none, or none where one is due, or an unknown alternate key.
    Key,
    /// A parameter of a function that is unknown, missing or one too many.
    Parameter,
    /// Something behind what ends a path.
    Ended,
}

/// Where entities come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'s> {
    Root(Root<'s>),
    Member(Member<'s>),
    Call(Operation<'s>),
}

impl Snapshot {
    /// Walks a path without problems of its own.
    ///
    /// # Errors
    /// The first segment that the schema doesn't have there, with the nearest name that it has.
    pub fn resolve<'s>(&'s self, path: &PathTemplate) -> Result<Place<'s>, PathProblem> {
        walk::walk(self, path)
    }
}

impl PathProblem {
    pub(super) fn new(kind: ProblemKind, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), range }
    }
}

impl fmt::Display for PathProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PathProblem {}

#[cfg(test)]
#[cfg(feature = "csdl")]
mod tests;
