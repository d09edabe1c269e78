//! A declaration made from an example, with what the schema knows better: types, members of enumerations, null. What the
//! example shows and the schema doesn't have is written as `unverified`, so that it compiles where the schema is checked.

mod endpoint;
mod names;
mod open;
mod path;
mod polymorphic;
mod response;
mod types;
mod unknown;

use graph_endpoint_schema::naming::{camel_case, lower_first};
use graph_endpoint_schema::snapshot::Snapshot;

use crate::declare::{Options, derive};
use crate::lossy;
use crate::model::{Attribute, Declaration, Endpoint, Field, Type};
use crate::read::Warning;

/// Takes types and nullability from the schema; what it doesn't have, and where it contradicts the example, is a warning.
pub fn refine(
    declarations: &mut [Declaration],
    snapshot: &Snapshot,
    options: &Options,
    warnings: &mut Vec<Warning>,
) {
    for declaration in declarations.iter_mut() {
        let types = std::mem::take(&mut declaration.types);
        let mut refiner = Refiner {
            snapshot,
            options,
            types,
            passed: Vec::new(),
            unknown: Vec::new(),
            warnings: Vec::new(),
        };
        refiner.endpoint(&mut declaration.endpoint);
        refiner.others();
        if !options.exact {
            refiner.keep_in_open(&declaration.endpoint);
        }
        refiner.keep_in_variants();
        refiner.not_in_schema();
        derive(&mut refiner.types);
        refiner.say_unknown();
        declaration.types = refiner.types;
        names::as_in_schema(declaration);
        warnings.extend(refiner.warnings.into_iter().map(|message| Warning { line: 0, message }));
        lossy::mark(std::slice::from_mut(declaration));
    }
}

struct Refiner<'a> {
    snapshot: &'a Snapshot,
    options: &'a Options,
    types: Vec<Type>,
    /// Types of the declaration that are done.
    passed: Vec<String>,
    /// Properties that the schema doesn't have, by what it doesn't have them in.
    unknown: Vec<(String, Vec<String>)>,
    warnings: Vec<String>,
}

impl Refiner<'_> {
    /// A call that the schema doesn't have: the example shows it, so it is written, and the check is told.
    fn not_there(&mut self, endpoint: &mut Endpoint, message: &str) {
        endpoint.unverified = true;
        let call = format!("{} {}", endpoint.method, endpoint.path);
        self.warnings.push(format!("{call}, by the schema: {message}; it is written as `unverified`"));
    }
}

fn is_property(field: &Field) -> bool {
    matches!(field.attribute, None | Some(Attribute::Rename(_)))
}

/// As it goes over the wire.
fn wire(field: &Field) -> String {
    match &field.attribute {
        Some(Attribute::Rename(name)) => name.clone(),
        _ => lower_first(&camel_case(&field.name)),
    }
}
