//! Where properties go that have no field of their own.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde::de::{DeserializeOwned, MapAccess};
use serde::ser::SerializeMap;
use serde_json::{Map, Value};

/// A type that can take the properties that have no field: what `#[graph(additional)]` asks of a field's type.
///
/// ```
/// use graph_endpoint::prelude::*;
/// use serde_json::Value;
/// use std::collections::BTreeMap;
///
/// #[graph_type("microsoft.graph.openTypeExtension")]
/// struct Extension {
///     extension_name: String,
///     #[graph(additional)]
///     more: BTreeMap<String, Value>, // or `AdditionalProperties`, which keeps the text and the order
/// }
///
/// let extension: Extension = serde_json::from_str(r#"{"extensionName": "x", "theme": "dark"}"#)?;
/// assert_eq!(extension.more["theme"], "dark");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't keep additional properties",
    note = "write `AdditionalProperties`, or a `HashMap` or `BTreeMap` with `String` keys"
)]
pub trait Additional: Default {
    /// Takes the property that `properties` stands at.
    #[doc(hidden)]
    fn read<'de, A: MapAccess<'de>>(&mut self, name: String, properties: &mut A) -> Result<(), A::Error>;

    /// Writes all of them.
    #[doc(hidden)]
    fn write<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error>;

    /// Writes `@odata.type`, if it is among them, for those who write it in front of the other properties.
    #[doc(hidden)]
    fn write_type<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }

    /// Writes those that [`write_type`](Self::write_type) doesn't.
    #[doc(hidden)]
    fn write_rest<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        self.write(object)
    }
}

/// What [`Additional`] does for writing, without a place to read into.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't keep additional properties",
    note = "write `AdditionalProperties`, or a `HashMap` or `BTreeMap` with `String` keys"
)]
#[doc(hidden)]
pub trait WriteAdditional {
    /// Writes `@odata.type`, if it goes in front of the other properties.
    fn write_type<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }

    /// Writes those that [`write_type`](Self::write_type) doesn't.
    fn write_rest<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error>;
}

#[diagnostic::do_not_recommend]
impl<T: Additional> WriteAdditional for T {
    fn write_type<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        Additional::write_type(self, object)
    }

    fn write_rest<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        Additional::write_rest(self, object)
    }
}

macro_rules! additional_maps {
    ($([$($generics:tt)*] $map:ty),*) => {$(
        #[allow(clippy::implicit_hasher, reason = "the hasher that a field's type has when it names none")]
        impl<$($generics)*> Additional for $map {
            fn read<'de, A: MapAccess<'de>>(&mut self, name: String, properties: &mut A) -> Result<(), A::Error> {
                self.insert(name, properties.next_value()?);
                Ok(())
            }

            fn write<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
                self.iter().try_for_each(|(name, value)| object.serialize_entry(name, value))
            }
        }
    )*};
}
additional_maps!(
    [T: Serialize + DeserializeOwned] HashMap<String, T>,
    [T: Serialize + DeserializeOwned] BTreeMap<String, T>,
    [] Map<String, Value>
);
