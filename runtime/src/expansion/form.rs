//! The question whether a type's form in JSON is one that Graph knows, asked while compiling.
//!
//! serde writes some types of the standard library as objects of its own: a `Duration` is `{"secs":5,"nanos":0}`. No service
//! has such properties, and all of these types are `Serialize`. An expansion asks of the types whose name may be one of these,
//! with [`Formed`].

use std::ffi::OsString;
use std::marker::PhantomData;
use std::ops::{Bound, Range, RangeFrom, RangeInclusive, RangeTo};
use std::time::{Duration, SystemTime};

use crate::types::edm;
use crate::types::nullable::Nullable;
use crate::types::page::Page;
use crate::types::value_of::ValueOf;
use crate::wire::json::untyped::Untyped;

/// A type that serde writes as an object of its own, or what holds values of one.
pub trait FormOfSerdes {
    /// The type itself.
    type Type: ?Sized;
    /// What to write instead.
    type Instead;
}

/// What no type of the above is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` goes over the wire as an object of serde's own, which Graph doesn't know; write `{Instead}`, or a type that is declared with `#[graph_type]`",
    label = "write `{Instead}`",
    note = "or say how it is written and read: `#[serde(with = \"..\")]`"
)]
pub trait FormOfGraphs<Instead> {}

/// A field of the type `T`. `Formed::<T>::NEW.ask()` is a choice as `expansion` explains.
#[derive(Debug)]
pub struct Formed<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> Formed<T> {
    /// The only one.
    pub const NEW: Self = Self(PhantomData);
}

impl<T: ?Sized + FormOfSerdes> Formed<T> {
    /// Asks, while compiling.
    #[inline(always)]
    pub const fn ask(&self)
    where
        T::Type: FormOfGraphs<T::Instead>,
    {
    }
}

/// What is tried at last.
pub trait FormNotAsked {
    /// Asks nothing.
    #[inline(always)]
    fn ask(&self) {}
}

impl<T: ?Sized> FormNotAsked for Formed<T> {}

macro_rules! of_serdes {
    ($([$($generics:tt)*] $type:ty => $instead:ty),* $(,)?) => {$(
        impl<$($generics)*> FormOfSerdes for $type {
            type Type = Self;
            type Instead = $instead;
        }
    )*};
}
of_serdes! {
    [] Duration => edm::Duration,
    [] SystemTime => edm::DateTimeOffset,
    [] OsString => String,
    [T] Range<T> => Untyped,
    [T] RangeFrom<T> => Untyped,
    [T] RangeInclusive<T> => Untyped,
    [T] RangeTo<T> => Untyped,
    [T] Bound<T> => Untyped,
    [T, E] Result<T, E> => Untyped,
}

macro_rules! holds {
    ($($type:ident),* $(,)?) => {$(
        impl<T: FormOfSerdes> FormOfSerdes for $type<T> {
            type Type = T::Type;
            type Instead = T::Instead;
        }
    )*};
}
holds!(Option, Nullable, Vec, Box, Page, ValueOf);
