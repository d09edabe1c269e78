//! The properties of an object: of a type, of a variant, or of an endpoint's body.

use syn::Path;

use super::field::{Field, Name};
use super::values::already;
use crate::problems::Problem;

/// Properties with a name, each name once, and at most one field for all the others.
#[derive(Default)]
pub struct Properties {
    known: Vec<Property>,
    additional: Option<Box<Field>>,
}

/// How a field becomes a property of an object, and comes from one.
pub struct Property {
    pub field: Field,
    pub name: Name,
    pub serialize_with: Option<Path>,
    pub deserialize_with: Option<Path>,
    pub skip_serializing_if: Option<Path>,
    pub default: Option<Default>,
    /// A navigation property, for `$expand` and not for `$select`.
    pub expand: bool,
}

/// What stands in for a property that hasn't come.
pub enum Default {
    Trait,
    Function(Path),
}

impl Properties {
    pub fn push(&mut self, property: Property) -> Result<(), Problem> {
        let name = &property.name.text;
        if let Some(earlier) = self.known.iter().find(|known| known.name.text == *name) {
            return Err(already(&earlier.field, &property.field, "the property", name));
        }
        self.known.push(property);
        Ok(())
    }

    /// Takes the field that keeps the properties without one.
    pub fn keep_others(&mut self, field: Field) -> Result<(), Problem> {
        if let Some(earlier) = &self.additional {
            let earlier = earlier.name();
            let message = format!("`{earlier}` keeps the additional properties already; keep one of them");
            return Err(Problem::at(&field.ident, message));
        }
        self.additional = Some(Box::new(field));
        Ok(())
    }

    /// Those that have a name.
    pub fn known(&self) -> &[Property] {
        &self.known
    }

    /// The field that takes the properties without one.
    pub fn additional(&self) -> Option<&Field> {
        self.additional.as_deref()
    }

    /// All fields.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.known.iter().map(|property| &property.field).chain(self.additional())
    }
}
