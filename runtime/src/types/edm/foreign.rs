//! What the date and time types of other libraries have in common here: their text in paths, queries and filters, and the
//! way between them and our own.

/// A library's type that is written as a text: `$parse` gives the library's error for what is none, `$write` writes it.
macro_rules! foreign_text {
    ($($theirs:ty => $ours:ty, $expected:literal, $parse:expr, $write:expr;)*) => {$(
        impl $crate::wire::parameter::Parameter for $theirs {
            fn write(&self, out: &mut $crate::wire::parameter::ParameterText<'_>) {
                let text: String = $write(self);
                out.push_str(&text);
            }
        }

        impl $crate::wire::from_parameter::FromParameter for $theirs {
            fn from_text(text: &str) -> Result<Self, $crate::wire::from_parameter::ParameterError> {
                $parse(text).map_err(|_| $crate::wire::from_parameter::ParameterError::expected($expected))
            }
        }

        impl $crate::wire::query::Literal for $theirs {
            fn write_literal(&self, out: &mut String) {
                let text: String = $write(self);
                out.push_str(&text);
            }
        }

        /// Within the range of that type.
        impl TryFrom<&$ours> for $theirs {
            type Error = $crate::types::edm::ConversionError;

            fn try_from(value: &$ours) -> Result<Self, Self::Error> {
                $parse(value.as_str())
                    .map_err(|source| $crate::types::edm::ConversionError::new($expected, source))
            }
        }

        /// Years before 0 and after 9999 aside.
        impl TryFrom<$theirs> for $ours {
            type Error = $crate::wire::from_parameter::ParameterError;

            fn try_from(value: $theirs) -> Result<Self, Self::Error> {
                let text: String = $write(&value);
                text.parse()
            }
        }
    )*};
}

pub(super) use foreign_text;
