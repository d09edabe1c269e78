//! GUIDs as `uuid::Uuid`.

use std::fmt::Write as _;

use ::uuid::Uuid;

use super::Guid;
use crate::wire::from_parameter::{FromParameter, ParameterError};
use crate::wire::parameter::{Parameter, ParameterText};
use crate::wire::query::Literal;

impl From<&Guid> for Uuid {
    fn from(guid: &Guid) -> Self {
        // The grammar of `Guid` is within that of `Uuid`.
        Self::try_parse(guid.as_str()).unwrap_or_default()
    }
}

impl From<Uuid> for Guid {
    fn from(uuid: Uuid) -> Self {
        uuid.hyphenated().to_string().parse().unwrap_or_else(|_| unreachable!("a hyphenated UUID is a GUID"))
    }
}

impl Parameter for Uuid {
    fn write(&self, out: &mut ParameterText<'_>) {
        // Writing into a `String` can't fail.
        let _ = write!(out, "{}", self.hyphenated());
    }
}

impl FromParameter for Uuid {
    fn from_text(text: &str) -> Result<Self, ParameterError> {
        text.parse::<Guid>().map(|guid| Self::from(&guid))
    }
}

impl Literal for Uuid {
    fn write_literal(&self, out: &mut String) {
        let _ = write!(out, "{}", self.hyphenated());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn there_and_back(value: u128) {
            let uuid = Uuid::from_u128(value);
            proptest::prop_assert_eq!(Uuid::from(&Guid::from(uuid)), uuid);
        }
    }
}
