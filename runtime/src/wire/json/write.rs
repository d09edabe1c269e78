//! Writing an object: what an expansion of `#[graph_type]` calls.
//!
//! An expansion is a list of names and a tuple of references; what is left out and how is here.

use serde::ser::{SerializeMap, Serializer};

use super::ODATA_TYPE;
use super::additional::WriteAdditional;
pub use super::number::Floats;
pub use super::slots::Chain;
pub use super::values::{Present, Unless, Values};
pub use super::variant::variant;

/// Writes a whole object, `@odata.type` first if it has one: properties under these names.
pub fn object<S: Serializer, V: Values>(
    serializer: S,
    odata_type: Option<&str>,
    names: &'static [&'static str],
    values: V,
) -> Result<S::Ok, S::Error> {
    let mut object = open(serializer, odata_type)?;
    values.write(names, &mut object)?;
    object.end()
}

/// Writes a whole object: properties under these names, and then those that have no field; of these `@odata.type` first,
/// where its readers expect it.
pub fn object_and_more<S: Serializer, V: Values, T: WriteAdditional>(
    serializer: S,
    odata_type: Option<&str>,
    names: &'static [&'static str],
    values: V,
    more: &T,
) -> Result<S::Ok, S::Error> {
    let mut object = open(serializer, odata_type)?;
    more.write_type(&mut object)?;
    values.write(names, &mut object)?;
    more.write_rest(&mut object)?;
    object.end()
}

/// Writes an object that has its type and nothing else.
pub fn nothing<S: Serializer>(serializer: S, odata_type: &str) -> Result<S::Ok, S::Error> {
    open(serializer, Some(odata_type))?.end()
}

/// Opens an object that begins with its type, if it has one.
pub(super) fn open<S: Serializer>(
    serializer: S,
    odata_type: Option<&str>,
) -> Result<S::SerializeMap, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    if let Some(odata_type) = odata_type {
        object.serialize_entry(ODATA_TYPE, odata_type)?;
    }
    Ok(object)
}
