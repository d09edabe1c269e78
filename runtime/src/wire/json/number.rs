//! Numbers that come as text: `"42"` where a property is an `Edm.Int32`, an `Edm.Int64`, an `Edm.Double` or an
//! `Edm.Decimal`. OData has that form for clients that ask (`IEEE754Compatible=true`); services use it unasked.
//! <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControllingtheRepresentationofNumber>
//!
//! A deserializer can't be asked again once it has refused text, so a macro that sees a number's type by its name asks
//! for [`Number`] at once. What is generic here is so over the number's type: a thousand properties share it.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};

use super::locate::shown;
use crate::types::nullable::Nullable;

/// A number, and what holds numbers: how to read it from JSON numbers and from text.
#[doc(hidden)]
pub trait Numbers: Sized {
    /// Reads it.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// What is read by [`Numbers`], for those who ask for a [`Deserialize`].
#[derive(Debug)]
#[doc(hidden)]
pub struct Number<T>(pub T);

impl<'de, T: Numbers> Deserialize<'de> for Number<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

impl<T: Numbers> Numbers for Option<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<Number<T>>::deserialize(deserializer)?.map(|number| number.0))
    }
}

impl<T: Numbers> Numbers for Nullable<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::read(deserializer).map(Self::from)
    }
}

impl<T: Numbers> Numbers for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Number<T>>::deserialize(deserializer)?.into_iter().map(|number| number.0).collect())
    }
}

impl<T: Numbers> Numbers for Box<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }
}

/// A number before it is known whether its type can hold it.
enum Numeral {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
}

impl Numeral {
    fn from_text(text: &str) -> Option<Self> {
        let signed = text.parse().map(Self::Signed);
        signed
            .or_else(|_| text.parse().map(Self::Unsigned))
            // Rust reads `inf` as well, and JSON's grammar is what a number has in text too.
            .or_else(|_| serde_json::from_str(text).map(Self::Float))
            .ok()
    }

    fn from_map<'de, A: MapAccess<'de>>(map: A) -> Option<Self> {
        let number = number_in_map(map)?;
        let signed = number.as_i64().map(Self::Signed);
        signed.or_else(|| number.as_u64().map(Self::Unsigned)).or_else(|| number.as_f64().map(Self::Float))
    }
}

/// With serde_json's feature `arbitrary_precision`, which any crate can switch on, its numbers are objects to those who
/// ask for anything.
pub(crate) fn number_in_map<'de, A: MapAccess<'de>>(map: A) -> Option<serde_json::Number> {
    serde_json::Number::deserialize(MapAccessDeserializer::new(map)).ok()
}

/// A type of numbers.
trait NumberType: Sized {
    const NAME: &'static str;

    fn from_numeral(numeral: Numeral) -> Option<Self>;
}

struct NumberVisitor<T>(PhantomData<T>);

impl<T: NumberType> NumberVisitor<T> {
    #[inline]
    fn number<E: Error>(numeral: Numeral, found: &str) -> Result<T, E> {
        T::from_numeral(numeral).ok_or_else(|| refused(T::NAME, found))
    }
}

impl<'de, T: NumberType> Visitor<'de> for NumberVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::NAME)
    }

    #[inline]
    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        Self::number(Numeral::Signed(number), "an integer that is none")
    }

    #[inline]
    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        Self::number(Numeral::Unsigned(number), "an integer that is none")
    }

    #[inline]
    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        Self::number(Numeral::Float(number), "a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        match Numeral::from_text(text) {
            Some(numeral) => Self::number(numeral, "a number in a string that is none"),
            None => Err(refused(T::NAME, "a string that is no number")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        match Numeral::from_map(map) {
            Some(numeral) => Self::number(numeral, "a number that is none"),
            None => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

/// Says what came by its kind, never the value.
#[cold]
fn refused<E: Error>(expected: &str, found: &str) -> E {
    let hint = match expected {
        "f32" | "f64" => "; a property that can be INF or NaN is an `edm::Double`",
        _ => "",
    };
    E::custom(shown(format_args!("expected {expected}, found {found}{hint}")))
}

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl NumberType for $type {
            const NAME: &'static str = stringify!($type);

            #[inline]
            fn from_numeral(numeral: Numeral) -> Option<Self> {
                match numeral {
                    Numeral::Signed(number) => number.try_into().ok(),
                    Numeral::Unsigned(number) => number.try_into().ok(),
                    Numeral::Float(_) => None,
                }
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

macro_rules! floats {
    ($($type:ident)*) => {$(
        impl NumberType for $type {
            const NAME: &'static str = stringify!($type);

            #[inline]
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                reason = "the nearest value is what a JSON number means"
            )]
            fn from_numeral(numeral: Numeral) -> Option<Self> {
                Some(match numeral {
                    Numeral::Signed(number) => number as $type,
                    Numeral::Unsigned(number) => number as $type,
                    Numeral::Float(number) => number as $type,
                })
            }
        }
    )*};
}
floats!(f32 f64);

macro_rules! numbers {
    ($($type:ident)*) => {$(
        impl Numbers for $type {
            #[inline]
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(NumberVisitor(PhantomData))
            }
        }
    )*};
}
numbers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64);

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Numbers>(json: &str) -> Result<T, String> {
        let read = serde_json::from_str::<Number<T>>(json);
        read.map(|number| number.0).map_err(|error| super::super::locate::message(&error))
    }

    #[test]
    fn a_number_or_a_text_that_is_one() {
        for json in ["42", r#""42""#] {
            assert_eq!(read::<u8>(json), Ok(42));
            assert_eq!(read::<i64>(json), Ok(42));
            assert_eq!(read::<f32>(json), Ok(42.0));
            assert_eq!(read::<Option<i32>>(json), Ok(Some(42)));
            assert_eq!(read::<Nullable<usize>>(json), Ok(Nullable::Value(42)));
            assert_eq!(read::<Box<i16>>(json), Ok(Box::new(42)));
        }
        assert_eq!(read::<i64>(r#""-9223372036854775808""#), Ok(i64::MIN));
        assert_eq!(read::<u64>(r#""18446744073709551615""#), Ok(u64::MAX));
        for json in ["1.5e3", r#""1.5e3""#, r#""1500.00""#] {
            assert_eq!(read::<f64>(json), Ok(1500.0));
        }
        assert_eq!(read::<Vec<i32>>(r#"[1,"2"]"#), Ok(vec![1, 2]));
        assert_eq!(read::<Vec<Option<i32>>>(r#"[null,"2"]"#), Ok(vec![None, Some(2)]));
        assert_eq!(read::<Option<Vec<i32>>>("null"), Ok(None));
        assert_eq!(read::<Nullable<i32>>("null"), Ok(Nullable::Null));
    }

    #[test]
    fn no_other_text_and_no_value_is_shown() {
        let texts = [
            "",
            " ",
            "zz",
            "0x2a",
            "7 7",
            " 7",
            "7 ",
            "--7",
            "1_0",
            "٣",
            "12345678901234567890123",
            "7.5",
            "-7",
        ];
        for text in texts {
            let error = read::<u8>(&format!("{text:?}")).unwrap_err();
            assert!(
                error.contains("expected u8, found a ")
                    && !error.contains(text.trim()) | text.trim().is_empty(),
                "{error}"
            );
        }
        for text in [
            "", "x", "inf", "INF", "NaN", "nan", "infinity", "1e400", ".5", "5.", "1,5", "1e", "null", "true",
        ] {
            assert!(read::<f64>(&format!("{text:?}")).unwrap_err().contains("`edm::Double`"), "{text}");
        }
        for json in ["true", "{}", r#"{"a":1}"#, "[]", "null", "1.5", "256", "-1"] {
            assert!(read::<u8>(json).unwrap_err().contains("expected u8"), "{json}");
        }
    }
}
