//! A value as the JSON text that it came in, and back.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

use super::locate;

/// What serde_json is asked for to get a value's text, or given to write one. [`RawValue`] itself is either borrowed or
/// owned, and fails where it is the other. A deserializer that doesn't know the name leads to `visit_newtype_struct`.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// A value's JSON text, borrowed if the deserializer can lend it.
pub(crate) struct Text<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_VALUE, TextVisitor).map(Self)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        match map.next_key::<IgnoredAny>()? {
            Some(_) => map.next_value().map(|Name(text)| text),
            None => Err(A::Error::custom("expected the text of a JSON value")),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Cow::Owned(Box::<str>::from(text).into()))
    }
}

/// A text, as a property's name is one, borrowed if the deserializer can lend it.
pub(crate) struct Name<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(name))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(name.to_owned()))
            }

            fn visit_string<E>(self, name: String) -> Result<Self::Value, E> {
                Ok(Cow::Owned(name))
            }
        }

        deserializer.deserialize_str(NameVisitor).map(Self)
    }
}

/// A name in front of a property, and where in the text it stands, quotes and all, if the deserializer can lend that.
pub(super) struct PlacedName<'de> {
    pub(super) name: Cow<'de, str>,
    pub(super) place: Option<&'de str>,
}

impl<'de> Deserialize<'de> for PlacedName<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PlacedNameVisitor;

        impl<'de> Visitor<'de> for PlacedNameVisitor {
            type Value = PlacedName<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let name = |quoted: &str| {
                    serde_json::from_str(quoted)
                        .map_err(|_| A::Error::custom(locate::shown("this is not valid JSON")))
                };
                match TextVisitor.visit_map(map)? {
                    Cow::Owned(quoted) => Ok(PlacedName { name: Cow::Owned(name(&quoted)?), place: None }),
                    Cow::Borrowed(quoted) => Ok(PlacedName {
                        name: match unescaped(quoted) {
                            Some(plain) => Cow::Borrowed(plain),
                            None => Cow::Owned(name(quoted)?),
                        },
                        place: Some(quoted),
                    }),
                }
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<Self::Value, D::Error> {
                Name::deserialize(deserializer).map(|Name(name)| PlacedName { name, place: None })
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(PlacedName { name: Cow::Owned(name.to_owned()), place: None })
            }
        }

        deserializer.deserialize_newtype_struct(RAW_VALUE, PlacedNameVisitor)
    }
}

/// What stands in quotes, if nothing in it is escaped.
fn unescaped(quoted: &str) -> Option<&str> {
    let plain = quoted.strip_prefix('"')?.strip_suffix('"')?;
    (!plain.contains('\\')).then_some(plain)
}

/// Valid JSON, written as it is.
pub(crate) struct Raw<'a>(pub(crate) &'a str);

impl Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut raw = serializer.serialize_struct(RAW_VALUE, 1)?;
        raw.serialize_field(RAW_VALUE, self.0)?;
        raw.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_lent_where_it_can_be() {
        let json = r#"{"a\n":[1.50, null]}"#;
        let Text(lent) = serde_json::from_slice(json.as_bytes()).unwrap();
        assert!(matches!(lent, Cow::Borrowed(text) if text == json));
        let Text(lent) = serde_json::from_str(json).unwrap();
        assert!(matches!(lent, Cow::Borrowed(_)));
        let Text(owned) = Text::deserialize(serde_json::json!({"a": [1]})).unwrap();
        assert!(matches!(owned, Cow::Owned(text) if text == r#"{"a":[1]}"#));
        let value = serde_json::json!({"a": [1]});
        assert_eq!(Text::deserialize(&value).unwrap().0, r#"{"a":[1]}"#);
        let mut stream = serde_json::Deserializer::from_reader(json.as_bytes());
        assert_eq!(Text::deserialize(&mut stream).unwrap().0, json);
    }

    #[test]
    fn a_name_knows_its_place_where_that_can_be_lent() {
        let json = r#"{"\u0061b":1,"c":2}"#.to_owned();
        struct First<'de>(PlacedName<'de>);
        impl<'de> Deserialize<'de> for First<'de> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct FirstVisitor;
                impl<'de> Visitor<'de> for FirstVisitor {
                    type Value = First<'de>;
                    fn expecting(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                        Ok(())
                    }
                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<First<'de>, A::Error> {
                        let first = map.next_key()?.unwrap();
                        map.next_value::<IgnoredAny>()?;
                        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                        Ok(First(first))
                    }
                }
                deserializer.deserialize_map(FirstVisitor)
            }
        }
        let First(first) = serde_json::from_str(&json).unwrap();
        assert_eq!((&*first.name, first.place), ("ab", Some(&json[1..10])));
        let First(first) = serde_json::from_str(r#"{"c":2}"#).unwrap();
        assert!(matches!(first, PlacedName { name: Cow::Borrowed("c"), place: Some("\"c\"") }));
        let First(first) = First::deserialize(serde_json::json!({"c": 2})).unwrap();
        assert_eq!((&*first.name, first.place), ("c", None));
        assert!(serde_json::from_str::<First<'_>>(r#"{"\ud800":1}"#).is_err());
    }

    #[test]
    fn raw_text_is_written_as_it_is() {
        assert_eq!(serde_json::to_string(&[Raw("1.50"), Raw("{ }")]).unwrap(), "[1.50,{ }]");
        assert_eq!(serde_json::to_value(Raw("[1]")).unwrap(), serde_json::json!([1]));
    }
}
