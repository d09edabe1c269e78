//! Makes a JSON property from a field and its attributes.

use graph_endpoint_schema::naming;
use proc_macro2::Span;
use syn::{Ident, Path};

use crate::model::{Default, Field, Name, Property};
use crate::parse::{self, Keyed, QuotedPath};

/// How the field becomes a property; `field` is what the model has of it already.
pub(super) fn property(declared: &parse::Field<'_>, field: Field) -> Property {
    let (attributes, serde) = (&declared.attributes, &declared.attributes.serde);
    let path = |key: &Option<Keyed<QuotedPath>>| key.as_ref().map(|key| key.value.0.clone());
    let with = |name| serde.with.as_ref().map(|with| function(&with.value.0, name, with.span));
    Property {
        field,
        name: name(declared),
        serialize_with: path(&serde.serialize_with).or_else(|| with("serialize")),
        deserialize_with: path(&serde.deserialize_with).or_else(|| with("deserialize")),
        skip_serializing_if: path(&serde.skip_serializing_if),
        default: serde.default.as_ref().map(|key| match &key.value {
            Some(QuotedPath(function)) => Default::Function(function.clone()),
            None => Default::Trait,
        }),
        expand: attributes.expand.is_some(),
    }
}

/// The name on the wire: the one that `rename` says, or the field's own in Graph's way of writing.
pub(super) fn name(field: &parse::Field<'_>) -> Name {
    match &field.attributes.rename {
        Some(Keyed { value: literal, .. }) => Name { text: literal.value(), span: literal.span() },
        None => Name { text: naming::camel_case(&field.ident.to_string()), span: field.ident.span() },
    }
}

/// serde's `with` names a module with two functions.
fn function(module: &Path, name: &str, span: Span) -> Path {
    let mut path = module.clone();
    path.segments.push(Ident::new(name, span).into());
    path
}
