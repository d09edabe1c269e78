//! Reading an object: what an expansion of `#[graph_type]` calls.
//!
//! An expansion has the names of its properties and a slot for each, and makes one call; the loop is here, and generic
//! over the deserializer alone, so that a thousand declared types share it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::additional::Additional;
pub use super::number::Number;
pub use super::slots::{
    Chain, Defaulted::Empty as EmptyDefaulted, DefaultedNumber::Empty as EmptyDefaultedNumber,
    Optional::Empty as EmptyOptional, OptionalNumber::Empty as EmptyOptionalNumber,
    Required::Empty as EmptyRequired, RequiredNumber::Empty as EmptyRequiredNumber, parameter,
};
use super::slots::{ReadSlots, Slots, skip};
pub use super::variant::after_type;

/// A type that is read from the properties of an object.
pub trait Object<'de>: Sized {
    /// The type's name, for errors.
    const NAME: &'static str;

    /// Reads the properties.
    fn read<A: MapAccess<'de>>(properties: A) -> Result<Self, A::Error>;
}

/// Reads a whole object.
pub fn object<'de, D: Deserializer<'de>, T: Object<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Itself<T>(PhantomData<T>);

    impl<'de, T: Object<'de>> Reader<'de> for Itself<T> {
        type Value = T;

        fn read<A: MapAccess<'de>>(self, properties: A) -> Result<T, A::Error> {
            T::read(properties)
        }
    }

    read_with(Itself(PhantomData), deserializer, T::NAME)
}

/// Reads a whole object of the type with that name: each property into the slot with the index that its name has in `names`.
///
/// # Errors
/// Those of the values, and that a required one is missing.
pub fn whole<'de, D: Deserializer<'de>, S: ReadSlots<'de>>(
    deserializer: D,
    name: &'static str,
    names: &'static [&'static str],
    slots: S,
) -> Result<S::Values, D::Error> {
    struct Fields<S>(&'static [&'static str], S);

    impl<'de, S: ReadSlots<'de>> Reader<'de> for Fields<S> {
        type Value = S::Values;

        fn read<A: MapAccess<'de>>(self, properties: A) -> Result<S::Values, A::Error> {
            fields(properties, self.0, self.1)
        }
    }

    read_with(Fields(names, slots), deserializer, name)
}

/// Like [`whole`]; what has no slot goes into an additional field, except `@odata.type` of a type that writes it itself.
pub fn whole_and_more<'de, D: Deserializer<'de>, S: ReadSlots<'de>, T: Additional + Default>(
    deserializer: D,
    name: &'static str,
    names: &'static [&'static str],
    slots: S,
    writes_type: bool,
) -> Result<(S::Values, T), D::Error> {
    struct FieldsAndMore<S, T>(&'static [&'static str], S, bool, PhantomData<T>);

    impl<'de, S: ReadSlots<'de>, T: Additional + Default> Reader<'de> for FieldsAndMore<S, T> {
        type Value = (S::Values, T);

        fn read<A: MapAccess<'de>>(self, properties: A) -> Result<Self::Value, A::Error> {
            fields_and_more(properties, self.0, self.1, self.2)
        }
    }

    read_with(FieldsAndMore(names, slots, writes_type, PhantomData), deserializer, name)
}

/// Reads an object of the type with that name, of which nothing is wanted.
pub fn nothing<'de, D: Deserializer<'de>>(deserializer: D, name: &'static str) -> Result<(), D::Error> {
    struct Nothing;

    impl<'de> Reader<'de> for Nothing {
        type Value = ();

        fn read<A: MapAccess<'de>>(self, properties: A) -> Result<(), A::Error> {
            skip_all(properties)
        }
    }

    read_with(Nothing, deserializer, name)
}

/// What makes a value of an object's properties.
pub(super) trait Reader<'de> {
    type Value;

    fn read<A: MapAccess<'de>>(self, properties: A) -> Result<Self::Value, A::Error>;
}

/// Opens an object of the type with that name.
pub(super) fn read_with<'de, D: Deserializer<'de>, R: Reader<'de>>(
    reader: R,
    deserializer: D,
    name: &'static str,
) -> Result<R::Value, D::Error> {
    struct ObjectVisitor<R>(&'static str, R);

    impl<'de, R: Reader<'de>> Visitor<'de> for ObjectVisitor<R> {
        type Value = R::Value;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of type ")?;
            f.write_str(self.0)
        }

        fn visit_map<A: MapAccess<'de>>(self, properties: A) -> Result<R::Value, A::Error> {
            self.1.read(properties)
        }
    }

    deserializer.deserialize_map(ObjectVisitor(name, reader))
}

/// Reads all properties, as [`whole`] does, where the object was opened already.
#[inline]
pub fn fields<'de, A: MapAccess<'de>, S: ReadSlots<'de>>(
    properties: A,
    names: &'static [&'static str],
    mut slots: S,
) -> Result<S::Values, A::Error> {
    each(properties, names, &mut |index, properties| slots.read(index, properties))?;
    values(slots, names)
}

/// Like [`fields`]; what has no slot goes into an additional field, except `@odata.type` of a type that writes it itself.
pub fn fields_and_more<'de, A: MapAccess<'de>, S: ReadSlots<'de>, T: Additional + Default>(
    mut properties: A,
    names: &'static [&'static str],
    mut slots: S,
    writes_type: bool,
) -> Result<(S::Values, T), A::Error> {
    let mut more = T::default();
    while let Some(name) = next_or_name(&mut properties, names)? {
        match name {
            Ok(index) => slots.read(index, &mut properties)?,
            // A type that writes its own name would write it twice.
            Err(name) if writes_type && name == "@odata.type" => skip(&mut properties)?,
            Err(name) => more.read(name, &mut properties)?,
        }
    }
    Ok((values(slots, names)?, more))
}

/// Reads the value of the property with that index.
type ReadValue<'r, 'de, A> = dyn FnMut(usize, &mut A) -> Result<(), <A as MapAccess<'de>>::Error> + 'r;

/// The loop over the properties, which all types share.
fn each<'de, A: MapAccess<'de>>(
    mut properties: A,
    names: &'static [&'static str],
    read: &mut ReadValue<'_, 'de, A>,
) -> Result<(), A::Error> {
    while let Some(index) = properties.next_key_seed(IndexOf(names))? {
        if index < names.len() {
            read(index, &mut properties)?;
        } else {
            skip(&mut properties)?;
        }
    }
    Ok(())
}

#[inline]
fn values<S: Slots, E: serde::de::Error>(slots: S, names: &'static [&'static str]) -> Result<S::Values, E> {
    slots.values().map_err(|index| E::missing_field(names.get(index).copied().unwrap_or_default()))
}

/// The index in `names` of the next property, or its name if it isn't among them; `None` at the end.
fn next_or_name<'de, A: MapAccess<'de>>(
    properties: &mut A,
    names: &'static [&'static str],
) -> Result<Option<Result<usize, String>>, A::Error> {
    properties.next_key_seed(IndexOrName(names))
}

/// Passes over all properties.
pub fn skip_all<'de, A: MapAccess<'de>>(mut properties: A) -> Result<(), A::Error> {
    while properties.next_key::<IgnoredAny>()?.is_some() {
        skip(&mut properties)?;
    }
    Ok(())
}

/// The index of a property's name; the number of names for one that isn't there.
struct IndexOf(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for IndexOf {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for IndexOf {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        Ok(self.0.iter().position(|known| *known == name).unwrap_or(self.0.len()))
    }
}

/// Like [`IndexOf`]; a name is allocated only where it is handed out.
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
