//! Where the values of an object's fields wait until all of them have come: a tuple with a slot for each field.
//!
//! An expansion makes the tuple and takes the values out of what comes back; that is less to compile than a list of
//! references to slots, each of which the compiler would have to look at in every expansion.

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess};

use super::nothing::Nothing;
use super::number::{Number, Numbers};
use crate::wire::tuples::for_tuples;

/// The slot of a field that must come.
#[derive(Debug)]
pub struct Required<T, R = Strict>(Option<T>, PhantomData<R>);

/// The slot of an `Option<T>`, for which `null` and nothing are the same.
#[derive(Debug)]
pub struct Optional<T, R = Strict>(Option<T>, PhantomData<R>);

/// The slot of a field with a default, which is made where none has come.
#[derive(Debug)]
pub struct Defaulted<T, R = Strict>(Option<T>, PhantomData<R>);

/// How a slot's value is read: as its type reads itself.
#[derive(Debug)]
pub struct Strict;

/// How a slot's value is read: numbers from text as well.
#[derive(Debug)]
pub struct Lenient;

/// An empty slot of a field that must come. A function for each kind of slot, so that an expansion has an expression
/// for each field: the compiler points at the one whose type can't be read.
pub const fn required<T>() -> Required<T> {
    Required(None, PhantomData)
}

/// A slot of a type that the declaration leaves open: where it is an `Option`, nothing needs to come.
pub fn parameter<'de, T: ReadProperty<'de>>() -> Required<T> {
    Required(T::deserialize(Nothing).ok(), PhantomData)
}

/// An empty slot of an `Option<T>`.
pub const fn optional<T>() -> Optional<T> {
    Optional(None, PhantomData)
}

/// An empty slot of a field with a default.
pub const fn defaulted<T>() -> Defaulted<T> {
    Defaulted(None, PhantomData)
}

/// An empty slot of numbers that must come.
pub const fn required_number<T>() -> Required<T, Lenient> {
    Required(None, PhantomData)
}

/// An empty slot of an `Option<T>` of numbers.
pub const fn optional_number<T>() -> Optional<T, Lenient> {
    Optional(None, PhantomData)
}

/// An empty slot of numbers with a default.
pub const fn defaulted_number<T>() -> Defaulted<T, Lenient> {
    Defaulted(None, PhantomData)
}

/// More slots than a tuple has. An expansion fills the first tuple before it begins another.
#[derive(Debug)]
pub struct Chain<T, U>(pub T, pub U);

/// The slot of one field. That it can be read stands in [`ReadSlot`]: so a type that can't is one error, and not one
/// about its value as well.
pub trait Slot {
    /// What the field is made of.
    type Value;

    /// The value; `None` if there must be one and none has come.
    fn value(self) -> Option<Self::Value>;
}

/// A slot whose value can be read.
pub trait ReadSlot<'de>: Slot {
    /// Reads the value. A property that comes twice: the last one counts.
    fn read<A: MapAccess<'de>>(&mut self, properties: &mut A) -> Result<(), A::Error>;
}

/// What can be read as a property: whatever is [`Deserialize`], under a name that says in an error what to do.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a property of a JSON object",
    label = "not `Deserialize`",
    note = "declare it with `#[graph_type]`, or derive `serde::Deserialize` for it"
)]
pub trait ReadProperty<'de>: Deserialize<'de> {}

#[diagnostic::do_not_recommend]
impl<'de, T: Deserialize<'de>> ReadProperty<'de> for T {}

/// The slots of all fields.
pub trait Slots {
    /// What the fields are made of, in their order.
    type Values;

    /// How many fields there are.
    const COUNT: usize;

    /// The values.
    ///
    /// # Errors
    /// The index of a field that must come and hasn't.
    fn values(self) -> Result<Self::Values, usize>;
}

/// Slots whose values can be read.
pub trait ReadSlots<'de>: Slots {
    /// Reads the value of the field with that index.
    fn read<A: MapAccess<'de>>(&mut self, index: usize, properties: &mut A) -> Result<(), A::Error>;
}

impl<T, R> Slot for Required<T, R> {
    type Value = T;

    #[inline]
    fn value(self) -> Option<T> {
        self.0
    }
}

impl<'de, T: ReadProperty<'de>> ReadSlot<'de> for Required<T> {
    #[inline]
    fn read<A: MapAccess<'de>>(&mut self, properties: &mut A) -> Result<(), A::Error> {
        self.0 = Some(properties.next_value()?);
        Ok(())
    }
}

impl<T, R> Slot for Optional<T, R> {
    type Value = Option<T>;

    #[inline]
    fn value(self) -> Option<Option<T>> {
        Some(self.0)
    }
}

impl<'de, T: ReadProperty<'de>> ReadSlot<'de> for Optional<T> {
    #[inline]
    fn read<A: MapAccess<'de>>(&mut self, properties: &mut A) -> Result<(), A::Error> {
        self.0 = properties.next_value()?;
        Ok(())
    }
}

impl<T, R> Slot for Defaulted<T, R> {
    type Value = Option<T>;

    #[inline]
    fn value(self) -> Option<Option<T>> {
        Some(self.0)
    }
}

impl<'de, T: ReadProperty<'de>> ReadSlot<'de> for Defaulted<T> {
    #[inline]
    fn read<A: MapAccess<'de>>(&mut self, properties: &mut A) -> Result<(), A::Error> {
        self.0 = Some(properties.next_value()?);
        Ok(())
    }
}

impl<'de, T: Numbers> ReadSlot<'de> for Required<T, Lenient> {
    #[inline]
    fn read<A: MapAccess<'de>>(&mut self, properties: &mut A) -> Result<(), A::Error> {
        self.0 = Some(properties.next_value::<Number<T>>()?.0);
        Ok(())
    }
}

impl<'de, T: Numbers> ReadSlot<'de> for Optional<T, Lenient> {
    #[inline]
    fn read<A: MapAccess<'de>>(&mut self, properties: &mut A) -> Result<(), A::Error> {
        self.0 = properties.next_value::<Number<Option<T>>>()?.0;
        Ok(())
    }
}

impl<'de, T: Numbers> ReadSlot<'de> for Defaulted<T, Lenient> {
    #[inline]
    fn read<A: MapAccess<'de>>(&mut self, properties: &mut A) -> Result<(), A::Error> {
        self.0 = Some(properties.next_value::<Number<T>>()?.0);
        Ok(())
    }
}

impl<T: Slots, U: Slots> Slots for Chain<T, U> {
    type Values = (T::Values, U::Values);

    const COUNT: usize = T::COUNT + U::COUNT;

    fn values(self) -> Result<Self::Values, usize> {
        let first = self.0.values()?;
        Ok((first, self.1.values().map_err(|index| T::COUNT + index)?))
    }
}

impl<'de, T: ReadSlots<'de>, U: ReadSlots<'de>> ReadSlots<'de> for Chain<T, U> {
    fn read<A: MapAccess<'de>>(&mut self, index: usize, properties: &mut A) -> Result<(), A::Error> {
        match index.checked_sub(T::COUNT) {
            Some(index) => self.1.read(index, properties),
            None => self.0.read(index, properties),
        }
    }
}

macro_rules! slots_of_tuples {
    ($($slot:ident $index:tt)*) => {
        impl<$($slot: Slot),*> Slots for ($($slot,)*) {
            type Values = ($($slot::Value,)*);

            const COUNT: usize = <[usize]>::len(&[$($index),*]);

            #[inline]
            fn values(self) -> Result<Self::Values, usize> {
                Ok(($(
                    match self.$index.value() {
                        Some(value) => value,
                        None => return Err($index),
                    },
                )*))
            }
        }

        impl<'de, $($slot: ReadSlot<'de>),*> ReadSlots<'de> for ($($slot,)*) {
            #[inline]
            fn read<A: MapAccess<'de>>(&mut self, index: usize, properties: &mut A) -> Result<(), A::Error> {
                match index {
                    $($index => self.$index.read(properties),)*
                    _ => skip(properties),
                }
            }
        }
    };
}
for_tuples!(slots_of_tuples);

/// Passes over a property that nobody asked for.
pub(super) fn skip<'de, A: MapAccess<'de>>(properties: &mut A) -> Result<(), A::Error> {
    properties.next_value::<IgnoredAny>().map(drop)
}
