//! `Edm.Double`: a number, or one of the three values that JSON has no number for.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::wire::from_parameter::{FromParameter, ParameterError};
use crate::wire::json::locate::shown;
use crate::wire::json::number::number_in_map;
use crate::wire::parameter::{Parameter, ParameterText};

/// A floating-point number that may be `INF`, `-INF` or `NaN`, which OData writes as text.
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
        match self.0 {
            value if value.is_nan() => serializer.serialize_str("NaN"),
            f64::INFINITY => serializer.serialize_str("INF"),
            f64::NEG_INFINITY => serializer.serialize_str("-INF"),
            value => serializer.serialize_f64(value),
        }
    }
}

impl<'de> Deserialize<'de> for Double {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DoubleVisitor)
    }
}

struct DoubleVisitor;

impl<'de> Visitor<'de> for DoubleVisitor {
    type Value = Double;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Double, E> {
        Ok(Double(value))
    }

    #[allow(clippy::cast_precision_loss, reason = "the nearest double is what a JSON number means")]
    fn visit_i64<E>(self, value: i64) -> Result<Double, E> {
        Ok(Double(value as f64))
    }

    #[allow(clippy::cast_precision_loss, reason = "the nearest double is what a JSON number means")]
    fn visit_u64<E>(self, value: u64) -> Result<Double, E> {
        Ok(Double(value as f64))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Double, A::Error> {
        let number = number_in_map(map).and_then(|number| number.as_f64());
        number.map(Double).ok_or_else(|| A::Error::invalid_type(Unexpected::Map, &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Double, E> {
        match text {
            "INF" => Ok(Double(f64::INFINITY)),
            "-INF" => Ok(Double(f64::NEG_INFINITY)),
            "NaN" => Ok(Double(f64::NAN)),
            // As text where the service writes all its numbers so.
            _ => serde_json::from_str(text)
                .map(Double)
                .map_err(|_| E::custom(shown("expected a number, INF, -INF or NaN"))),
        }
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
