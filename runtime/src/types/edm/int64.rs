//! `Edm.Int64` for services that write it as text: `#[serde(with = "graph_endpoint::edm::int64")]` on an `i64`.
//!
//! Read from a number or from text (`IEEE754Compatible=true` asks for it), written as a number.
//! <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControllingtheRepresentationofNumber>

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;

use crate::wire::json::locate::shown;

/// Writes a number.
///
/// # Errors
/// What the serializer says.
pub fn serialize<S: Serializer>(value: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(*value)
}

/// Reads a number, or a text that is one.
///
/// # Errors
/// When it is neither, or has no place in 64 bits.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    deserializer.deserialize_any(Int64Visitor)
}

struct Int64Visitor;

impl Visitor<'_> for Int64Visitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E>(self, value: i64) -> Result<i64, E> {
        Ok(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        value.try_into().map_err(|_| too_large())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<i64, E> {
        text.parse().map_err(|_| too_large())
    }
}

fn too_large<E: Error>() -> E {
    E::custom(shown("expected a whole number of 64 bits"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn number_or_text() {
        for (json, value) in [("5", 5), ("\"-5\"", -5), ("\"9223372036854775807\"", i64::MAX)] {
            let mut text = serde_json::Deserializer::from_str(json);
            assert_eq!(super::deserialize(&mut text).unwrap(), value);
        }
        for json in ["1.5", "\"x\"", "9223372036854775808", "null"] {
            assert!(super::deserialize(&mut serde_json::Deserializer::from_str(json)).is_err(), "{json}");
        }
    }
}
