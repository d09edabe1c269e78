//! Polymorphic types, told apart by `@odata.type`, wherever it stands in the object.
//!
//! Graph writes it first, and then the object is read in one go. Where it comes later, or never, the properties are
//! set aside as JSON text until it is known, and read from there. What is set aside a second time is gone through for
//! all types in it, so that however deep such objects nest, each byte is read a few times and no more. The text can be
//! gone afterwards, so a polymorphic type owns what it holds: its fields are `DeserializeOwned`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};

use super::aside::{Properties, SetAside, set_aside};
use super::raw::{Name, PlacedName};
use super::read::{Reader, read_with};
use super::resumed::Resumed;
use super::{ODATA_TYPE, locate, scope};

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

/// Reads a value of one of the variants of the type with that name.
pub fn read<'de, D: Deserializer<'de>, T: Polymorphic>(
    deserializer: D,
    name: &'static str,
) -> Result<T, D::Error> {
    struct Variant<T>(PhantomData<T>);

    impl<'de, T: Polymorphic> Reader<'de> for Variant<T> {
        type Value = T;

        fn read<A: MapAccess<'de>>(self, properties: A) -> Result<T, A::Error> {
            variant(properties)
        }
    }

    read_with(Variant(PhantomData), deserializer, name)
}

fn variant<'de, A: MapAccess<'de>, T: Polymorphic>(mut properties: A) -> Result<T, A::Error> {
    let types = TypeIn { types: T::TYPES, base: T::BASE };
    let mut next = if scope::is_indexed() {
        let first: Option<PlacedName<'_>> = properties.next_key()?;
        if let Some(PlacedName { name, place: Some(place) }) = &first
            && let Some(odata_type) = known_type::<()>(place, types)
        {
            let properties = Resumed::new(name.clone(), properties);
            return T::read_as(odata_type.index, odata_type.unknown, properties);
        }
        first.map(|first| first.name)
    } else {
        properties.next_key()?.map(|Name(name)| name)
    };
    let mut aside = Properties::new();
    let mut odata_type = TypeName { index: T::BASE.unwrap_or(T::TYPES.len()), unknown: None };
    while let Some(name) = next {
        if name == ODATA_TYPE {
            odata_type = properties.next_value_seed(types)?;
            if aside.is_empty() {
                return T::read_as(odata_type.index, odata_type.unknown, properties);
            }
        } else {
            aside.push((name, set_aside(&mut properties)?));
        }
        next = properties.next_key()?.map(|Name(name)| name);
    }
    T::read_as(odata_type.index, odata_type.unknown, SetAside::named_late(&aside))
        // Its text alone: a position would be one in the part, and taken for one in the whole.
        .map_err(|error| A::Error::custom(locate::message(&error)))
}

/// The type of the object that begins with the name at that place, if it was looked up when the text around it was set
/// aside.
#[expect(clippy::extra_unused_type_parameters, reason = "says where it is compiled")]
fn known_type<Program>(first_name: &str, types: TypeIn) -> Option<TypeName> {
    scope::type_of(first_name, |name| types.deserialize(&mut serde_json::Deserializer::from_str(name)).ok())
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
        let fragment = name.rsplit_once('#').or_else(|| name.rsplit_once("%23"));
        let name = fragment.map_or(name, |(_, fragment)| fragment);
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
#[derive(Clone, Copy)]
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
    use super::super::read::{EmptyDefaulted, EmptyRequired, fields};
    use super::super::work;
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
    #[derive(Debug, PartialEq)]
    struct Node(u32, Vec<Node>);

    impl<'de> serde::Deserialize<'de> for Node {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            super::read(deserializer, "Node")
        }
    }

    impl Polymorphic for Node {
        const TYPES: &'static [&'static str] = &["test.node"];
        const BASE: Option<usize> = None;

        fn read_as<'de, A: MapAccess<'de>>(
            index: usize,
            _: Option<String>,
            properties: A,
        ) -> Result<Self, A::Error> {
            assert_eq!(index, 0);
            let slots = (EmptyRequired, EmptyDefaulted);
            fields(properties, &["depth", "inner"], slots)
                .map(|(depth, inner)| Self(depth, inner.unwrap_or_default()))
        }
    }

    /// So many objects inside each other, and at the innermost `size` bytes that are skipped.
    fn nested(depth: u32, size: usize, first: &str, last: &str) -> String {
        let mut json = format!(r#"{{{first}"depth":0,"skipped":"{}"{last}}}"#, "x".repeat(size));
        for depth in 1..depth {
            json = format!(r#"{{{first}"inner":[{json}],"depth":{depth}{last}}}"#);
        }
        json
    }

    #[test]
    fn how_often_a_text_is_gone_through_does_not_hang_on_its_depth() {
        const SIZE: usize = 100_000;
        let work = |json: &str, depth: u32| {
            let mut node = serde_json::from_slice::<Node>(json.as_bytes()).unwrap();
            for depth in (1..depth).rev() {
                assert_eq!((node.0, node.1.len()), (depth, 1));
                node = node.1.remove(0);
            }
            assert_eq!(node, Node(0, Vec::new()));
            work::take()
        };
        for depth in [1, 2, 3, 10, 60] {
            let last = nested(depth, SIZE, "", r#","@odata.type":"test.node""#);
            let passes = work(&last, depth).div_ceil(last.len());
            assert!(passes <= 3, "{depth} deep, {passes} times");
            let escaped = nested(depth, SIZE, r#""\u0041":1,"#, r##","\u0040odata.type":"#test.\u006eode""##);
            let passes = work(&escaped, depth).div_ceil(escaped.len());
            assert!(passes <= 3, "{depth} deep, escaped, {passes} times");
            assert_eq!(work(&nested(depth, SIZE, r#""@odata.type":"test.node","#, ""), depth), 0);
        }
    }

    #[test]
    fn an_error_far_within_has_its_path() {
        let last = r#","@odata.type":"test.node""#;
        let json = nested(5, 1, "", last).replace(r#""depth":0"#, r#""depth":"no""#);
        let error = serde_json::from_slice::<Node>(json.as_bytes()).unwrap_err();
        assert_eq!(locate::locate(json.as_bytes(), &error).path, "inner[0].inner[0].inner[0].inner[0].depth");
        let json = nested(5, 1, "", last).replacen(last, r#","@odata.type":7"#, 1);
        let error = serde_json::from_slice::<Node>(json.as_bytes()).unwrap_err();
        let located = locate::locate(json.as_bytes(), &error);
        assert_eq!(located.path, "inner[0].inner[0].inner[0].inner[0]['@odata.type']");
    }
}
