//! What the variant `#[graph(other)]` of a polymorphic enum holds: a value of a type that the enum doesn't know, with the type's name.

use std::collections::{BTreeMap, HashMap};

use serde::de::{Deserialize, MapAccess};

use super::ODATA_TYPE;
use super::polymorphic::{Polymorphic, type_index};
use super::read::after_type;
use super::untyped::{AdditionalProperties, Untyped};

/// A type that keeps the name of a type which its enum doesn't know, to write it back.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't keep the name of a type that the enum doesn't know",
    label = "no place for `@odata.type`",
    note = "write `Untyped`, a `#[graph_type]` struct with a field `#[graph(additional)] more: AdditionalProperties`, or another polymorphic enum"
)]
pub trait Other: Sized {
    /// Reads the properties; the type's name as it came, if one came.
    fn read_other<'de, A: MapAccess<'de>>(
        odata_type: Option<String>,
        properties: A,
    ) -> Result<Self, A::Error>;
}

impl Other for Untyped {
    fn read_other<'de, A: MapAccess<'de>>(
        odata_type: Option<String>,
        properties: A,
    ) -> Result<Self, A::Error> {
        Untyped::read(odata_type, properties)
    }
}

impl<T: Other> Other for Box<T> {
    fn read_other<'de, A: MapAccess<'de>>(
        odata_type: Option<String>,
        properties: A,
    ) -> Result<Self, A::Error> {
        T::read_other(odata_type, properties).map(Self::new)
    }
}

/// For a struct whose field `more` takes the additional properties: the type's name is one of them.
pub fn base<'de, A: MapAccess<'de>, T: Deserialize<'de>, M: KeepType>(
    odata_type: Option<String>,
    properties: A,
    more: fn(&mut T) -> &mut M,
) -> Result<T, A::Error> {
    let mut value: T = after_type(properties)?;
    if let Some(name) = odata_type {
        more(&mut value).keep_type(name);
    }
    Ok(value)
}

/// For a polymorphic enum inside of another one: what the outer one doesn't know the inner one may.
pub fn polymorphic<'de, A: MapAccess<'de>, T: Polymorphic>(
    odata_type: Option<String>,
    properties: A,
) -> Result<T, A::Error> {
    let unknown = T::TYPES.len();
    let index = match &odata_type {
        Some(name) => type_index(name, T::TYPES),
        None => T::BASE.unwrap_or(unknown),
    };
    T::read_as(index, odata_type.filter(|_| index == unknown), properties)
}

/// A field for additional properties that has a place for any text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't keep the name of a type that the enum doesn't know",
    note = "write `AdditionalProperties`"
)]
pub trait KeepType {
    /// Takes `@odata.type`.
    fn keep_type(&mut self, name: String);
}

impl KeepType for AdditionalProperties {
    fn keep_type(&mut self, name: String) {
        self.insert_first(ODATA_TYPE, &name);
    }
}

#[allow(clippy::implicit_hasher, reason = "the hasher that a field's type has when it names none")]
impl KeepType for HashMap<String, serde_json::Value> {
    #[inline]
    fn keep_type(&mut self, name: String) {
        self.insert(ODATA_TYPE.to_owned(), name.into());
    }
}

impl KeepType for serde_json::Map<String, serde_json::Value> {
    fn keep_type(&mut self, name: String) {
        self.insert(ODATA_TYPE.to_owned(), name.into());
    }
}

impl KeepType for BTreeMap<String, serde_json::Value> {
    #[inline]
    fn keep_type(&mut self, name: String) {
        self.insert(ODATA_TYPE.to_owned(), name.into());
    }
}
