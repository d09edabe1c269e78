//! Families of types told apart by `@odata.type`, wherever it stands in the object.
//!
//! Graph writes it first, and then the object is read in one go. Where it comes later, or never, the properties are
//! set aside as JSON text until it is known, and read from there.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Error as _, IntoDeserializer as _, MapAccess};
use serde_json::value::RawValue;

use super::locate::{self, SET_ASIDE};

const ODATA_TYPE: &str = "@odata.type";

/// A family of types: an enum with a variant for each.
pub trait Family: Sized {
    /// The types' names, without `#`.
    const TYPES: &'static [&'static str];
    /// Which of them a value without `@odata.type` is of.
    const BASE: Option<usize>;

    /// Reads the properties of a value of the type with that index; of none if it is out of bounds.
    fn read_as<'de, A: MapAccess<'de>>(
        index: usize,
        odata_type: Option<String>,
        properties: A,
    ) -> Result<Self, A::Error>;
}

/// Reads a value of one of the family's types.
pub fn family<'de, A: MapAccess<'de>, T: Family>(mut properties: A) -> Result<T, A::Error> {
    let mut aside: Vec<(String, Box<RawValue>)> = Vec::new();
    let mut odata_type: Option<String> = None;
    while let Some(name) = properties.next_key::<String>()? {
        if name != ODATA_TYPE {
            aside.push((name, properties.next_value()?));
        } else {
            odata_type = properties.next_value()?;
            if aside.is_empty() {
                return T::read_as(index_of::<T>(odata_type.as_deref()), odata_type, properties);
            }
        }
    }
    let properties = SetAside { properties: aside.iter(), current: None };
    T::read_as(index_of::<T>(odata_type.as_deref()), odata_type, properties)
        // Its text alone: a position would be one in the part, and taken for one in the whole.
        .map_err(|error| A::Error::custom(without_position(&error)))
}

/// For a family that has no place for types that it doesn't know.
pub fn unknown_type<E: serde::de::Error>(odata_type: Option<&str>, family: &str) -> E {
    match odata_type {
        Some(_) => E::custom(format_args!(
            "unknown type of `{family}`; add a variant with `#[graph(other)]` to keep it"
        )),
        None => E::missing_field(ODATA_TYPE),
    }
}

fn index_of<T: Family>(odata_type: Option<&str>) -> usize {
    let index = match odata_type {
        Some(name) => {
            let name = name.strip_prefix('#').unwrap_or(name);
            T::TYPES.iter().position(|known| *known == name)
        }
        None => T::BASE,
    };
    index.unwrap_or(T::TYPES.len())
}

/// Properties that were set aside.
struct SetAside<'a> {
    properties: std::slice::Iter<'a, (String, Box<RawValue>)>,
    current: Option<&'a (String, Box<RawValue>)>,
}

impl<'a> MapAccess<'a> for SetAside<'a> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Self::Error> {
        self.current = self.properties.next();
        match self.current {
            Some((name, _)) => {
                let name: StrDeserializer<'a, Self::Error> = name.as_str().into_deserializer();
                seed.deserialize(name).map(Some)
            }
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Self::Error> {
        let Some((name, json)) = self.current.take() else {
            return Err(Self::Error::custom("expected a property name before its value"));
        };
        // From a slice, as the client reads whole answers: one copy of the code serves both.
        let mut text = serde_json::Deserializer::from_slice(json.get().as_bytes());
        seed.deserialize(&mut text).map_err(|error| {
            let located = locate::locate(json.get().as_bytes(), &error);
            let mut path = String::new();
            locate::push_name(&mut path, name);
            let path = locate::joined(path, &located.path);
            Self::Error::custom(format_args!("{SET_ASIDE}{path}{SET_ASIDE}{}", located.problem))
        })
    }
}

fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(at) => text.get(..at).unwrap_or(&text).to_owned(),
        None => text,
    }
}
