//! Properties set aside as JSON text, until it is known what they are the properties of.
//!
//! The text is borrowed from the response wherever that is read from memory, and so is what is set aside within it: at
//! every depth there is a list, and at none a copy.

use std::borrow::Cow;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Error as _, MapAccess};

use super::locate::{self, Located};
use super::raw::Text;
use super::scope::{self, Types};
use super::tokens::token_end;

/// How deep a text may nest that is set aside: serde_json's own limit, which each text set aside would otherwise have
/// for itself, and a type that holds itself would overflow the stack.
const MAX_DEPTH: usize = 128;

/// Names and JSON texts, in the order in which they came.
pub(crate) type Properties<'de> = Vec<(Cow<'de, str>, Cow<'de, str>)>;

/// The JSON text of the property that `properties` stands at.
pub(crate) fn set_aside<'de, A: MapAccess<'de>>(properties: &mut A) -> Result<Cow<'de, str>, A::Error> {
    let Text(json) = properties.next_value()?;
    #[cfg(test)]
    super::work::add(json.len());
    if !scope::holds(&json) && is_too_deep(json.as_bytes()) {
        return Err(A::Error::custom(locate::shown("the text is nested too deeply")));
    }
    Ok(json)
}

/// Properties that were set aside. Its errors are for [`locate::message`]: their positions are those of a part.
pub(crate) struct SetAside<'a> {
    properties: std::slice::Iter<'a, (Cow<'a, str>, Cow<'a, str>)>,
    current: Option<(&'a str, &'a str)>,
    types: Types,
}

impl<'a> SetAside<'a> {
    pub(crate) fn new(properties: &'a [(Cow<'a, str>, Cow<'a, str>)]) -> Self {
        Self { properties: properties.iter(), current: None, types: Types::Unasked }
    }

    /// Of an object that names its type late. What was set aside out of such an object, and now again out of one within
    /// that, may go on so: from here on the types are looked up.
    pub(super) fn named_late(properties: &'a [(Cow<'a, str>, Cow<'a, str>)]) -> Self {
        let again = properties.first().is_some_and(|(_, json)| scope::holds(json));
        let types = if again { Types::Indexed } else { Types::Sought };
        Self { types, ..Self::new(properties) }
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
        let _scope = scope::enter::<()>(json, self.types);
        // From text, as whole responses are read: one copy of the code serves both.
        let mut text = serde_json::Deserializer::from_str(json);
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

/// Whether valid JSON nests deeper than [`MAX_DEPTH`].
fn is_too_deep(json: &[u8]) -> bool {
    // Seldom more than a count: brackets inside of strings matter only where there are many.
    if json.iter().filter(|byte| matches!(byte, b'{' | b'[')).count() <= MAX_DEPTH {
        return false;
    }
    let (mut depth, mut at) = (0usize, 0);
    while let Some(byte) = json.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
        at = token_end(json, at);
    }
    false
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
}
