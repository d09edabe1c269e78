//! Reading an object: what an expansion of `#[graph_type]` calls.
//!
//! An expansion holds a slot for each field and one call; the loop is here, generic over the *type of a field* and the
//! deserializer, so that a thousand declared types share the code for `Option<String>`.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::untyped::Additional;

/// A type that is read from the properties of an object.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from properties beside `@odata.type`",
    label = "not declared with `#[graph_type]`",
    note = "declare it with `#[graph_type]`"
)]
pub trait Object<'de>: Sized {
    /// The type's name, for errors.
    const NAME: &'static str;

    /// Reads the properties.
    fn read<A: MapAccess<'de>>(properties: A) -> Result<Self, A::Error>;
}

/// A variant of a family can refer back to it.
impl<'de, T: Object<'de>> Object<'de> for Box<T> {
    const NAME: &'static str = T::NAME;

    fn read<A: MapAccess<'de>>(properties: A) -> Result<Self, A::Error> {
        T::read(properties).map(Self::new)
    }
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

/// Where the value of a property goes.
pub trait Slot<'de, A: MapAccess<'de>> {
    /// Reads the value. A property that comes twice: the last one counts.
    fn read(&mut self, properties: &mut A) -> Result<(), A::Error>;

    /// Whether there was none.
    fn is_empty(&self) -> bool;
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Option<T> {
    #[inline]
    fn read(&mut self, properties: &mut A) -> Result<(), A::Error> {
        *self = Some(properties.next_value()?);
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

/// The slot of an `Option<T>`, for which `null` and nothing are the same.
pub struct Optional<T>(pub Option<T>);

impl<T> Default for Optional<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Optional<T> {
    fn read(&mut self, properties: &mut A) -> Result<(), A::Error> {
        self.0 = properties.next_value()?;
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

/// Reads all properties: each into the slot with the index that its name has in `names`. Those with the indices
/// `required` must have been there.
#[inline]
pub fn all<'de, A: MapAccess<'de>>(
    mut properties: A,
    names: &'static [&'static str],
    required: &'static [usize],
    slots: &mut [&mut dyn Slot<'de, A>],
) -> Result<(), A::Error> {
    while let Some(index) = properties.next_key_seed(IndexOf(names))? {
        match slots.get_mut(index) {
            Some(slot) => slot.read(&mut properties)?,
            None => skip(&mut properties)?,
        }
    }
    check_required(names, required, slots)
}

/// Like [`all`]; what has no slot goes into `more`, except `@odata.type` of a type that writes it itself.
pub fn all_and_more<'de, A: MapAccess<'de>, T: Additional>(
    mut properties: A,
    names: &'static [&'static str],
    required: &'static [usize],
    slots: &mut [&mut dyn Slot<'de, A>],
    more: &mut T,
    writes_type: bool,
) -> Result<(), A::Error> {
    while let Some(name) = next_or_name(&mut properties, names)? {
        match name {
            Ok(index) => match slots.get_mut(index) {
                Some(slot) => slot.read(&mut properties)?,
                None => skip(&mut properties)?,
            },
            // A type that writes its own name would write it twice.
            Err(name) if writes_type && name == "@odata.type" => skip(&mut properties)?,
            Err(name) => more.read(name, &mut properties)?,
        }
    }
    check_required(names, required, slots)
}

/// What is left when [`all`] has found every required property: nothing comes here.
pub fn incomplete<T, E: serde::de::Error>() -> Result<T, E> {
    Err(E::custom("expected all required properties"))
}

/// The index in `names` of the next property, or its name if it isn't among them; `None` at the end.
pub(super) fn next_or_name<'de, A: MapAccess<'de>>(
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

fn skip<'de, A: MapAccess<'de>>(properties: &mut A) -> Result<(), A::Error> {
    properties.next_value::<IgnoredAny>().map(drop)
}

fn check_required<'de, A: MapAccess<'de>>(
    names: &'static [&'static str],
    required: &'static [usize],
    slots: &[&mut dyn Slot<'de, A>],
) -> Result<(), A::Error> {
    for index in required {
        if let (Some(slot), Some(name)) = (slots.get(*index), names.get(*index))
            && slot.is_empty()
        {
            return Err(A::Error::missing_field(name));
        }
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
