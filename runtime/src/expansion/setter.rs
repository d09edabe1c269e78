//! What the setters of builders take.
//!
//! A setter of `T` takes what becomes a `T`; of a `Vec`, what can be collected, too; of an optional field, also an
//! `Option` of these. One trait says each, and its second parameter, which is inferred, is the way: without it the ways
//! would overlap, as far as the compiler can tell.

use std::collections::{BTreeSet, HashSet};

use crate::Kept;

/// The ways of [`IntoValue`] and [`IntoOptional`]: none has a value.
#[derive(Debug)]
pub enum Plain {}
/// The items of an iterator.
#[derive(Debug)]
pub enum Each {}
/// Items that a `Vec` holds in another form.
#[derive(Debug)]
pub enum Converted {}
/// A reference that coerces.
#[derive(Debug)]
pub enum Coerced {}
/// A value, in one of the ways above.
#[derive(Debug)]
pub struct One<Way>(Way);
/// An `Option` of a value, in one of the ways above.
#[derive(Debug)]
pub struct Maybe<Way>(Way);

/// What a setter of a required field takes for a `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` becomes no `{T}`; give the setter a `{T}`, what has an `Into` for it, or, where it is a `Vec`, an iterator of its items"
)]
pub trait IntoValue<T, Way> {
    /// The field's value.
    fn into_value(self) -> T;
}

impl<T, V: Into<T>> IntoValue<T, Plain> for V {
    fn into_value(self) -> T {
        self.into()
    }
}

impl<T, I: Iterator<Item: Into<T>>> IntoValue<Vec<T>, Each> for I {
    fn into_value(self) -> Vec<T> {
        self.map(Into::into).collect()
    }
}

/// Arrays one by one: with all lengths in one impl nobody could say what the items of `[]` are.
macro_rules! arrays {
    ($($length:literal)*) => {$(
        impl IntoValue<Vec<String>, Converted> for [&str; $length] {
            // Compiled where it is used: no program has lists of all lengths.
            #[inline]
            fn into_value(self) -> Vec<String> {
                self.map(Into::into).into()
            }
        }

        impl<T> IntoValue<Vec<Kept<T>>, Converted> for [T; $length] {
            fn into_value(self) -> Vec<Kept<T>> {
                self.map(Into::into).into()
            }
        }
    )*};
}
arrays!(1 2 3 4 5 6 7 8 9 10 11 12);

impl IntoValue<Vec<String>, Converted> for &[&str] {
    fn into_value(self) -> Vec<String> {
        self.iter().copied().map(Into::into).collect()
    }
}

impl<T: Clone> IntoValue<Vec<T>, Converted> for &Vec<T> {
    fn into_value(self) -> Vec<T> {
        self.clone()
    }
}

impl<T, S> IntoValue<Vec<T>, Converted> for HashSet<T, S> {
    fn into_value(self) -> Vec<T> {
        self.into_iter().collect()
    }
}

impl<T> IntoValue<Vec<T>, Converted> for BTreeSet<T> {
    fn into_value(self) -> Vec<T> {
        self.into_iter().collect()
    }
}

impl<T> IntoValue<Vec<Kept<T>>, Converted> for Vec<T> {
    fn into_value(self) -> Vec<Kept<T>> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<'a> IntoValue<&'a str, Coerced> for &'a String {
    fn into_value(self) -> &'a str {
        self
    }
}

impl<'a, T> IntoValue<&'a [T], Coerced> for &'a Vec<T> {
    fn into_value(self) -> &'a [T] {
        self
    }
}

impl<'a, T, const N: usize> IntoValue<&'a [T], Coerced> for &'a [T; N] {
    fn into_value(self) -> &'a [T] {
        self
    }
}

/// What a setter of an optional field takes for a `T`: what becomes one, or an `Option` of that.
#[diagnostic::on_unimplemented(
    message = "`{Self}` becomes no `{T}`; give the setter a `{T}`, what has an `Into` for it, or an `Option` of either"
)]
pub trait IntoOptional<T, Way> {
    /// The field's value.
    fn into_option(self) -> Option<T>;
}

impl<T, Way, V: IntoValue<T, Way>> IntoOptional<T, One<Way>> for V {
    fn into_option(self) -> Option<T> {
        Some(self.into_value())
    }
}

impl<T, Way, V: IntoValue<T, Way>> IntoOptional<T, Maybe<Way>> for Option<V> {
    fn into_option(self) -> Option<T> {
        self.map(V::into_value)
    }
}

/// What a setter of a `Nullable` takes. A bare `None` is `null`, and so no other way may take an `Option`: what it was an
/// `Option` of would be open.
#[diagnostic::on_unimplemented(
    message = "`{Self}` becomes no `{N}`; give the setter a value of it, an `Option` of one (`None` is `null`; `.map(Into::into)` converts what is in it), or a `Nullable`"
)]
pub trait IntoNullable<N> {
    /// The field's value.
    fn into_nullable(self) -> N;
}

#[diagnostic::do_not_recommend]
impl<N, V: Into<N>> IntoNullable<N> for V {
    fn into_nullable(self) -> N {
        self.into()
    }
}

/// What a setter of an optional number takes: a literal stays of the field's type, so nothing is converted.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `{T}`; give the setter a `{T}` or an `Option<{T}>`",
    label = "expected `{T}` or `Option<{T}>`"
)]
pub trait OrNone<T> {
    /// The field's value.
    fn into_option(self) -> Option<T>;
}

impl<T> OrNone<T> for T {
    fn into_option(self) -> Option<T> {
        Some(self)
    }
}

impl<T> OrNone<T> for Option<T> {
    fn into_option(self) -> Option<T> {
        self
    }
}
