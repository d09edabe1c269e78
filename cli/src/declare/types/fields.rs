//! Fields under construction: unique names, and what presence and `null` make of a type.

use graph_endpoint_schema::naming::{camel_case, field_ident, field_name, unused};

use crate::model::{Attribute, Field, Leaf, Ty, Wrapper};

/// Fields under construction.
pub(crate) struct Fields {
    pub(crate) fields: Vec<Field>,
    /// Names that can't be taken.
    pub(crate) reserved: Vec<String>,
}

/// How a property comes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Presence {
    /// It can be absent.
    pub(crate) is_optional: bool,
    /// `null` is a value of it, and another thing than absent.
    pub(crate) is_nullable: bool,
}

impl Presence {
    /// What it makes of a type.
    pub(crate) fn of(self, ty: Ty) -> Ty {
        match self {
            Self { is_nullable: true, .. } => ty.within(Wrapper::Nullable),
            Self { is_optional: true, .. } => ty.within(Wrapper::Option),
            Self { .. } => ty,
        }
    }
}

impl Fields {
    pub(crate) fn new() -> Self {
        Self { fields: Vec::new(), reserved: Vec::new() }
    }

    /// A property with a field of that name, or one near it if that is taken; the field's index.
    pub(crate) fn property(&mut self, property: &str, field: &str, ty: Ty, notes: Vec<String>) {
        let name = field_ident(&self.unused(field));
        let attribute = (camel_case(&name) != property).then(|| Attribute::Rename(property.to_owned()));
        self.fields.push(Field { docs: Vec::new(), notes, name, ty, attribute, unverified: false });
    }

    /// A property with a field of its own name.
    pub(crate) fn named(&mut self, property: &str, ty: Ty, notes: Vec<String>, docs: Vec<String>) {
        self.property(property, &field_name(property), ty, notes);
        if let Some(field) = self.fields.last_mut() {
            field.docs = docs;
        }
    }

    /// A name that neither a field nor the builder has.
    pub(crate) fn unused(&self, field: &str) -> String {
        let taken = |name: &str| {
            let ident = field_ident(name);
            matches!(name, "build" | "send")
                || self.reserved.iter().any(|reserved| *reserved == name)
                || self.fields.iter().any(|field| field.name == ident)
        };
        unused(field, taken)
    }

    /// A field for what has none: a map to that type, or whatever it is.
    pub(super) fn additional(&mut self, ty: Option<Ty>) {
        additional(&mut self.fields);
        if let (Some(ty), Some(field)) = (ty, self.fields.last_mut()) {
            field.docs.clear();
            field.ty = ty;
        }
    }
}

/// Adds a field for what has none.
pub(crate) fn additional(fields: &mut Vec<Field>) {
    let name = unused("additional", |name| fields.iter().any(|field| field.name == name));
    let docs = vec!["What came and isn't declared here; it is written back.".to_owned()];
    let ty = Ty::Leaf(Leaf::AdditionalProperties);
    fields.push(Field {
        docs,
        notes: Vec::new(),
        name,
        ty,
        attribute: Some(Attribute::Additional),
        unverified: false,
    });
}

/// Annotations of a property's type, which its declared type has already.
pub(in crate::declare) fn is_said_by_the_schema(name: &str) -> bool {
    name.strip_suffix("@odata.type").is_some_and(|property| !property.is_empty())
}

/// Annotations that nobody declares.
pub(super) fn is_noise(name: &str) -> bool {
    name.split_once('@').is_some_and(|(_, annotation)| {
        annotation == "odata.context"
            || ["odata.media", "odata.navigationLink", "odata.associationLink"]
                .iter()
                .any(|start| annotation.starts_with(start))
    })
}
