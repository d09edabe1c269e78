//! `Edm.Binary`: bytes in base64.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::wire::from_parameter::{FromParameter, ParameterError};
use crate::wire::json::locate::shown;
use crate::wire::parameter::{Parameter, ParameterText};

/// Services leave the padding out now and then.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// Bytes that stand in JSON as base64. Read with or without padding, on one line or several, in the standard alphabet or the
/// one for URLs; written in the standard one with padding. <https://www.rfc-editor.org/rfc/rfc4648#section-4>
///
/// ```
/// use graph_endpoint::edm::Binary;
///
/// let binary: Binary = serde_json::from_str(r#""SGVsbG8""#)?; // base64, of either alphabet, padded or not
/// assert_eq!(binary, Binary::from("Hello"));
/// assert_eq!(binary.as_ref(), b"Hello");
/// assert_eq!(serde_json::to_string(&binary)?, r#""SGVsbG8=""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Binary(pub Bytes);

impl<T: Into<Bytes>> From<T> for Binary {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The length only: content may be secret.
impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", self.0.len())
    }
}

impl Binary {
    fn read(text: &str) -> Result<Self, ParameterError> {
        let engine = if text.contains(['-', '_']) { BASE64_URL } else { BASE64 };
        let decoded = engine.decode(text).or_else(|_| {
            // MIME breaks its lines. <https://www.rfc-editor.org/rfc/rfc2045#section-6.8>
            let unbroken: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
            engine.decode(unbroken)
        });
        decoded.map(Self::from).map_err(|_| ParameterError::expected("bytes in base64"))
    }
}

/// In the alphabet for URLs, with padding, as OData has it between the quotes of `binary'..'`.
/// <https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt>
impl Parameter for Binary {
    fn write(&self, out: &mut ParameterText<'_>) {
        out.push_str(&BASE64_URL.encode(&self.0));
    }
}

impl FromParameter for Binary {
    fn from_text(text: &str) -> Result<Self, ParameterError> {
        Self::read(text)
    }
}

/// `binary'..'`
impl crate::wire::query::Literal for Binary {
    fn write_literal(&self, out: &mut String) {
        out.push_str("binary'");
        BASE64_URL.encode_string(&self.0, out);
        out.push('\'');
    }
}

impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Binary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(BinaryVisitor)
    }
}

struct BinaryVisitor;

impl Visitor<'_> for BinaryVisitor {
    type Value = Binary;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Binary, E> {
        Binary::read(text).map_err(|error| E::custom(shown(error)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn bytes_survive(bytes: Vec<u8>) {
            let value = Binary::from(bytes);
            let json = serde_json::to_string(&value).unwrap();
            proptest::prop_assert_eq!(&serde_json::from_str::<Binary>(&json).unwrap(), &value);
            let for_urls = json.replace('+', "-").replace('/', "_").replace('=', "");
            proptest::prop_assert_eq!(serde_json::from_str::<Binary>(&for_urls).unwrap(), value);
        }
    }

    #[test]
    fn what_is_no_base64_is_refused() {
        assert!(serde_json::from_str::<Binary>("\"no base64\"").is_err());
    }
}
