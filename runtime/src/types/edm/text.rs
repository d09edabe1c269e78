//! What all types that are a text of some grammar have in common.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use crate::wire::from_parameter::FromParameter;
use crate::wire::json::locate::shown;

/// Reads a JSON string by the type's grammar.
pub(super) fn read<'de, D: Deserializer<'de>, T: FromParameter>(deserializer: D) -> Result<T, D::Error> {
    struct TextVisitor<T>(PhantomData<T>);

    impl<T: FromParameter> Visitor<'_> for TextVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            T::from_text(text).map_err(|error| E::custom(shown(error)))
        }
    }

    deserializer.deserialize_str(TextVisitor(PhantomData))
}

/// A type that holds its text; `$valid` is a function that says whether a text is one of it.
macro_rules! edm_text {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $valid:path) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The text, as it came.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// `Program`: see [`crate::jobs`].
            #[expect(clippy::extra_unused_type_parameters, reason = "says where it is compiled")]
            fn is_valid<Program>(text: &str) -> bool {
                $valid(text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::wire::from_parameter::ParameterError;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if Self::is_valid::<()>(text) {
                    Ok(Self(text.into()))
                } else {
                    Err($crate::wire::from_parameter::ParameterError::expected($expected))
                }
            }
        }

        crate::types::edm::text::text_impls!($name);
    };
}

/// The traits of a type with `as_str` and `FromStr`.
macro_rules! text_impls {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::wire::from_parameter::ParameterError;

            #[inline]
            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::types::edm::text::read(deserializer)
            }
        }

        impl $crate::wire::parameter::Parameter for $name {
            fn write(&self, out: &mut $crate::wire::parameter::ParameterText<'_>) {
                out.push_str(self.as_str());
            }
        }

        impl $crate::wire::from_parameter::FromParameter for $name {
            #[inline]
            fn from_text(text: &str) -> Result<Self, $crate::wire::from_parameter::ParameterError> {
                text.parse()
            }
        }
    };
}

/// A literal without quotes, as all of these types have but durations.
macro_rules! bare_literal {
    ($($name:ty),*) => {$(
        impl $crate::wire::query::Literal for $name {
            fn write_literal(&self, out: &mut String) {
                out.push_str(self.as_str());
            }
        }
    )*};
}

pub(super) use {bare_literal, edm_text, text_impls};
