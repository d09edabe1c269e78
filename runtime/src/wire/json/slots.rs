//! Where the values of an object's fields wait until all of them have come: a tuple with a slot for each field.
//!
//! An expansion makes the tuple and takes the values out of what comes back; that is less to compile than a list of
//! references to slots, each of which the compiler would have to look at in every expansion.

use std::convert::identity;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess};

use super::nothing::Nothing;
use super::number::{Number, Numbers};
use crate::wire::tuples::for_tuples;

/// A kind of slot: the type that its field is made of, the type that it reads, and what it keeps of that.
///
/// An expansion has an expression for each field, so that the compiler points at the one whose type can't be read. That
/// is the variant of an empty slot, which is less to compile than a call.
macro_rules! slot {
    ($(#[$docs:meta])* $slot:ident: $value:ty, $finish:expr; $readable:path, $read:ty, $keep:expr) => {
        $(#[$docs])*
        #[derive(Debug)]
        pub enum $slot<T> {
            /// Nothing has come.
            Empty,
            /// A value has.
            Filled(T),
        }

        impl<T> Slot for $slot<T> {
            type Value = $value;

            #[inline]
            fn value(self) -> Option<$value> {
                $finish(match self {
                    Self::Empty => None,
                    Self::Filled(value) => Some(value),
                })
            }
        }

        impl<'de, T: $readable> ReadSlot<'de> for $slot<T> {
            #[inline]
            fn read<A: MapAccess<'de>>(&mut self, properties: &mut A) -> Result<(), A::Error> {
                *self = match $keep(properties.next_value::<$read>()?) {
                    None => Self::Empty,
                    Some(value) => Self::Filled(value),
                };
                Ok(())
            }
        }
    };
}

slot! {
    /// The slot of a field that must come.
    Required: T, identity; ReadProperty<'de>, T, Some
}
slot! {
    /// The slot of an `Option<T>`, for which `null` and nothing are the same.
    Optional: Option<T>, Some; ReadProperty<'de>, Option<T>, identity
}
slot! {
    /// The slot of a field with a default, which is made where none has come.
    Defaulted: Option<T>, Some; ReadProperty<'de>, T, Some
}
slot! {
    /// The slot of numbers that must come, and can come as text, as all of these.
    RequiredNumber: T, identity; Numbers, Number<T>, number
}
slot! {
    /// The slot of an `Option<T>` of numbers.
    OptionalNumber: Option<T>, Some; Numbers, Number<Option<T>>, optional_number
}
slot! {
    /// The slot of numbers with a default.
    DefaultedNumber: Option<T>, Some; Numbers, Number<T>, number
}

/// The empty slot of a type that the declaration leaves open: where it is an `Option`, nothing needs to come.
pub fn parameter<'de, T: ReadProperty<'de>>() -> Required<T> {
    T::deserialize(Nothing).map_or(Required::Empty, Required::Filled)
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

fn number<T>(number: Number<T>) -> Option<T> {
    Some(number.0)
}

fn optional_number<T>(number: Number<Option<T>>) -> Option<T> {
    number.0
}
