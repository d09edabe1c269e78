//! Polymorphic types, told apart by `@odata.type`, wherever it stands in the object.
//!
//! Graph writes it first, and then the object is read in one go. Where it comes later, or never, the properties are
//! set aside as JSON text until it is known, and read from there. That text is gone afterwards, so a polymorphic type owns what
//! it holds: its fields are `DeserializeOwned`.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::locate::{self, Located};
use super::read;

/// The property that names an object's type.
/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformationtypeodatatype>
pub(crate) const ODATA_TYPE: &str = "@odata.type";

/// How deep a text may nest that is set aside: serde_json's own limit, which each text set aside would otherwise have
/// for itself, and an enum that holds itself would overflow the stack.
const MAX_DEPTH: usize = 128;

/// A polymorphic type: an enum with a variant for each of its types.
pub trait Polymorphic: Sized {
    /// The types' names, without `#`.
    const TYPES: &'static [&'static str];
    /// Which of them a value without `@odata.type` is of.
    const BASE: Option<usize>;

    /// Reads the properties of a value of the type with that index; of none if it is out of bounds, and then its name
    /// as it came is there, if one came.
    fn read_as<'de, A: MapAccess<'de>>(
        index: usize,
        odata_type: Option<String>,
        properties: A,
    ) -> Result<Self, A::Error>;
}

/// Reads a value of one of the type's variants.
pub fn polymorphic<'de, A: MapAccess<'de>, T: Polymorphic>(mut properties: A) -> Result<T, A::Error> {
    let mut aside: Vec<(String, Box<RawValue>)> = Vec::new();
    let untold = TypeName { index: T::BASE.unwrap_or(T::TYPES.len()), unknown: None };
    let mut odata_type = untold;
    while let Some(name) = read::next_or_name(&mut properties, &[ODATA_TYPE])? {
        if let Err(name) = name {
            aside.push((name, set_aside(&mut properties)?));
            continue;
        }
        odata_type = properties.next_value_seed(TypeIn { types: T::TYPES, base: T::BASE })?;
        if aside.is_empty() {
            return T::read_as(odata_type.index, odata_type.unknown, properties);
        }
    }
    T::read_as(odata_type.index, odata_type.unknown, SetAside::new(&aside))
        // Its text alone: a position would be one in the part, and taken for one in the whole.
        .map_err(|error| A::Error::custom(locate::message(&error)))
}

/// For an enum that has no place for types that it doesn't know.
pub fn unknown_type<E: serde::de::Error>(odata_type: Option<&str>, name: &str) -> E {
    match odata_type {
        Some(_) => E::custom(locate::shown(format_args!(
            "unknown type of `{name}`; add a variant with `#[graph(other)]` to keep it"
        ))),
        None => E::missing_field(ODATA_TYPE),
    }
}

/// The index of the type with that name; the number of types for one that isn't there. It can come without `#`, as the
/// fragment of the metadata's URL, and in any letter case: Graph writes `#Microsoft.Graph.Message` in notifications.
pub(super) fn type_index(name: &str, types: &[&str]) -> usize {
    let bare = name.strip_prefix('#').unwrap_or(name);
    let as_written = types.iter().position(|known| *known == bare);
    let index = as_written.or_else(|| {
        let name = name.rsplit_once('#').map_or(name, |(_, fragment)| fragment);
        types.iter().position(|known| known.eq_ignore_ascii_case(name))
    });
    index.unwrap_or(types.len())
}

/// A type as it was named: nothing to allocate for one that is known.
struct TypeName {
    index: usize,
    unknown: Option<String>,
}

/// Reads a type's name; null is none.
struct TypeIn {
    types: &'static [&'static str],
    base: Option<usize>,
}

impl<'de> DeserializeSeed<'de> for TypeIn {
    type Value = TypeName;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<TypeName, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for TypeIn {
    type Value = TypeName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a type's name")
    }

    fn visit_none<E>(self) -> Result<TypeName, E> {
        Ok(TypeName { index: self.base.unwrap_or(self.types.len()), unknown: None })
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<TypeName, D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E>(self, name: &str) -> Result<TypeName, E> {
        let index = type_index(name, self.types);
        let unknown = (index == self.types.len()).then(|| name.to_owned());
        Ok(TypeName { index, unknown })
    }
}

/// The JSON text of the property that `properties` stands at.
pub(crate) fn set_aside<'de, A: MapAccess<'de>>(properties: &mut A) -> Result<Box<RawValue>, A::Error> {
    let json: Box<RawValue> = properties.next_value()?;
    if is_too_deep(json.get().as_bytes()) {
        return Err(A::Error::custom(locate::shown("the text is nested too deeply")));
    }
    Ok(json)
}

/// Whether valid JSON nests deeper than [`MAX_DEPTH`].
fn is_too_deep(json: &[u8]) -> bool {
    // Seldom more than a count: brackets inside of strings matter only where there are many.
    if json.iter().filter(|byte| matches!(byte, b'{' | b'[')).count() <= MAX_DEPTH {
        return false;
    }
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// Properties that were set aside. Its errors are for [`locate::message`]: their positions are those of a part.
pub(crate) struct SetAside<'a> {
    properties: std::slice::Iter<'a, (String, Box<RawValue>)>,
    current: Option<&'a (String, Box<RawValue>)>,
}

impl<'a> SetAside<'a> {
    pub(crate) fn new(properties: &'a [(String, Box<RawValue>)]) -> Self {
        Self { properties: properties.iter(), current: None }
    }
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
        // From a slice, as the client reads whole responses: one copy of the code serves both.
        let mut text = serde_json::Deserializer::from_slice(json.get().as_bytes());
        seed.deserialize(&mut text).map_err(|error| inside(name, json, &error))
    }
}

/// An error in a property that was set aside, with its path from there.
#[cold]
fn inside(name: &str, json: &RawValue, error: &serde_json::Error) -> serde_json::Error {
    let Located { path, problem } = locate::locate(json.get().as_bytes(), error);
    let mut outer = String::new();
    locate::push_name(&mut outer, name);
    serde_json::Error::custom(Located { path: locate::joined(outer, &path), problem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_in_each_of_its_spellings() {
        let types = ["microsoft.graph.a", "microsoft.graph.b"];
        assert_eq!(type_index("#microsoft.graph.b", &types), 1);
        assert_eq!(type_index("microsoft.graph.a", &types), 0);
        assert_eq!(type_index("#Microsoft.Graph.B", &types), 1);
        assert_eq!(type_index("https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.b", &types), 1);
        assert_eq!(type_index("HTTP://H/$METADATA#MICROSOFT.GRAPH.B", &types), 1);
        for unknown in
            ["", "#", "a", "graph.a", "microsoft.graph.a#", "#microsoft.graph.a/b", "x/microsoft.graph.a"]
        {
            assert_eq!(type_index(unknown, &types), 2, "{unknown}");
        }
    }

    #[test]
    fn depth_is_counted_outside_of_strings() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(!is_too_deep(nested(MAX_DEPTH).as_bytes()));
        assert!(is_too_deep(nested(MAX_DEPTH + 1).as_bytes()));
        assert!(!is_too_deep(format!(r#"["\"{}", "\\"]"#, nested(1000)).as_bytes()));
        assert!(!is_too_deep(format!("[{}{{}}]", "{},".repeat(1000)).as_bytes()));
        assert!(is_too_deep(format!(r#"["\\",{}]"#, nested(MAX_DEPTH)).as_bytes()));
    }
}
