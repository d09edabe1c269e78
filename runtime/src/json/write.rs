//! Writing an object: what an expansion of `#[graph_type]` calls.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::untyped::Additional;

/// A type whose properties can be written into an object that somebody else opened.
pub trait WriteProperties {
    /// Writes the properties, without `@odata.type`.
    fn write_properties<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error>;
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

/// A property.
pub fn property<M: SerializeMap, T: Serialize + ?Sized>(
    object: &mut M,
    name: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    object.serialize_entry(name, value)
}

/// Opens an object that begins with `@odata.type`.
pub fn open<S: Serializer>(serializer: S, odata_type: &str) -> Result<S::SerializeMap, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    object.serialize_entry("@odata.type", odata_type)?;
    Ok(object)
}

/// A type without properties of its own.
impl WriteProperties for () {
    fn write_properties<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

/// The properties that have no field.
pub fn additional<M: SerializeMap, T: Additional>(object: &mut M, properties: &T) -> Result<(), M::Error> {
    properties.write(object)
}
