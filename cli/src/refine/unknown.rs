//! Properties and parameters that the schema doesn't have.

use graph_endpoint_schema::snapshot::Type as SchemaType;

use super::{Refiner, wire};
use crate::model::Field;

impl Refiner<'_> {
    /// Declares one as the example has it. An extension of an open type needs no check, nor does an annotation of what is there.
    pub(super) fn unknown(&mut self, field: &mut Field, owner: &str, ty: Option<SchemaType<'_>>) {
        let name = wire(field);
        match name.split_once('@') {
            Some((annotated, _)) => {
                let is_there = ty.is_some_and(|ty| ty.property(annotated).is_some());
                field.unverified = !annotated.is_empty() && !is_there;
            }
            None if ty.is_some_and(SchemaType::is_open) && name.contains(['_', '.']) => {}
            None => {
                field.unverified = true;
                match self.unknown.iter_mut().find(|(known, _)| known == owner) {
                    Some((_, names)) if names.contains(&name) => {}
                    Some((_, names)) => names.push(name),
                    None => self.unknown.push((owner.to_owned(), vec![name])),
                }
            }
        }
    }

    /// One warning for each type.
    pub(super) fn say_unknown(&mut self) {
        for (owner, names) in std::mem::take(&mut self.unknown) {
            let (is, it) = if names.len() > 1 { ("are", "they are") } else { ("is", "it is") };
            let names = listed(&names);
            self.warnings.push(format!(
                "{names} {is} not in the schema of {owner}; {it} declared as the example has {}, and `unverified`",
                if is == "are" { "them" } else { "it" }
            ));
        }
    }
}

/// ``a`, `b` and `c``
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}
