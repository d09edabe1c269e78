//! Floats on their way out: what JSON has no number for is written as OData's text for it, and not as `null`.
//! <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue>

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::types::nullable::Nullable;
use crate::wire::json::additional::WriteAdditional;

/// A float, and what holds floats: how to write it.
#[doc(hidden)]
pub trait WriteFloats {
    /// Writes it.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// What is written by [`WriteFloats`], for those who ask for a [`Serialize`].
#[derive(Debug)]
#[doc(hidden)]
pub struct Floats<'a, T>(pub &'a T);

impl<T: WriteFloats> Serialize for Floats<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// The text for a value that JSON has no number for.
fn text(number: f64) -> &'static str {
    match number {
        f64::INFINITY => "INF",
        f64::NEG_INFINITY => "-INF",
        _ => "NaN",
    }
}

impl WriteFloats for f64 {
    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_finite() { serializer.serialize_f64(*self) } else { serializer.serialize_str(text(*self)) }
    }
}

impl WriteFloats for f32 {
    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_finite() {
            serializer.serialize_f32(*self)
        } else {
            serializer.serialize_str(text((*self).into()))
        }
    }
}

impl<T: WriteFloats> WriteFloats for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(number) => serializer.serialize_some(&Floats(number)),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: WriteFloats> WriteFloats for Nullable<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value() {
            Some(number) => serializer.serialize_some(&Floats(number)),
            None => serializer.serialize_none(),
        }
    }
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty),* $(,)?) => {$(
        impl<T: WriteFloats, $($generics)*> WriteFloats for $list {
            fn write<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                serializer.collect_seq(self.iter().map(Floats))
            }
        }
    )*};
}
lists!([] Vec<T>, [] VecDeque<T>, [] LinkedList<T>, [] BTreeSet<T>, [S] HashSet<T, S>, [const N: usize] [T; N]);

macro_rules! pointers {
    ($($pointer:ident),*) => {$(
        impl<T: WriteFloats> WriteFloats for $pointer<T> {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                (**self).write(serializer)
            }
        }
    )*};
}
pointers!(Box, Rc, Arc);

macro_rules! maps {
    ($($map:ident[$($hasher:ident)?]),*) => {$(
        impl<K: Serialize, T: WriteFloats $(, $hasher)?> WriteFloats for $map<K, T $(, $hasher)?> {
            fn write<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                serializer.collect_map(self.iter().map(|(name, number)| (name, Floats(number))))
            }
        }

        impl<K: Serialize, T: WriteFloats $(, $hasher)?> WriteAdditional for Floats<'_, $map<K, T $(, $hasher)?>> {
            fn write_rest<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
                self.0.iter().try_for_each(|(name, number)| object.serialize_entry(name, &Floats(number)))
            }
        }
    )*};
}
maps!(HashMap[S], BTreeMap[]);
