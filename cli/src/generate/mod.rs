//! From the schema to a declaration: the operation at a path, and the types that it needs and no more.

mod body;
mod endpoint;
mod operations;
mod scope;
mod selection;
mod types;
mod unsaid;
mod whole;

use std::slice;

use graph_endpoint_schema::snapshot::Snapshot;

use self::endpoint::Planned;
pub use self::operations::operations_of;
use self::scope::Scope;
pub(crate) use self::scope::has_its_key_alone;
pub use self::selection::Selection;
use self::types::Types;
pub(crate) use self::types::{Known, in_path, known};
pub use self::whole::{Whole, whole};
use crate::declare::Options;
use crate::lossy;
use crate::model::Declaration;
use crate::read::Permissions;

/// An operation of the schema, and how much of it is declared.
#[derive(Clone, Debug)]
pub struct Call<'c> {
    /// In capitals.
    pub method: &'c str,
    /// With its placeholders, `/users/{id}`.
    pub path: &'c str,
    /// Of the API.
    pub version: &'c str,
    /// The properties of the response; all of them, unless it says otherwise.
    pub select: Selection,
    /// The properties of the body; all of them, unless it says otherwise.
    pub body: Selection,
    /// How many types deep what stands in the call is declared; what is deeper is `Untyped`.
    pub depth: usize,
    /// What the published table says.
    pub permissions: Permissions,
}

/// The declaration of an operation, by the schema alone.
///
/// # Errors
/// The path leads nowhere, the method isn't allowed there, or a property that is asked for isn't there; with what is.
pub fn generate(snapshot: &Snapshot, call: &Call<'_>, options: &Options) -> Result<Declaration, String> {
    let mut scope = Scope::new(snapshot, call.depth);
    let planned = Planned::new(&mut scope, call, options)?;
    let types = Types::new(&scope, options, &[&planned.name]);
    let endpoint = planned.endpoint(&types);
    let mut declaration = Declaration { endpoint, types: types.written(), warnings: Vec::new() };
    lossy::mark(slice::from_mut(&mut declaration));
    Ok(declaration)
}
