//! Lists of numbers and pointers to them: what is read into them is read as the number alone would be.

use std::collections::{BTreeSet, HashSet, LinkedList, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::rc::Rc;
use std::sync::Arc;

use serde::de::{Deserialize as _, Deserializer, Error as _};

use super::{Number, Numbers};

/// All of them, in the order in which they come.
fn list<'de, T: Numbers, D: Deserializer<'de>>(deserializer: D) -> Result<impl Iterator<Item = T>, D::Error> {
    Ok(Vec::<Number<T>>::deserialize(deserializer)?.into_iter().map(|number| number.0))
}

macro_rules! lists {
    ($([$($bounds:tt)*] $list:ty),* $(,)?) => {$(
        impl<$($bounds)*> Numbers for $list {
            #[inline]
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(list(deserializer)?.collect())
            }
        }
    )*};
}
lists! {
    [T: Numbers] Vec<T>,
    [T: Numbers] VecDeque<T>,
    [T: Numbers] LinkedList<T>,
    [T: Numbers + Ord] BTreeSet<T>,
    [T: Numbers + Eq + Hash, S: BuildHasher + Default] HashSet<T, S>,
}

macro_rules! pointers {
    ($($pointer:ident),*) => {$(
        impl<T: Numbers> Numbers for $pointer<T> {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                T::read(deserializer).map(Self::new)
            }
        }
    )*};
}
pointers!(Box, Rc, Arc);

impl<T: Numbers, const N: usize> Numbers for [T; N] {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let numbers: Vec<T> = Vec::read(deserializer)?;
        let length = numbers.len();
        Self::try_from(numbers)
            .map_err(|_| D::Error::custom(format_args!("a list of {length} numbers, and {N} were expected")))
    }
}
