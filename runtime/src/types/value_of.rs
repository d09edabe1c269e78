//! A value that isn't an object, in the object that OData puts around it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error as _, MapAccess};
use serde::ser::{SerializeMap as _, Serializer};
use serde::{Deserialize, Serialize};

use crate::wire::json::additional::Additional as _;
use crate::wire::json::number::{Floats, Number, Numbers, WriteFloats};
use crate::wire::json::read::{self, Object};
use crate::wire::json::untyped::AdditionalProperties;

/// What a function or a property gives that is no object: `{"@odata.context": "..", "value": true}`.
/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_IndividualPropertyorOperationRespons>
///
/// ```
/// use graph_endpoint::{ValueOf, prelude::*};
///
/// #[graph_endpoint(GET, "/users/{id}/displayName", response = ValueOf<String>)]
/// pub struct GetDisplayName {
///     id: String,
/// }
///
/// let response = r#"{"@odata.context":"..","value":"Adele"}"#;
/// let name = GetDisplayName::from_http_response(http::Response::new(response.into()))?;
/// assert_eq!(name.value, "Adele");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct ValueOf<T> {
    /// The value.
    pub value: T,
    /// What stands beside it, `@odata.context` for example.
    pub annotations: AdditionalProperties,
}

impl<T> From<T> for ValueOf<T> {
    fn from(value: T) -> Self {
        Self { value, annotations: AdditionalProperties::new() }
    }
}

impl<T: fmt::Debug> fmt::Debug for ValueOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueOf").field("value", &self.value).finish_non_exhaustive()
    }
}

impl<T: Serialize> Serialize for ValueOf<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write_with(&self.value, serializer)
    }
}

impl<T> ValueOf<T> {
    /// Writes the object with the value as `value` writes it.
    fn write_with<S: Serializer>(&self, value: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        self.annotations.write(&mut object)?;
        object.serialize_entry("value", value)?;
        object.end()
    }
}

impl<T: WriteFloats> WriteFloats for ValueOf<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write_with(&Floats(&self.value), serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ValueOf<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::object(deserializer)
    }
}

impl<'de, T: Deserialize<'de>> Object<'de> for ValueOf<T> {
    const NAME: &'static str = "ValueOf";

    fn read<A: MapAccess<'de>>(mut properties: A) -> Result<Self, A::Error> {
        let mut value = None;
        let mut annotations = AdditionalProperties::new();
        while let Some(name) = properties.next_key::<Cow<'de, str>>()? {
            match &*name {
                "value" => value = Some(properties.next_value()?),
                _ => annotations.read(name.into_owned(), &mut properties)?,
            }
        }
        let value = value.ok_or_else(|| A::Error::missing_field("value"))?;
        Ok(Self { value, annotations })
    }
}

impl<T: Numbers> Numbers for ValueOf<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let ValueOf { value, annotations } = ValueOf::<Number<T>>::deserialize(deserializer)?;
        Ok(Self { value: value.0, annotations })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_back_as_it_was() {
        let text = r##"{"@odata.context":"c","@odata.type":"#Edm.Boolean","value":true}"##;
        let found: ValueOf<bool> = serde_json::from_str(text).unwrap();
        assert!(found.value);
        assert_eq!(serde_json::to_string(&found).unwrap(), text);
        assert_eq!(serde_json::to_string(&ValueOf::from([1])).unwrap(), r#"{"value":[1]}"#);
        assert!(serde_json::from_str::<ValueOf<Option<u8>>>("{}").unwrap_err().to_string().contains("value"));
    }
}
