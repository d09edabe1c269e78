//! Writing an object: what an expansion of `#[graph_type]` calls.
//!
//! An expansion is a list of names and a list of references; what is left out and how is here.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::untyped::Additional;

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

/// A variant of a family can refer back to it.
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

/// A value that can be written as a property, or left out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a property of a JSON object",
    label = "not `Serialize`",
    note = "declare it with `#[graph_type]`, or derive `serde::Serialize` for it"
)]
pub trait Property<M: SerializeMap> {
    /// Writes name and value.
    fn write(&self, name: &'static str, object: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize + ?Sized> Property<M> for T {
    fn write(&self, name: &'static str, object: &mut M) -> Result<(), M::Error> {
        object.serialize_entry(name, self)
    }
}

/// An option that is left out when it is `None`.
pub struct Present<'a, T>(pub &'a Option<T>);

impl<M: SerializeMap, T: Serialize> Property<M> for Present<'_, T> {
    fn write(&self, name: &'static str, object: &mut M) -> Result<(), M::Error> {
        match self.0 {
            Some(value) => object.serialize_entry(name, value),
            None => Ok(()),
        }
    }
}

/// A value that is left out when the first field is true.
pub struct Unless<'a, T>(pub bool, pub &'a T);

impl<M: SerializeMap, T: Serialize> Property<M> for Unless<'_, T> {
    fn write(&self, name: &'static str, object: &mut M) -> Result<(), M::Error> {
        if self.0 { Ok(()) } else { object.serialize_entry(name, self.1) }
    }
}

/// Writes properties under these names.
pub fn all<M: SerializeMap>(
    object: &mut M,
    names: &'static [&'static str],
    values: &[&dyn Property<M>],
) -> Result<(), M::Error> {
    names.iter().zip(values).try_for_each(|(name, value)| value.write(name, object))
}

/// Writes properties, and then those that have no field; of these `@odata.type` first, where its readers expect it.
pub fn all_and_more<M: SerializeMap, T: Additional>(
    object: &mut M,
    names: &'static [&'static str],
    values: &[&dyn Property<M>],
    more: &T,
) -> Result<(), M::Error> {
    more.write_type(object)?;
    all(object, names, values)?;
    more.write_rest(object)
}

/// A type without properties of its own.
impl WriteProperties for () {
    fn write_properties<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}
