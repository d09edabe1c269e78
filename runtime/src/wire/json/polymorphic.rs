//! Polymorphic types, told apart by `@odata.type`, wherever it stands in the object.
//!
//! Graph writes it first, and then the object is read in one go. Where it comes later, or never, the properties are
//! set aside as JSON text until it is known, and read from there. That text can be gone afterwards, so a polymorphic
//! type owns what it holds: its fields are `DeserializeOwned`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};

use super::aside::{Name, Properties, SetAside, set_aside};
use super::locate;

/// The property that names an object's type.
/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformationtypeodatatype>
pub(crate) const ODATA_TYPE: &str = "@odata.type";

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
    let mut aside = Properties::new();
    let untold = TypeName { index: T::BASE.unwrap_or(T::TYPES.len()), unknown: None };
    let mut odata_type = untold;
    while let Some(Name(name)) = properties.next_key()? {
        if name != ODATA_TYPE {
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
}
