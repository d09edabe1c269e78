//! A variant of a polymorphic type that holds a declared type: its properties, behind the variant's own `@odata.type`.
//!
//! Declared types are `Serialize` and `Deserialize` and nothing more: a trait of their own for this, which most never need,
//! would be a tenth of what they cost to compile.

use std::fmt;

use serde::Serialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, MapAccess};
use serde::ser::{Error as _, Impossible, SerializeMap, Serializer};

use super::{ODATA_TYPE, write};

/// Writes the properties of `value` behind this type's name. One that `value` has itself is left out.
pub fn variant<S: Serializer, T: Serialize + ?Sized>(
    serializer: S,
    odata_type: &str,
    value: &T,
) -> Result<S::Ok, S::Error> {
    value.serialize(Typed { serializer, odata_type })
}

/// Reads what is left of an object whose `@odata.type` was read already.
pub fn after_type<'de, A: MapAccess<'de>, T: Deserialize<'de>>(properties: A) -> Result<T, A::Error> {
    T::deserialize(MapAccessDeserializer::new(properties))
}

/// What a serializer refuses that takes one kind of value.
macro_rules! refuses {
    () => {
        type SerializeSeq = Impossible<Self::Ok, Self::Error>;
        type SerializeTuple = Impossible<Self::Ok, Self::Error>;
        type SerializeTupleStruct = Impossible<Self::Ok, Self::Error>;
        type SerializeTupleVariant = Impossible<Self::Ok, Self::Error>;
        type SerializeStruct = Impossible<Self::Ok, Self::Error>;
        type SerializeStructVariant = Impossible<Self::Ok, Self::Error>;
        refuses! {
            serialize_bool(bool) -> Ok;
            serialize_i8(i8) -> Ok;
            serialize_i16(i16) -> Ok;
            serialize_i32(i32) -> Ok;
            serialize_i64(i64) -> Ok;
            serialize_u8(u8) -> Ok;
            serialize_u16(u16) -> Ok;
            serialize_u32(u32) -> Ok;
            serialize_u64(u64) -> Ok;
            serialize_f32(f32) -> Ok;
            serialize_f64(f64) -> Ok;
            serialize_char(char) -> Ok;
            serialize_bytes(&[u8]) -> Ok;
            serialize_none() -> Ok;
            serialize_some(&T) <T> -> Ok;
            serialize_unit() -> Ok;
            serialize_unit_struct(&'static str) -> Ok;
            serialize_unit_variant(&'static str, u32, &'static str) -> Ok;
            serialize_newtype_struct(&'static str, &T) <T> -> Ok;
            serialize_newtype_variant(&'static str, u32, &'static str, &T) <T> -> Ok;
            serialize_seq(Option<usize>) -> SerializeSeq;
            serialize_tuple(usize) -> SerializeTuple;
            serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct;
            serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant;
            serialize_struct(&'static str, usize) -> SerializeStruct;
            serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant;
        }
    };
    ($($method:ident($($argument:ty),*) $(<$generic:ident>)? -> $ok:ident;)*) => {$(
        fn $method $(<$generic: Serialize + ?Sized>)? (self, $(_: $argument),*) -> Result<Self::$ok, Self::Error> {
            Err(Self::Error::custom("not what is written here"))
        }
    )*};
}

/// Writes an object with this type's name in front.
struct Typed<'a, S> {
    serializer: S,
    odata_type: &'a str,
}

impl<S: Serializer> Serializer for Typed<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeMap = Properties<S::SerializeMap>;

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        write::open(self.serializer, Some(self.odata_type)).map(Properties)
    }

    refuses!();
    refuses!(serialize_str(&str) -> Ok;);
}

/// The properties of an object that has its type already.
struct Properties<M>(M);

impl<M: SerializeMap> SerializeMap for Properties<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), M::Error> {
        self.0.serialize_key(name)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), M::Error> {
        self.0.serialize_value(value)
    }

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        name: &K,
        value: &V,
    ) -> Result<(), M::Error> {
        match name.serialize(IsOdataType) {
            Ok(true) => Ok(()),
            _ => self.0.serialize_entry(name, value),
        }
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.0.end()
    }
}

/// Whether a name is `@odata.type`.
struct IsOdataType;

impl Serializer for IsOdataType {
    type Ok = bool;
    type Error = fmt::Error;
    type SerializeMap = Impossible<bool, fmt::Error>;

    fn serialize_str(self, name: &str) -> Result<bool, fmt::Error> {
        Ok(name == ODATA_TYPE)
    }

    refuses!();
    refuses!(serialize_map(Option<usize>) -> SerializeMap;);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::AdditionalProperties;

    struct Variant<T>(T);

    impl<T: Serialize> Serialize for Variant<T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            variant(serializer, "#test.variant", &self.0)
        }
    }

    fn written(value: impl Serialize) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Variant(value))
    }

    #[test]
    fn a_type_of_its_own_gives_way() {
        let properties: AdditionalProperties =
            serde_json::from_str(r##"{"a":1,"@odata.type":"#test.own","b":{"@odata.type":"#test.inner"}}"##)
                .unwrap();
        assert_eq!(
            written(properties).unwrap(),
            r##"{"@odata.type":"#test.variant","a":1,"b":{"@odata.type":"#test.inner"}}"##
        );
        let map = BTreeMap::from([("@odata.type", 1), ("a", 2)]);
        assert_eq!(written(map).unwrap(), r##"{"@odata.type":"#test.variant","a":2}"##);
    }

    #[test]
    fn what_is_no_object_is_an_error() {
        for written in [written("text"), written(7), written([1]), written(None::<i32>)] {
            assert!(written.is_err());
        }
    }
}
