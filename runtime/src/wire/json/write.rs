//! Writing an object: what an expansion of `#[graph_type]` calls.
//!
//! An expansion is a list of names and a tuple of references; what is left out and how is here.

use serde::ser::{SerializeMap, Serializer};

use super::additional::WriteAdditional;
pub use super::number::Floats;
pub use super::slots::Chain;
pub use super::values::{Present, Unless, Values};

/// A type whose properties can be written into an object that somebody else opened.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no properties to write beside `@odata.type`",
    label = "not declared with `#[graph_type]`",
    note = "declare it with `#[graph_type]`"
)]
pub trait WriteProperties {
    /// Writes the properties, without `@odata.type`.
    fn write_properties<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error>;
}

/// A variant of a polymorphic enum can refer back to it.
impl<T: WriteProperties> WriteProperties for Box<T> {
    fn write_properties<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        (**self).write_properties(object)
    }
}

/// Writes a whole object, `@odata.type` first if it has one.
pub fn object<S: Serializer, T: WriteProperties>(
    serializer: S,
    odata_type: Option<&str>,
    value: &T,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    if let Some(odata_type) = odata_type {
        object.serialize_entry("@odata.type", odata_type)?;
    }
    value.write_properties(&mut object)?;
    object.end()
}

/// Opens an object that begins with `@odata.type`.
pub fn open<S: Serializer>(serializer: S, odata_type: &str) -> Result<S::SerializeMap, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    object.serialize_entry("@odata.type", odata_type)?;
    Ok(object)
}

/// Writes properties under these names.
pub fn all<M: SerializeMap, V: Values>(
    object: &mut M,
    names: &'static [&'static str],
    values: V,
) -> Result<(), M::Error> {
    values.write(names, object)
}

/// Writes properties, and then those that have no field; of these `@odata.type` first, where its readers expect it.
pub fn all_and_more<M: SerializeMap, V: Values, T: WriteAdditional>(
    object: &mut M,
    names: &'static [&'static str],
    values: V,
    more: &T,
) -> Result<(), M::Error> {
    more.write_type(object)?;
    values.write(names, object)?;
    more.write_rest(object)
}

/// A type without properties of its own.
impl WriteProperties for () {
    fn write_properties<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}
