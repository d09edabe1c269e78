//! A declaration made from an example, with what the schema knows better: types, members of enumerations, null. What the
//! example shows and the schema doesn't have is written as `unverified`, so that it compiles where the schema is checked.

mod endpoint;
mod types;

use graph_endpoint_schema::naming::{camel_case, lower_first};
use graph_endpoint_schema::snapshot::{Snapshot, Type as SchemaType};

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
        let mut refiner = Refiner { snapshot, options, types, passed: Vec::new(), warnings: Vec::new() };
        refiner.endpoint(&mut declaration.endpoint);
        refiner.others();
        derive(&mut refiner.types);
        declaration.types = refiner.types;
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
    warnings: Vec<String>,
}

impl Refiner<'_> {
    /// A call that the schema doesn't have: the example shows it, so it is written, and the check is told.
    fn not_there(&mut self, endpoint: &mut Endpoint, message: &str) {
        endpoint.unverified = true;
        let call = format!("{} {}", endpoint.method, endpoint.path);
        self.warnings.push(format!("{call}, by the schema: {message}; it is written as `unverified`"));
    }

    /// A property that the schema doesn't have. An extension needs no check, nor does an annotation of what is there.
    fn unknown(&mut self, field: &mut Field, owner: &str, ty: Option<SchemaType<'_>>) {
        let name = wire(field);
        match name.split_once('@') {
            Some((annotated, _)) => {
                let is_there = ty.is_some_and(|ty| ty.property(annotated).is_some());
                field.unverified = !annotated.is_empty() && !is_there;
            }
            None if name.contains(['_', '.']) => {}
            None => {
                field.unverified = true;
                self.warnings.push(format!(
                    "`{name}` is not in the schema of {owner}; it is declared as the example has it, and `unverified`"
                ));
            }
        }
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
