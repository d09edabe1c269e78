//! `Edm.Guid`.

use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::text::{bare_literal, text_impls};
use crate::wire::from_parameter::ParameterError;

/// A GUID: `b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10`. Kept in the letter case in which it came; equal in any.
///
/// ```
/// use graph_endpoint::edm::Guid;
///
/// let id: Guid = "0C1F6D0E-8a55-4b0e-9a7c-5d2b7e1f3a90".parse()?;
/// assert_eq!(id.as_str(), "0C1F6D0E-8a55-4b0e-9a7c-5d2b7e1f3a90"); // as it came
/// assert!("0C1F6D0E".parse::<Guid>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Guid(Box<str>);

impl Guid {
    /// The text, as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Guid {
    type Err = ParameterError;

    #[inline]
    fn from_str(text: &str) -> Result<Self, ParameterError> {
        let lengths = text.split('-').map(str::len);
        let hexadecimal = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        if hexadecimal && lengths.eq([8, 4, 4, 4, 12]) {
            Ok(Self(text.into()))
        } else {
            Err(ParameterError::expected("a GUID, as in b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10"))
        }
    }
}

impl PartialEq for Guid {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Guid {}

impl Hash for Guid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_ascii_lowercase().hash(state);
    }
}

text_impls!(Guid);
bare_literal!(Guid);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_counts_and_the_case_does_not() {
        let lower: Result<Guid, _> = "b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10".parse();
        let upper: Result<Guid, _> = "B7F9C1DE-1C3F-4D62-8C4E-2A3B9F9D4E10".parse();
        assert_eq!(lower, upper);
        for text in
            ["", "b7f9c1de1c3f4d628c4e2a3b9f9d4e10", "{b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10}", "String"]
        {
            assert!(text.parse::<Guid>().is_err(), "{text}");
        }
    }
}
