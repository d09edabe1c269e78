//! Properties set aside as JSON text, until it is known what they are the properties of.
//!
//! The text is borrowed from the response wherever that is read from memory, and so is what is set aside within it: at
//! every depth there is a list, and at none a copy.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::Deserialize;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::locate::{self, Located};

/// How deep a text may nest that is set aside: serde_json's own limit, which each text set aside would otherwise have
/// for itself, and a type that holds itself would overflow the stack.
const MAX_DEPTH: usize = 128;

/// What a deserializer of serde_json is asked for to get a value's text. [`RawValue`] itself is either borrowed or
/// owned, and fails where it is the other. A deserializer that doesn't know the name leads to `visit_newtype_struct`.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// Names and JSON texts, in the order in which they came.
pub(crate) type Properties<'de> = Vec<(Cow<'de, str>, Cow<'de, str>)>;

/// The JSON text of the property that `properties` stands at.
pub(crate) fn set_aside<'de, A: MapAccess<'de>>(properties: &mut A) -> Result<Cow<'de, str>, A::Error> {
    let Text(json) = properties.next_value()?;
    if !Counted::holds(&json) && is_too_deep(json.as_bytes()) {
        return Err(A::Error::custom(locate::shown("the text is nested too deeply")));
    }
    Ok(json)
}

/// Properties that were set aside. Its errors are for [`locate::message`]: their positions are those of a part.
pub(crate) struct SetAside<'a> {
    properties: std::slice::Iter<'a, (Cow<'a, str>, Cow<'a, str>)>,
    current: Option<(&'a str, &'a str)>,
}

impl<'a> SetAside<'a> {
    pub(crate) fn new(properties: &'a [(Cow<'a, str>, Cow<'a, str>)]) -> Self {
        Self { properties: properties.iter(), current: None }
    }
}

impl<'a> MapAccess<'a> for SetAside<'a> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Self::Error> {
        self.current = self.properties.next().map(|(name, json)| (&**name, &**json));
        let name = self.current.map(|(name, _)| BorrowedStrDeserializer::new(name));
        name.map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Self::Error> {
        let Some((name, json)) = self.current.take() else {
            return Err(Self::Error::custom("expected a property name before its value"));
        };
        let _counted = Counted::enter(json);
        // From a slice, as the client reads whole responses: one copy of the code serves both.
        let mut text = serde_json::Deserializer::from_slice(json.as_bytes());
        seed.deserialize(&mut text).map_err(|error| inside(name, json, &error))
    }
}

/// An error in a property that was set aside, with its path from there.
#[cold]
fn inside(name: &str, json: &str, error: &serde_json::Error) -> serde_json::Error {
    let Located { path, problem } = locate::locate(json.as_bytes(), error);
    let mut outer = String::new();
    locate::push_name(&mut outer, name);
    serde_json::Error::custom(Located { path: locate::joined(outer, &path), problem })
}

thread_local! {
    /// Where the text lies that is being read, and whose depth was counted: from and to which address.
    static COUNTED: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// While it lives, a text's depth need not be counted again for the parts of it that are set aside. A text that lies
/// elsewhere (JSON out of a string, say) is none of its parts.
struct Counted {
    before: (usize, usize),
}

impl Counted {
    fn enter(json: &str) -> Self {
        let before = COUNTED.get();
        if !Self::holds(json) {
            COUNTED.set(range(json));
        }
        Self { before }
    }

    fn holds(json: &str) -> bool {
        let ((start, end), (from, to)) = (COUNTED.get(), range(json));
        start <= from && to <= end
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        COUNTED.set(self.before);
    }
}

fn range(json: &str) -> (usize, usize) {
    let start = json.as_ptr().addr();
    (start, start.saturating_add(json.len()))
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

/// A value's JSON text, borrowed if the deserializer can lend it.
struct Text<'de>(Cow<'de, str>);

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_of_strings() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(!is_too_deep(nested(MAX_DEPTH).as_bytes()));
        assert!(is_too_deep(nested(MAX_DEPTH + 1).as_bytes()));
        assert!(!is_too_deep(format!(r#"["\"{}", "\\"]"#, nested(1000)).as_bytes()));
        assert!(!is_too_deep(format!("[{}{{}}]", "{},".repeat(1000)).as_bytes()));
        assert!(is_too_deep(format!(r#"["\\",{}]"#, nested(MAX_DEPTH)).as_bytes()));
    }

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
    fn depth_is_counted_once_for_a_text_and_anew_for_another() {
        let (text, other) = (r#"{"a":{"b":1}}"#.to_owned(), "[1]".to_owned());
        assert!(!Counted::holds(&text));
        {
            let _outer = Counted::enter(&text);
            let _inner = Counted::enter(&text[5..12]);
            assert!(Counted::holds(&text) && !Counted::holds(&other));
            {
                let _elsewhere = Counted::enter(&other);
                assert!(Counted::holds(&other) && !Counted::holds(&text));
            }
            assert!(Counted::holds(&text));
        }
        assert!(!Counted::holds(&text));
    }
}
