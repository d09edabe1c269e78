//! `Edm.Int64` for services that write it as text: `#[serde(with = "graph_endpoint::edm::int64")]` on a whole number,
//! or on an `Option`, a `Nullable` or a `Vec` of one.
//!
//! Declared types read every number like that, if its type is written as such (`i64`, `Option<u32>`, `Vec<f64>`); this is
//! for an alias, and for types with serde's own derives.
//!
//! Read from a number or from text (`IEEE754Compatible=true` asks for it), written as a number.
//! <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControllingtheRepresentationofNumber>
//!
//! ```
//! use graph_endpoint::prelude::*;
//!
//! type Bytes = i64;
//!
//! #[graph_type("microsoft.graph.quota")]
//! struct Quota {
//!     #[serde(with = "graph_endpoint::edm::int64")]
//!     used: Bytes,
//! }
//!
//! let quota: Quota = serde_json::from_str(r#"{"used": "9007199254740993"}"#)?;
//! assert_eq!(quota.used, 9_007_199_254_740_993);
//! assert_eq!(serde_json::to_string(&quota)?, r#"{"used":9007199254740993}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde::Serialize;
use serde::de::Deserializer;
use serde::ser::Serializer;

use crate::wire::json::number::Numbers;

/// Writes a number.
///
/// ```
/// let mut json = Vec::new();
/// graph_endpoint::edm::int64::serialize(&5, &mut serde_json::Serializer::new(&mut json))?;
/// assert_eq!(json, b"5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// What the serializer says.
pub fn serialize<T: Numbers + Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// Reads a number, or a text that is one.
///
/// ```
/// let mut json = serde_json::Deserializer::from_str(r#""5""#);
/// let number: i64 = graph_endpoint::edm::int64::deserialize(&mut json)?;
/// assert_eq!(number, 5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When it is neither, or has no place in the bits of its type.
pub fn deserialize<'de, T: Numbers, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Numbers::read(deserializer)
}

#[cfg(test)]
mod tests {
    #[test]
    fn number_or_text() {
        for (json, value) in [("5", 5), ("\"-5\"", -5), ("\"9223372036854775807\"", i64::MAX)] {
            let mut text = serde_json::Deserializer::from_str(json);
            assert_eq!(super::deserialize::<i64, _>(&mut text).unwrap(), value);
        }
        for json in ["1.5", "\"x\"", "9223372036854775808", "null"] {
            let read = super::deserialize::<i64, _>(&mut serde_json::Deserializer::from_str(json));
            assert!(read.is_err(), "{json}");
        }
    }

    #[test]
    fn other_widths_and_none() {
        let read = |json| super::deserialize::<Option<i32>, _>(&mut serde_json::Deserializer::from_str(json));
        assert_eq!(read("\"7\"").unwrap(), Some(7));
        assert_eq!(read("null").unwrap(), None);
        assert!(read("\"2147483648\"").is_err());
        let mut out = Vec::new();
        super::serialize(&Some(7_i32), &mut serde_json::Serializer::new(&mut out)).unwrap();
        assert_eq!(out, b"7");
    }
}
