//! Objects of which only the JSON is known: types that the declaration doesn't have, and properties without a field.

use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, MapAccess};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use super::ODATA_TYPE;
use super::additional::Additional;
use super::outgoing;
use super::packed::Packed;
use super::raw::{Raw, Text};
use super::read::{self, Object};
use super::write;
use crate::error::Error;

/// Properties by name, each as the JSON text in which it came: order, numbers and letter case as written.
///
/// The type of a field marked `#[graph(additional)]`, which takes every property that has no field of its own.
/// It is read from JSON text; a `serde_json::Value` works as well, other formats don't.
/// <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_OpenTypes>
///
/// ```
/// use graph_endpoint::{AdditionalProperties, prelude::*};
///
/// #[graph_type]
/// struct User {
///     id: String,
///     #[graph(additional)]
///     more: AdditionalProperties,
/// }
///
/// let mut user: User = serde_json::from_str(r#"{"id":"u1","extension_level":1.50}"#)?;
/// assert_eq!(user.more.get("extension_level"), Some("1.50"));
/// assert_eq!(user.more.get_as::<f64>("extension_level")?, Some(1.5));
/// user.more.insert("nickname", "Ann")?;
/// assert_eq!(serde_json::to_string(&user)?, r#"{"id":"u1","extension_level":1.50,"nickname":"Ann"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct AdditionalProperties {
    properties: Packed,
}

impl AdditionalProperties {
    /// No properties.
    pub fn new() -> Self {
        Self::default()
    }

    /// The JSON text of a property. Of one that came twice, the last.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.properties.get(name)
    }

    /// A property as a value of a type.
    ///
    /// # Errors
    /// [`Error::is_decode`] when it is not of that type; `Ok(None)` when it isn't there.
    pub fn get_as<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Error> {
        self.get(name)
            .map(|json| {
                serde_json::from_str(json).map_err(|source| Error::from_property(name, json, &source))
            })
            .transpose()
    }

    /// The name in `@odata.type` without `#`, if that came with the properties: of a value that stands for a type which
    /// its enum doesn't know.
    #[inline]
    pub fn type_name(&self) -> Option<String> {
        let name: String = serde_json::from_str(self.get(ODATA_TYPE)?).ok()?;
        Some(name.trim_start_matches('#').to_owned())
    }

    /// Puts a property in front of the others.
    #[inline]
    pub(super) fn insert_first(&mut self, name: &str, value: &str) {
        if let Ok(json) = serde_json::to_string(value) {
            self.properties.push_first(name, &json);
        }
    }

    /// Sets a property.
    ///
    /// # Errors
    /// [`Error::is_build`] when the value can't be written as JSON.
    pub fn insert<T: Serialize>(&mut self, name: impl Into<String>, value: T) -> Result<(), Error> {
        let name = name.into();
        let json = outgoing::to_string(&value);
        let json = json.map_err(|_| Error::unwritable(format_args!("the property `{name}`")))?;
        self.properties.set(&name, &json);
        Ok(())
    }

    /// Takes a property out, as its JSON text.
    #[inline]
    pub fn remove(&mut self, name: &str) -> Option<String> {
        let json = self.get(name)?.to_owned();
        self.properties.remove(name);
        Some(json)
    }

    /// Names and JSON texts, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.properties.iter().map(|entry| (entry.name, entry.json))
    }

    /// The names, in the order in which they came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.properties.iter().map(|entry| entry.name)
    }

    /// How many there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.properties.iter().count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.properties.is_empty()
    }

    /// A property whose JSON text is there already.
    pub(crate) fn push(&mut self, name: &str, json: &str) {
        self.properties.push(name, json);
    }

    #[inline]
    fn sorted(&self) -> Vec<(&str, &str)> {
        let mut sorted: Vec<_> = self.iter().collect();
        sorted.sort_unstable();
        sorted
    }
}

/// An object of a type that a declaration doesn't know, kept whole.
///
/// Its `@odata.type` is kept as it came, with or without `#`, and so is every property; writing it back loses nothing.
///
/// ```
/// use graph_endpoint::Untyped;
///
/// let text = r##"{"@odata.type":"#microsoft.graph.newTarget","limit":1.50,"filter":null}"##;
/// let target: Untyped = serde_json::from_str(text)?;
/// assert_eq!(target.type_name(), Some("microsoft.graph.newTarget"));
/// assert_eq!(target.get("limit"), Some("1.50"));
/// assert_eq!(serde_json::to_string(&target)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Untyped {
    odata_type: Option<String>,
    properties: AdditionalProperties,
}

impl Untyped {
    /// An object of that type without properties.
    pub fn new(odata_type: impl Into<String>) -> Self {
        Self { odata_type: Some(odata_type.into()), properties: AdditionalProperties::new() }
    }

    /// The type's name without `#`, if it came with one.
    pub fn type_name(&self) -> Option<&str> {
        self.odata_type().map(|name| name.trim_start_matches('#'))
    }

    /// `@odata.type` as it came.
    pub fn odata_type(&self) -> Option<&str> {
        self.odata_type.as_deref()
    }

    /// The JSON text of a property.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.properties.get(name)
    }

    /// A property as a value of a type.
    ///
    /// # Errors
    /// [`Error::is_decode`] when it is not of that type; `Ok(None)` when it isn't there.
    pub fn get_as<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Error> {
        self.properties.get_as(name)
    }

    /// All properties but `@odata.type`.
    pub fn properties(&self) -> &AdditionalProperties {
        &self.properties
    }

    /// All properties but `@odata.type`, to be changed.
    pub fn properties_mut(&mut self) -> &mut AdditionalProperties {
        &mut self.properties
    }

    /// What an expansion calls for `#[graph(other)]`.
    #[doc(hidden)]
    pub fn read<'de, A: MapAccess<'de>>(
        odata_type: Option<String>,
        mut properties: A,
    ) -> Result<Self, A::Error> {
        let mut untyped = Self { odata_type, ..Self::default() };
        while let Some(name) = properties.next_key::<String>()? {
            untyped.read_property(name, &mut properties)?;
        }
        Ok(untyped)
    }

    fn read_property<'de, A: MapAccess<'de>>(
        &mut self,
        name: String,
        properties: &mut A,
    ) -> Result<(), A::Error> {
        if name != ODATA_TYPE {
            return self.properties.read(name, properties);
        }
        let Text(json) = properties.next_value()?;
        match serde_json::from_str(&json) {
            Ok(odata_type) => self.odata_type = Some(odata_type),
            // What is no name, null for one, is kept as the property that it came as.
            Err(_) => self.properties.properties.push(&name, &json),
        }
        Ok(())
    }
}

impl Additional for AdditionalProperties {
    fn read<'de, A: MapAccess<'de>>(&mut self, name: String, properties: &mut A) -> Result<(), A::Error> {
        let Text(json) = properties.next_value()?;
        self.properties.push(&name, &json);
        Ok(())
    }

    fn write<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        self.iter().try_for_each(|(name, json)| object.serialize_entry(name, &Raw(json)))
    }

    fn write_type<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        let mut types = self.iter().filter(|(name, _)| *name == ODATA_TYPE);
        types.try_for_each(|(name, json)| object.serialize_entry(name, &Raw(json)))
    }

    fn write_rest<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        let mut rest = self.iter().filter(|(name, _)| *name != ODATA_TYPE);
        rest.try_for_each(|(name, json)| object.serialize_entry(name, &Raw(json)))
    }
}

impl PartialEq for AdditionalProperties {
    /// By name and JSON text, in any order.
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.sorted() == other.sorted()
    }
}

/// Names only: values may be secret.
impl fmt::Debug for AdditionalProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

/// The type's and the properties' names: values may be secret.
impl fmt::Debug for Untyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Untyped")
            .field("odata_type", &self.odata_type)
            .field("properties", &self.properties)
            .finish()
    }
}

impl Serialize for AdditionalProperties {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.len()))?;
        self.write(&mut object)?;
        object.end()
    }
}

impl Serialize for Untyped {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = write::open(serializer, self.odata_type())?;
        // Somebody may have inserted a second one.
        let is_written = |name: &str| self.odata_type.is_none() || name != ODATA_TYPE;
        let mut properties = self.properties.iter().filter(|(name, _)| is_written(name));
        properties.try_for_each(|(name, json)| object.serialize_entry(name, &Raw(json)))?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for AdditionalProperties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::object(deserializer)
    }
}

impl<'de> Object<'de> for AdditionalProperties {
    const NAME: &'static str = "AdditionalProperties";

    fn read<A: MapAccess<'de>>(mut properties: A) -> Result<Self, A::Error> {
        let mut all = Self::default();
        while let Some(name) = properties.next_key::<String>()? {
            Additional::read(&mut all, name, &mut properties)?;
        }
        Ok(all)
    }
}

impl<'de> Deserialize<'de> for Untyped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::object(deserializer)
    }
}

impl<'de> Object<'de> for Untyped {
    const NAME: &'static str = "Untyped";

    fn read<A: MapAccess<'de>>(properties: A) -> Result<Self, A::Error> {
        Untyped::read(None, properties)
    }
}
