//! Numbers that come as text: `"42"` where a property is an `Edm.Int32`, an `Edm.Int64`, an `Edm.Double` or an
//! `Edm.Decimal`. OData has that form for clients that ask (`IEEE754Compatible=true`); services use it unasked. `INF`,
//! `-INF` and `NaN` have no other form. A `bool` is read so, too.
//! <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControllingtheRepresentationofNumber>
//!
//! A deserializer can't be asked again once it has refused text, so a macro that sees a number's type by its name asks
//! for [`Number`] at once, and writes a float with [`Floats`]. What is generic here is so over the number's type: a
//! thousand properties share it.

mod floats;
mod held;
mod numeral;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::additional::Additional;
use crate::types::nullable::Nullable;

pub use self::floats::Floats;
pub(crate) use self::floats::WriteFloats;
pub(crate) use self::numeral::{number_in_map, whole};

/// A number, and what holds numbers: how to read it from JSON numbers and from text.
#[doc(hidden)]
pub trait Numbers: Sized {
    /// Reads it.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// What is read by [`Numbers`], for those who ask for a [`Deserialize`].
#[derive(Debug, Default)]
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

impl<K, T: Numbers, S> Numbers for HashMap<K, T, S>
where
    K: for<'k> Deserialize<'k> + Eq + Hash,
    S: BuildHasher + Default,
{
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

impl<K: for<'k> Deserialize<'k> + Ord, T: Numbers> Numbers for BTreeMap<K, T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

/// Reads a map with numbers as its values.
struct EntriesVisitor<M, K, T>(PhantomData<(M, K, T)>);

impl<'de, M: Default + Extend<(K, T)>, K: Deserialize<'de>, T: Numbers> Visitor<'de>
    for EntriesVisitor<M, K, T>
{
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of numbers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<M, A::Error> {
        let mut entries = M::default();
        while let Some((name, number)) = properties.next_entry::<K, Number<T>>()? {
            entries.extend([(name, number.0)]);
        }
        Ok(entries)
    }
}

/// The additional properties of a type all of whose others are numbers. An annotation is none, so it isn't kept.
impl<M, T> Additional for Number<M>
where
    M: Additional + Extend<(String, T)> + IntoIterator<Item = (String, T)>,
    T: Numbers + Serialize,
{
    fn read<'de, A: MapAccess<'de>>(&mut self, name: String, properties: &mut A) -> Result<(), A::Error> {
        if name.contains('@') {
            return properties.next_value::<IgnoredAny>().map(drop);
        }
        self.0.extend([(name, properties.next_value::<Number<T>>()?.0)]);
        Ok(())
    }

    fn write<S: serde::ser::SerializeMap>(&self, object: &mut S) -> Result<(), S::Error> {
        self.0.write(object)
    }
}

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
        assert_eq!(read::<u8>(r#"" 42 ""#), Ok(42));
        assert_eq!(read::<i32>("5.0"), Ok(5));
        assert_eq!(read::<i64>(r#""-5.00""#), Ok(-5));
        assert!(read::<i64>("9007199254740994.0").is_err());
        for (json, expected) in
            [("INF", f64::INFINITY), ("-INF", f64::NEG_INFINITY), ("Infinity", f64::INFINITY)]
        {
            assert_eq!(read::<f64>(&format!("{json:?}")), Ok(expected));
        }
        assert!(read::<f32>(r#""NaN""#).unwrap().is_nan());
        assert!(read::<i32>(r#""INF""#).is_err());
        assert_eq!(read::<Vec<i32>>(r#"[1,"2"]"#), Ok(vec![1, 2]));
        assert_eq!(read::<Vec<Option<i32>>>(r#"[null,"2"]"#), Ok(vec![None, Some(2)]));
        assert_eq!(read::<Option<Vec<i32>>>("null"), Ok(None));
        assert_eq!(read::<Nullable<i32>>("null"), Ok(Nullable::Null));
    }

    #[test]
    fn no_other_text_and_no_value_is_shown() {
        let texts = ["", " ", "zz", "0x2a", "7 7", "--7", "1_0", "٣", "12345678901234567890123", "7.5", "-7"];
        for text in texts {
            let error = read::<u8>(&format!("{text:?}")).unwrap_err();
            assert!(
                error.contains("expected u8, found a ")
                    && !error.contains(text.trim()) | text.trim().is_empty(),
                "{error}"
            );
        }
        for text in [
            "", "x", "inf", "nan", "infinity", "+INF", "-NaN", "1e400", ".5", "5.", "1,5", "1e", "null",
            "true",
        ] {
            assert!(read::<f64>(&format!("{text:?}")).unwrap_err().contains("expected f64"), "{text}");
        }
        for json in ["true", "{}", r#"{"a":1}"#, "[]", "null", "1.5", "256", "-1"] {
            assert!(read::<u8>(json).unwrap_err().contains("expected u8"), "{json}");
        }
    }
}
