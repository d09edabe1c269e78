//! `Edm.Int64` for services that write it as text: `#[serde(with = "graph_endpoint::edm::int64")]` on an `i64`.
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
pub fn serialize<S: Serializer>(value: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(*value)
}

/// Reads a number, or a text that is one.
///
/// ```
/// let mut json = serde_json::Deserializer::from_str(r#""5""#);
/// assert_eq!(graph_endpoint::edm::int64::deserialize(&mut json)?, 5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When it is neither, or has no place in 64 bits.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Numbers::read(deserializer)
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
