//! `Edm.Double`: a number, or one of the three values that JSON has no number for.

use serde::de::Deserializer;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::wire::from_parameter::{FromParameter, ParameterError};
use crate::wire::json::number::{Floats, Numbers as _};
use crate::wire::parameter::{Parameter, ParameterText};

/// A floating-point number that may be `INF`, `-INF` or `NaN`, which OData writes as text.
///
/// Declared types read and write every `f64` and `f32` like that, if its type is written as such (`f64`, `Option<f32>`,
/// `Vec<f64>`); this is for an alias, for a type parameter, and for types with serde's own derives.
/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue>
///
/// ```
/// use graph_endpoint::edm::Double;
///
/// assert_eq!(serde_json::from_str::<Double>("1.5")?, Double(1.5));
/// assert_eq!(serde_json::to_string(&Double(f64::INFINITY))?, r#""INF""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Double(pub f64);

impl From<f64> for Double {
    fn from(value: f64) -> Self {
        Self(value)
    }
}

impl From<Double> for f64 {
    fn from(value: Double) -> Self {
        value.0
    }
}

impl Parameter for Double {
    fn write(&self, out: &mut ParameterText<'_>) {
        self.0.write(out);
    }
}

impl FromParameter for Double {
    fn from_text(text: &str) -> Result<Self, ParameterError> {
        f64::from_text(text).map(Self)
    }
}

impl crate::wire::query::Literal for Double {
    fn write_literal(&self, out: &mut String) {
        self.0.write_literal(out);
    }
}

impl Serialize for Double {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Floats(&self.0).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Double {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::read(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_without_a_number_are_text() {
        for json in ["1.5", "\"INF\"", "\"-INF\"", "\"NaN\""] {
            let value: Double = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
        }
        assert_eq!(serde_json::from_str::<Double>("3").unwrap(), Double(3.0));
        assert_eq!(serde_json::from_str::<Double>("\"1.5\"").unwrap(), Double(1.5));
        for json in ["\"x\"", "\"\"", "\"inf\"", "\"null\"", "{}", "true"] {
            assert!(serde_json::from_str::<Double>(json).is_err(), "{json}");
        }
    }
}
