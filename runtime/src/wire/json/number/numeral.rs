//! One number, of the type that is asked for, out of what JSON has.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};

use super::Numbers;
use crate::wire::json::locate::shown;

/// A number before it is known whether its type can hold it.
enum Numeral {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
}

impl Numeral {
    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim_ascii();
        let signed = text.parse().map(Self::Signed);
        let integer = signed.or_else(|_| text.parse().map(Self::Unsigned)).ok();
        integer.or_else(|| match text {
            "INF" | "Infinity" => Some(Self::Float(f64::INFINITY)),
            "-INF" | "-Infinity" => Some(Self::Float(f64::NEG_INFINITY)),
            "NaN" => Some(Self::Float(f64::NAN)),
            // Rust reads `inf` as well, and JSON's grammar is what a number has in text too.
            _ => serde_json::from_str(text).map(Self::Float).ok(),
        })
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
    E::custom(shown(format_args!("expected {expected}, found {found}")))
}

/// The integer that a float is, as far as each integer up to it is a float.
#[allow(clippy::cast_possible_truncation, reason = "it is an integer of at most 53 bits")]
pub(crate) fn whole(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= LIMIT).then_some(number as i64)
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
                    // Some services write every number as a double: `5.0`.
                    Numeral::Float(number) => whole(number)?.try_into().ok(),
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

/// A truth value comes as text or as a number from services whose columns are such: `"true"`, `"True"`, `1`.
struct TruthVisitor;

impl<'de> Visitor<'de> for TruthVisitor {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    #[inline]
    fn visit_bool<E>(self, truth: bool) -> Result<bool, E> {
        Ok(truth)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<bool, E> {
        Self::truth(&Numeral::Unsigned(number)).ok_or_else(|| refused("a boolean", "an integer"))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<bool, E> {
        Self::truth(&Numeral::Float(number)).ok_or_else(|| refused("a boolean", "a number"))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let number = Numeral::from_map(map).ok_or_else(|| refused("a boolean", "an object"))?;
        Self::truth(&number).ok_or_else(|| refused("a boolean", "a number"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        match text.trim_ascii() {
            "1" => Ok(true),
            "0" => Ok(false),
            text if text.eq_ignore_ascii_case("true") => Ok(true),
            text if text.eq_ignore_ascii_case("false") => Ok(false),
            _ => Err(refused("a boolean", "a string")),
        }
    }
}

impl TruthVisitor {
    fn truth(number: &Numeral) -> Option<bool> {
        match *number {
            Numeral::Signed(1) | Numeral::Unsigned(1) => Some(true),
            Numeral::Signed(0) | Numeral::Unsigned(0) => Some(false),
            Numeral::Signed(_) | Numeral::Unsigned(_) => None,
            Numeral::Float(number) => Self::truth(&Numeral::Signed(whole(number)?)),
        }
    }
}

impl Numbers for bool {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TruthVisitor)
    }
}
