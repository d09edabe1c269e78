//! The question whether what a type doesn't declare is lost on the way back to Graph, asked while compiling.
//!
//! Graph's writes replace collections and complex values whole, so a property that is read, not declared and dropped is
//! deleted in the tenant. What stands in a body therefore either keeps what it doesn't declare or says that it doesn't.
//! An expansion asks it of each field that is written, with [`Written`]; types that aren't declared with `#[graph_type]`
//! pass: they have their own rules, and [`Kept`](crate::Kept) is the answer to the question.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use crate::types::nullable::Nullable;
use crate::types::page::Page;
use crate::types::value_of::ValueOf;
use crate::wire::json::untyped::{AdditionalProperties, Untyped};

/// Hashes of the name of a type and of its bases' names, the type's own in the lowest bits; 0 where nothing is known.
pub type Ids = u128;

/// A type with properties that is declared with `#[graph_type]`, or what holds values of such a type.
pub trait Declared {
    /// The declared type: of an `Option<T>` that of `T`.
    type Type: ?Sized;

    /// Hashes of the name of Graph's type and of its bases' names; 0 where the declaration wasn't checked against a
    /// schema.
    const IDS: Ids = 0;

    /// Asks what stands in it, where it keeps only what it doesn't declare itself. Compiled, and never called.
    fn ask_nested() {}
}

/// A declared type of which nothing is lost when it is written back, or that says `lossy`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is written back without the properties that it doesn't declare",
    label = "write `Kept<{Self}>`",
    note = "or make `{Self}` keep them: a field `#[graph(additional)] more: AdditionalProperties`, in an enum one in each variant",
    note = "or say that they may be lost, as of values that are only made here: `#[graph_type(\"..\", lossy)]`"
)]
pub trait KeepsUndeclared {}

/// Stands for a declared type where the compiler is asked whether it keeps all: of the type itself it would say less.
#[derive(Debug)]
pub struct Undeclared<T: ?Sized>(PhantomData<T>);

/// What holds values of which nothing is lost: what an enum asks of the types that its variants hold.
pub trait ValuesKeepUndeclared {}

impl<T: ?Sized + Declared> ValuesKeepUndeclared for T where T::Type: KeepsUndeclared {}

/// A field of the type `T` that is written. `Written::<T>::NEW.ask()` is a choice as `expansion`
/// explains: the method of its own asks, and for all that isn't declared there is [`NotAsked`].
#[derive(Debug)]
pub struct Written<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> Written<T> {
    /// The only one.
    pub const NEW: Self = Self(PhantomData);
}

impl<T: ?Sized + Declared> Written<T> {
    /// Asks, while compiling.
    #[inline(always)]
    pub const fn ask(&self)
    where
        T::Type: KeepsUndeclared,
    {
    }
}

/// What is tried at last.
pub trait NotAsked {
    /// Asks nothing.
    #[inline(always)]
    fn ask(&self) {}
}

impl<T: ?Sized> NotAsked for Written<T> {}

impl Declared for Untyped {
    type Type = Self;
}

#[diagnostic::do_not_recommend]
impl KeepsUndeclared for Untyped {}

impl Declared for AdditionalProperties {
    type Type = Self;
}

#[diagnostic::do_not_recommend]
impl KeepsUndeclared for AdditionalProperties {}

/// What holds values: they are asked.
macro_rules! holds {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => {$(
        impl<T: Declared, $($generics)*> Declared for $type {
            type Type = T::Type;

            const IDS: Ids = T::IDS;
        }
    )*};
}
holds! {
    [] Option<T>,
    [] Nullable<T>,
    [] Vec<T>,
    [] VecDeque<T>,
    [] LinkedList<T>,
    [] BTreeSet<T>,
    [S] HashSet<T, S>,
    [] Page<T>,
    [] ValueOf<T>,
    [] [T],
    [const N: usize] [T; N],
    [K, S] HashMap<K, T, S>,
    [K] BTreeMap<K, T>,
}

/// What points to values, that of a slice included.
macro_rules! points {
    ($($type:ty),* $(,)?) => {$(
        impl<T: ?Sized + Declared> Declared for $type {
            type Type = T::Type;

            const IDS: Ids = T::IDS;
        }
    )*};
}
points!(&T, Box<T>, Rc<T>, Arc<T>);

impl<T: ?Sized + ToOwned + Declared> Declared for Cow<'_, T> {
    type Type = T::Type;

    const IDS: Ids = T::IDS;
}
