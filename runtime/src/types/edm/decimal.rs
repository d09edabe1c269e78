//! `Edm.Decimal`: a number whose digits all count, which comes as a number or as text.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::text::bare_literal;
use crate::wire::from_parameter::{FromParameter, ParameterError};
use crate::wire::json::locate::shown_of;
use crate::wire::parameter::{Parameter, ParameterText};

/// A decimal number, exactly as written: `1.50` stays `1.50`, and what came as text goes back as text.
///
/// Read from JSON text, or a `serde_json::Value`.
///
/// ```
/// use graph_endpoint::edm::Decimal;
///
/// let price: Decimal = serde_json::from_str("19.90")?; // no digit is lost
/// assert_eq!(price.as_str(), "19.90");
/// assert_eq!(serde_json::to_string(&price)?, "19.90");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: Box<str>,
    /// It stands in quotes in JSON.
    as_text: bool,
}

impl Decimal {
    /// The number, without quotes.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    #[inline]
    fn new(text: &str, as_text: bool) -> Result<Self, ParameterError> {
        if is_number(text) {
            Ok(Self { digits: text.into(), as_text })
        } else {
            Err(ParameterError::expected("a decimal number"))
        }
    }
}

impl FromStr for Decimal {
    type Err = ParameterError;

    /// A number, which is no text in JSON.
    #[inline]
    fn from_str(text: &str) -> Result<Self, ParameterError> {
        Self::new(text, false)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.as_text {
            return serializer.serialize_str(&self.digits);
        }
        let raw = RawValue::from_string(self.digits.to_string())
            .map_err(|_| S::Error::custom("not a JSON number"))?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        let unquoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        Self::new(unquoted.unwrap_or(text), unquoted.is_some())
            .map_err(|error| D::Error::custom(shown_of(text, error)))
    }
}

impl Parameter for Decimal {
    fn write(&self, out: &mut ParameterText<'_>) {
        out.push_str(&self.digits);
    }
}

impl FromParameter for Decimal {
    #[inline]
    fn from_text(text: &str) -> Result<Self, ParameterError> {
        text.parse()
    }
}

bare_literal!(Decimal);

/// JSON's grammar of numbers. <https://www.rfc-editor.org/rfc/rfc8259#section-6>
#[inline]
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_number_is_what_json_says(text in "[-+]?[0-9]{0,3}\\.?[0-9]{0,3}([eE][-+]?[0-9]{0,2})?") {
            proptest::prop_assert_eq!(is_number(&text), serde_json::from_str::<Box<RawValue>>(&text).is_ok(), "{}", text);
        }
    }

    #[test]
    fn number_or_text_goes_back_as_it_came() {
        for json in ["1.50", "\"1.50\"", "-0", "123456789012345678901234567890.1"] {
            let value: Decimal = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
        }
        for json in ["\"\"", "\"x\"", "null", "[1]", "\"01\""] {
            assert!(serde_json::from_str::<Decimal>(json).is_err(), "{json}");
        }
    }
}
