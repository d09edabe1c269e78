//! JSON on its way out, whoever wrote the type's `Serialize`: a number that JSON has no form for is OData's text for it,
//! at every depth. serde_json writes `null`, which Graph takes as an order to clear the property.
//! <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue>
//!
//! [`Outgoing`] hands everything else on as it is; what holds values hands them on inside of one more, so that the
//! floats within are met, too. Nothing of that is left in optimised code.

use std::fmt::Display;

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::number::WriteFloats as _;

/// The JSON text of a value.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    // What serde_json begins with.
    let mut json = Vec::with_capacity(128);
    append(&mut json, value)?;
    Ok(json)
}

/// The JSON text of a value.
pub(crate) fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, serde_json::Error> {
    String::from_utf8(to_vec(value)?).map_err(serde::ser::Error::custom)
}

/// Writes a value's JSON text behind what is there.
#[inline]
pub(crate) fn append<T: Serialize + ?Sized>(json: &mut Vec<u8>, value: &T) -> Result<(), serde_json::Error> {
    value.serialize(Outgoing(&mut serde_json::Serializer::new(json)))
}

/// A serializer, or one of its compounds, whose floats are written as OData has them.
pub(crate) struct Outgoing<S>(pub(crate) S);

/// A value for such a serializer.
struct Value<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> Serialize for Value<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Outgoing(serializer))
    }
}

macro_rules! scalars {
    ($($method:ident($ty:ty))*) => {$(
        #[inline]
        fn $method(self, value: $ty) -> Result<S::Ok, S::Error> {
            self.0.$method(value)
        }
    )*};
}

macro_rules! compounds {
    ($($method:ident -> $compound:ident($($name:ident: $ty:ty),*);)*) => {$(
        #[inline]
        fn $method(self, $($name: $ty),*) -> Result<Self::$compound, S::Error> {
            self.0.$method($($name),*).map(Outgoing)
        }
    )*};
}

impl<S: Serializer> Serializer for Outgoing<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Outgoing<S::SerializeSeq>;
    type SerializeTuple = Outgoing<S::SerializeTuple>;
    type SerializeTupleStruct = Outgoing<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Outgoing<S::SerializeTupleVariant>;
    type SerializeMap = Outgoing<S::SerializeMap>;
    type SerializeStruct = Outgoing<S::SerializeStruct>;
    type SerializeStructVariant = Outgoing<S::SerializeStructVariant>;

    #[inline]
    fn serialize_f32(self, value: f32) -> Result<S::Ok, S::Error> {
        value.write(self.0)
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<S::Ok, S::Error> {
        value.write(self.0)
    }

    scalars! {
        serialize_bool(bool)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_i128(i128)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_u128(u128)
        serialize_char(char) serialize_str(&str) serialize_bytes(&[u8]) serialize_unit_struct(&'static str)
    }

    compounds! {
        serialize_seq -> SerializeSeq(length: Option<usize>);
        serialize_tuple -> SerializeTuple(length: usize);
        serialize_tuple_struct -> SerializeTupleStruct(name: &'static str, length: usize);
        serialize_tuple_variant -> SerializeTupleVariant(
            name: &'static str, index: u32, variant: &'static str, length: usize
        );
        serialize_map -> SerializeMap(length: Option<usize>);
        serialize_struct -> SerializeStruct(name: &'static str, length: usize);
        serialize_struct_variant -> SerializeStructVariant(
            name: &'static str, index: u32, variant: &'static str, length: usize
        );
    }

    #[inline]
    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_none()
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_some(&Value(value))
    }

    #[inline]
    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit()
    }

    #[inline]
    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit_variant(name, index, variant)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_struct(name, &Value(value))
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_variant(name, index, variant, &Value(value))
    }

    #[inline]
    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.collect_str(value)
    }

    #[inline]
    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

macro_rules! items {
    ($($trait:ident $method:ident)*) => {$(
        impl<S: $trait> $trait for Outgoing<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                self.0.$method(&Value(value))
            }

            #[inline]
            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        }
    )*};
}
items! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

macro_rules! fields {
    ($($trait:ident)*) => {$(
        impl<S: $trait> $trait for Outgoing<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), S::Error> {
                self.0.serialize_field(name, &Value(value))
            }

            #[inline]
            fn skip_field(&mut self, name: &'static str) -> Result<(), S::Error> {
                self.0.skip_field(name)
            }

            #[inline]
            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        }
    )*};
}
fields!(SerializeStruct SerializeStructVariant);

/// Names stay as they are: a float that is one has to be finite.
impl<S: SerializeMap> SerializeMap for Outgoing<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), S::Error> {
        self.0.serialize_key(name)
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.0.serialize_value(&Value(value))
    }

    #[inline]
    fn serialize_entry<K: Serialize + ?Sized, T: Serialize + ?Sized>(
        &mut self,
        name: &K,
        value: &T,
    ) -> Result<(), S::Error> {
        self.0.serialize_entry(name, &Value(value))
    }

    #[inline]
    fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}
