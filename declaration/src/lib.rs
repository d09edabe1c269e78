//! The half of [graph-endpoint](https://docs.rs/graph-endpoint)'s macros that reads: what a declaration says, whether it
//! is sound, and whether Microsoft Graph's schema agrees. The macros write code for what is read here, and `cargo graph`
//! reads the source of crates with it, so the two can't differ about a declaration.
//!
//! **Not for direct use.** It is a crate of its own since nothing can depend on a proc macro as a library; its interface
//! may change at any release, and its dependents name an exact version.
//!
//! A declaration passes these stages, each a module, and none knows a later one:
//!
//! ```text
//! tokens -> parse (syntax only) -> assign (roles, into the model) -> check (named rules) -> verify (against a snapshot of
//! the service's schema, where there is one)
//! ```
//!
//! The [`model`] lies between: types in which a bad state can't be written, which refuse it when it is pushed. Every
//! mistake of a declaration is reported at once, in [`problems`].
//!
//! Nothing here reads a file or an environment variable, and nothing needs a compiler: which snapshot a declaration is
//! compared with is its caller's decision.
//!
//! ```
//! use graph_endpoint_declaration::parse::{Declaration, EndpointArgs, Item};
//! use graph_endpoint_declaration::problems::Problems;
//!
//! let args = r#"DELETE, "/users/<id>/messages/<message>""#.parse()?;
//! let item = Item::parse("struct DeleteMessage { id: String, mesage: String }".parse()?)?.item;
//! let mut problems = Problems::default();
//! let args = EndpointArgs::parse(args, &mut problems);
//! let declaration = Declaration::parse(args, &item, &mut problems);
//! graph_endpoint_declaration::endpoint(&declaration, &mut problems);
//! let said: Vec<&str> = problems.iter().map(|problem| problem.message()).collect();
//! assert!(said[0].starts_with("no field fills `<message>`; did you mean `<mesage>`?"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
// Fields that are what their names say, for two callers that are a part of this project.
#![allow(missing_docs, missing_debug_implementations)]

pub mod assign;
pub mod check;
pub mod model;
pub mod parse;
pub mod problems;
pub mod verify;

use self::model::{Body, Endpoint, GraphType};
use self::parse::{Declaration, EndpointArgs, TypeArgs};
use self::problems::Problems;

/// The model of an endpoint, each mistake of its declaration noted; `None` where there is nothing to make one of. With a
/// mistake the model lacks what was refused.
pub fn endpoint(declaration: &Declaration<'_, EndpointArgs>, problems: &mut Problems) -> Option<Endpoint> {
    let endpoint = assign::endpoint(declaration, problems);
    check::item(declaration.item, "graph_endpoint", problems);
    if let Some(endpoint) = &endpoint {
        check::endpoint(endpoint, problems);
        if let Body::Object(object) = &endpoint.body {
            check::properties(&object.properties, object.odata_type.is_some(), problems);
        }
    }
    endpoint
}

/// The model of a type, as [`endpoint`] makes that of an endpoint.
pub fn graph_type(declaration: &Declaration<'_, TypeArgs>, problems: &mut Problems) -> Option<GraphType> {
    let graph_type = assign::graph_type(declaration, problems);
    check::item(declaration.item, "graph_type", problems);
    if let Some(graph_type) = &graph_type {
        let is_annotated = graph_type.is_annotated();
        graph_type.properties().for_each(|properties| check::properties(properties, is_annotated, problems));
    }
    graph_type
}
