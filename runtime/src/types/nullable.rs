//! A property that a PATCH can leave alone, clear or set.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A property with three states: left out of the JSON, `null`, or a value.
///
/// Graph reads a PATCH as a list of changes: what is absent stays, `null` clears.
/// `Option<T>` can only be absent or a value; a property that must be clearable is `Nullable<T>`.
///
/// ```
/// use graph_endpoint::Nullable;
///
/// let mut manager_note: Nullable<String> = Nullable::default();
/// assert!(manager_note.is_absent());
/// manager_note = "on leave".into();
/// assert_eq!(manager_note.value().map(String::as_str), Some("on leave"));
/// ```
///
/// Outside of a declaration, with serde's derives, give the field `#[serde(default, skip_serializing_if =
/// "Nullable::is_absent")]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nullable<T> {
    /// Not in the JSON: the service leaves the property as it is.
    #[default]
    Absent,
    /// `null`: the service clears the property.
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Whether the property is left out.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl From<&String> for Nullable<String> {
    fn from(value: &String) -> Self {
        Self::Value(value.clone())
    }
}

/// `None` is `null`, as it is for serde.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    /// `Absent` inside something that has no place for an absent value, a list for example, is `null`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => serializer.serialize_some(value),
            Self::Absent | Self::Null => serializer.serialize_none(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}
