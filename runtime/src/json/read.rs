//! Reading an object: what an expansion of `#[graph_type]` calls.
//!
//! An expansion holds one loop and one `match`; the rest is here, generic over the *type of a field* and the
//! deserializer, so that a thousand declared types share the code for `Option<String>`.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::untyped::Additional;

/// A type that is read from the properties of an object.
pub trait Object<'de>: Sized {
    /// The type's name, for errors.
    const NAME: &'static str;

    /// Reads the properties.
    fn read<A: MapAccess<'de>>(properties: A) -> Result<Self, A::Error>;
}

/// Reads a whole object.
pub fn object<'de, D: Deserializer<'de>, T: Object<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct ObjectVisitor<T>(PhantomData<T>);

    impl<'de, T: Object<'de>> Visitor<'de> for ObjectVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of type ")?;
            f.write_str(T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read(map)
        }
    }

    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// The index in `names` of the next property; `names.len()` for one that isn't there; `None` at the end.
pub fn next<'de, A: MapAccess<'de>>(
    object: &mut A,
    names: &'static [&'static str],
) -> Result<Option<usize>, A::Error> {
    object.next_key_seed(IndexOf(names))
}

/// Like [`next`], but hands out the name of a property that isn't among `names`.
pub fn next_or_name<'de, A: MapAccess<'de>>(
    object: &mut A,
    names: &'static [&'static str],
) -> Result<Option<Result<usize, String>>, A::Error> {
    object.next_key_seed(IndexOrName(names))
}

/// Reads the value of the property whose name was read last. A property that comes twice: the last one counts.
pub fn value<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    object: &mut A,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    *slot = Some(object.next_value()?);
    Ok(())
}

/// Passes over the value of a property that the type doesn't have.
pub fn skip<'de, A: MapAccess<'de>>(object: &mut A) -> Result<(), A::Error> {
    object.next_value::<IgnoredAny>().map(drop)
}

/// A property that must have been there.
pub fn required<T, E: serde::de::Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    match slot {
        Some(value) => Ok(value),
        None => Err(E::missing_field(name)),
    }
}

struct IndexOf(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for IndexOf {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for IndexOf {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        Ok(self.0.iter().position(|known| *known == name).unwrap_or(self.0.len()))
    }
}

/// A name is allocated only where it is handed out.
struct IndexOrName(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for IndexOrName {
    type Value = Result<usize, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for IndexOrName {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|known| *known == name).ok_or_else(|| name.to_owned()))
    }
}

/// Passes over all that is left of an object.
pub fn skip_all<'de, A: MapAccess<'de>>(mut object: A) -> Result<(), A::Error> {
    while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// Takes a property that has no field.
pub fn additional<'de, A: MapAccess<'de>, T: Additional>(
    object: &mut A,
    name: String,
    properties: &mut T,
) -> Result<(), A::Error> {
    properties.read(name, object)
}
