//! Fields under construction: unique names, and what presence and `null` make of a type.

use super::Place;
use crate::model::{Attribute, Field};
use crate::names::{camel_case, field_ident, snake_case, unused};
use crate::shape::Shape;

/// Fields under construction: unique names, and what presence makes of a type.
pub(in crate::build) struct Fields {
    pub(in crate::build) fields: Vec<Field>,
    /// Names that can't be taken.
    pub(in crate::build) reserved: Vec<String>,
    nulls_count: bool,
    exact: bool,
}

impl Fields {
    /// With `nulls_count`, `null` is another thing than absent; with `exact`, annotations are kept.
    pub(in crate::build) fn new(nulls_count: bool, exact: bool) -> Self {
        Self { fields: Vec::new(), reserved: Vec::new(), nulls_count, exact }
    }

    /// A JSON property that was there in `shape.seen` of `samples`.
    pub(in crate::build) fn add(&mut self, name: &str, shape: &Shape, samples: usize, place: Place) {
        if !self.exact && !self.nulls_count && is_noise(name) {
            return;
        }
        let optional = shape.seen < samples;
        let ty = match (shape.nulls > 0, optional) {
            (true, _) if self.nulls_count => format!("Nullable<{}>", place.ty),
            (false, false) => place.ty,
            _ => format!("Option<{}>", place.ty),
        };
        self.named(name, &snake_case(name), ty, place.notes);
    }

    /// A property with a field of that name, or one near it if that is taken.
    pub(in crate::build) fn named(&mut self, property: &str, field: &str, ty: String, notes: Vec<String>) {
        let name = field_ident(&self.unused(field));
        let attribute = (camel_case(&name) != property).then(|| Attribute::Rename(property.to_owned()));
        self.fields.push(Field { notes, name, ty, attribute });
    }

    /// A name that neither a field nor the builder has.
    pub(in crate::build) fn unused(&self, field: &str) -> String {
        let taken = |name: &str| {
            let ident = field_ident(name);
            matches!(name, "build" | "send")
                || self.reserved.iter().any(|reserved| *reserved == name)
                || self.fields.iter().any(|field| field.name == ident)
        };
        unused(field, taken)
    }

    pub(super) fn additional(&mut self, ty: &str) {
        let name = self.unused("additional");
        self.fields.push(Field {
            notes: Vec::new(),
            name,
            ty: ty.to_owned(),
            attribute: Some(Attribute::Additional),
        });
    }
}

/// Annotations that nobody declares.
fn is_noise(name: &str) -> bool {
    name.split_once('@').is_some_and(|(_, annotation)| {
        annotation == "odata.context"
            || ["odata.media", "odata.navigationLink", "odata.associationLink"]
                .iter()
                .any(|start| annotation.starts_with(start))
    })
}
