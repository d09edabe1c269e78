//! Public declarations in a library, whose every public item must be documented: what the expansion adds is.
//! The cases in `ui/checked` build this library with a snapshot, `checked/graph-schema`, so it agrees with that.

use graph_endpoint::prelude::*;

/// An endpoint with a builder.
#[graph_endpoint(PATCH, "/users/<id>", response = User, permissions(application = ["User.ReadWrite.All"]))]
#[derive(Clone, Debug)]
pub struct UpdateUser {
    /// Whom.
    pub id: String,
    /// What it is called.
    pub display_name: Option<String>,
    mail: Nullable<String>,
}

/// A unit.
#[graph_endpoint(GET, "/me", response = User, select)]
#[derive(Debug)]
pub struct GetMe;

/// Without a builder.
#[graph_endpoint(GET, "/users/<id>", builder = false)]
#[derive(Debug)]
pub struct GetUser<'a> {
    /// Whom.
    pub id: &'a str,
}

/// A generic one.
#[graph_endpoint(POST, "/things", response = Thing<T>, unverified)]
#[derive(Debug)]
pub struct CreateThing<T> {
    thing: Thing<T>,
}

/// A conditional one.
#[graph_endpoint(POST, "/users")]
#[derive(Debug)]
pub struct CreateUser {
    /// Not there.
    #[cfg(any())]
    pub missing: NoSuchType,
    /// There.
    #[cfg(not(any()))]
    #[graph(unverified)]
    pub name: String,
}

/// A generic type.
#[graph_type]
#[derive(Debug)]
pub struct Thing<T> {
    /// What it holds.
    pub value: T,
}

/// A type with constants for filters.
#[graph_type("microsoft.graph.user", odata_type, properties)]
#[derive(Clone, Debug)]
pub struct User {
    /// Its name.
    pub display_name: Option<String>,
}

/// A polymorphic type.
#[graph_type("microsoft.graph.directoryObject")]
#[derive(Debug)]
pub enum DirectoryObject {
    /// A user.
    #[graph(type = "microsoft.graph.user")]
    User(User),
    /// A group.
    #[graph(type = "microsoft.graph.group")]
    Group {
        /// Its name.
        display_name: String,
    },
    /// Anything else.
    #[graph(other)]
    Other(Untyped),
}

/// An enumeration.
#[graph_type("microsoft.graph.importance")]
#[derive(Debug)]
pub enum Importance {
    /// The least.
    Low,
    /// Anything else.
    #[graph(other)]
    Other(String),
}
