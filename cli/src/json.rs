//! JSON as it was written: properties in their order, numbers as text.
//!
//! `serde_json::Value` sorts properties and rounds numbers; both are needed here, the order for the fields of the
//! declaration, the text to know which Rust type keeps a number exactly.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// How deep a document may nest. Graph stays under twenty.
const DEPTH: usize = 100;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// The digits as they stand in the text.
    Number(String),
    /// Unescaped.
    String(String),
    /// The items.
    Array(Vec<Json>),
    /// The properties in their order; a name can come twice.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a JSON text.
    ///
    /// # Errors
    /// serde_json's complaint, in words, about a text that is no JSON or nests deeper than 100 levels.
    pub fn parse(text: &str) -> Result<Self, String> {
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
        from_raw(raw, DEPTH)
    }

    /// The property with that name; the last one, if it comes twice.
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Self::Object(properties) => {
                properties.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
}

/// Whether two numbers are the same number, however they are spelt.
pub fn same_number(a: &str, b: &str) -> bool {
    a == b || decimal(a) == decimal(b)
}

/// Sign, digits without zeros at either end, and the power of ten of the last digit.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.trim_start_matches('+').parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let short = digits.trim_end_matches('0');
    let dropped = digits.len() - short.len();
    let significant = short.trim_start_matches('0');
    if significant.is_empty() {
        return Some((false, String::new(), 0));
    }
    let power = exponent
        .checked_sub(i64::try_from(fraction.len()).ok()?)?
        .checked_add(i64::try_from(dropped).ok()?)?;
    Some((negative, significant.to_owned(), power))
}

fn from_raw(raw: &RawValue, depth: usize) -> Result<Json, String> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(format!("the JSON nests deeper than {DEPTH} levels"));
    };
    let text = raw.get().trim();
    let error = |error: serde_json::Error| error.to_string();
    match text.as_bytes().first() {
        Some(b'n') => Ok(Json::Null),
        Some(b't') => Ok(Json::Bool(true)),
        Some(b'f') => Ok(Json::Bool(false)),
        Some(b'"') => serde_json::from_str(text).map(Json::String).map_err(error),
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(error)?;
            items.into_iter().map(|item| from_raw(item, depth)).collect::<Result<_, _>>().map(Json::Array)
        }
        Some(b'{') => {
            let Properties(properties) = serde_json::from_str(text).map_err(error)?;
            properties
                .into_iter()
                .map(|(name, value)| Ok((name, from_raw(value, depth)?)))
                .collect::<Result<_, String>>()
                .map(Json::Object)
        }
        _ => Ok(Json::Number(text.to_owned())),
    }
}

/// The properties of one object, their values unread.
struct Properties<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Properties<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PropertiesVisitor;

        impl<'de> Visitor<'de> for PropertiesVisitor {
            type Value = Properties<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut properties = Vec::new();
                while let Some(property) = map.next_entry()? {
                    properties.push(property);
                }
                Ok(Properties(properties))
            }
        }

        deserializer.deserialize_map(PropertiesVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_digits() {
        let json = Json::parse(r#"{"b": 1.50, "a": [null, "x\n"]}"#).unwrap();
        assert_eq!(
            json,
            Json::Object(vec![
                ("b".to_owned(), Json::Number("1.50".to_owned())),
                ("a".to_owned(), Json::Array(vec![Json::Null, Json::String("x\n".to_owned())])),
            ])
        );
    }

    #[test]
    fn depth_has_a_limit() {
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        assert!(Json::parse(&deep).is_err());
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        assert!(same_number("1", "1.0"));
        assert!(same_number("1e2", "100"));
        assert!(same_number("-0", "0.0"));
        assert!(!same_number("1", "10"));
        assert!(!same_number("0.1", "0.10000000000000001"));
    }
}
