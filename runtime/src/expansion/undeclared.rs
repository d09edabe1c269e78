//! The question whether what a type doesn't declare is lost on the way back to Graph, asked while compiling.
//!
//! Graph's writes replace collections and complex values whole, so a property that is read, not declared and dropped is
//! deleted in the tenant. What stands in a body therefore either keeps what it doesn't declare or says that it doesn't.
//! An expansion asks it of each field that is written, with [`keeps`]; types that aren't declared with `#[graph_type]`
//! pass: they have their own rules, and [`Kept`](crate::Kept) is the answer to the question.
//!
//! What is lost is a constant and no trait: the compiler looks through what a type holds, and says which of them it is.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::ffi::OsString;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use graph_endpoint_schema::type_ids::Ids;

use super::message::Message;
use crate::types::nullable::Nullable;
use crate::types::page::Page;
use crate::types::value_of::ValueOf;
use crate::wire::json::untyped::{AdditionalProperties, Untyped};

/// Fails while compiling if a variant of a polymorphic type can't hold it.
///
/// # Panics
/// If it can't: in a constant that is an error.
#[track_caller]
pub const fn variant<T: Declared>() {
    assert!(
        T::OBJECT,
        "a variant holds the properties of one type; write a struct declared with `#[graph_type]`"
    );
}

/// A type with properties that is declared with `#[graph_type]`, or what holds values of such a type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no properties to stand beside `@odata.type`",
    label = "not declared with `#[graph_type]`",
    note = "declare it with `#[graph_type]`"
)]
pub trait Declared {
    /// Whether it is an object of that type itself: what a variant of a polymorphic type can hold.
    const OBJECT: bool = true;

    /// Hashes of the name of Graph's type and of its bases' names; 0 where the declaration wasn't checked against a
    /// schema.
    const IDS: Ids = 0;

    /// What is lost when a value is written back.
    const LOST: Lost = Lost::Unknown("");
}

/// What is lost when a value of a declared type is written back.
#[derive(Clone, Copy, Debug)]
pub enum Lost {
    /// Nothing, or the declaration says `lossy`.
    Nothing,
    /// Whatever the type with this name doesn't declare. Without a name it is the type that is asked.
    Unknown(&'static str),
    /// The type with this name loses these properties, as a message names them.
    Properties(&'static str, &'static str),
    /// It is a type of this name that serde writes as an object of its own. What to write instead.
    Form(&'static str, &'static str),
    /// The same behind another name.
    Alias(&'static str, &'static str),
}

impl Lost {
    /// With the name of the type, if it has none. Of a type whose own name says what it is, [`form`](super::form) asks.
    #[must_use]
    pub const fn of(self, ty: &'static str) -> Self {
        match self {
            Self::Unknown(name) if name.is_empty() => Self::Unknown(ty),
            Self::Form(name, _) if is_same(name, ty) => Self::Nothing,
            Self::Form(_, instead) => Self::Alias(ty, instead),
            lost => lost,
        }
    }

    /// What is lost of values that stand in another one: the first of it.
    #[must_use]
    pub const fn first(mut held: &[Self]) -> Self {
        while let [first, rest @ ..] = held {
            if !matches!(first, Self::Nothing) {
                return *first;
            }
            held = rest;
        }
        Self::Nothing
    }
}

/// Fails while compiling if something of the written type `ty` is lost, or of what it holds.
///
/// # Panics
/// If something is: in a constant that is an error.
#[track_caller]
#[allow(clippy::panic, reason = "only constants call it: it is an error of the compiler's")]
pub const fn keeps(lost: Lost, ty: &'static str) {
    let message = match lost.of(ty) {
        Lost::Nothing => return,
        Lost::Unknown(name) => losing(name, ty, ""),
        Lost::Properties(name, properties) => losing(name, ty, properties),
        Lost::Form(name, instead) | Lost::Alias(name, instead) => of_serdes(name, instead),
    };
    panic!("{}", message.as_str());
}

/// What is said of the type `name`, which `holder` is or holds. `cargo graph check` says the same.
const fn losing(name: &str, holder: &str, properties: &str) -> Message {
    let (within, holder) = if is_same(name, holder) { ("", "") } else { ("` in `", holder) };
    let colon = if properties.is_empty() { "" } else { ": " };
    Message::new(&[
        "`",
        name,
        within,
        holder,
        "` is written back without the properties that it doesn't declare",
        colon,
        properties,
        "; declare them, write `Kept<",
        name,
        ">`, or give `",
        name,
        "` (an enum: each variant) a field `#[graph(additional)] more: AdditionalProperties`; or, of values that are \
         only made here, say that they may be lost: `#[graph_type(\"..\", lossy)]`",
    ])
}

/// What is said of the type `ty`, another name of one that [`form`](super::form) is about.
const fn of_serdes(ty: &str, instead: &str) -> Message {
    Message::new(&[
        "`",
        ty,
        "` goes over the wire as an object of serde's own, which Graph doesn't know; write `",
        instead,
        "`, or say how it is written and read: `#[serde(with = \"..\")]`",
    ])
}

const fn is_same(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    while let ([first, one_rest @ ..], [second, other_rest @ ..]) = (one, other) {
        if *first != *second {
            return false;
        }
        (one, other) = (one_rest, other_rest);
    }
    one.is_empty() && other.is_empty()
}

impl Declared for Untyped {
    const LOST: Lost = Lost::Nothing;
}

impl Declared for AdditionalProperties {
    const LOST: Lost = Lost::Nothing;
}

/// What [`form`](super::form) is asked of where its name is known: a macro sees an alias alone.
macro_rules! of_serdes {
    ($($type:ident => $instead:literal),* $(,)?) => {$(
        impl Declared for $type {
            const OBJECT: bool = false;
            const LOST: Lost = Lost::Form(stringify!($type), $instead);
        }
    )*};
}
of_serdes!(Duration => "edm::Duration", SystemTime => "edm::DateTimeOffset", OsString => "String");

/// What holds values: they are asked.
macro_rules! holds {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => {$(
        impl<T: Declared, $($generics)*> Declared for $type {
            const OBJECT: bool = false;
            const IDS: Ids = T::IDS;
            const LOST: Lost = T::LOST;
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
            const OBJECT: bool = T::OBJECT;
            const IDS: Ids = T::IDS;
            const LOST: Lost = T::LOST;
        }
    )*};
}
points!(&T, Box<T>, Rc<T>, Arc<T>);

impl<T: ?Sized + ToOwned + Declared> Declared for Cow<'_, T> {
    const IDS: Ids = T::IDS;
    const LOST: Lost = T::LOST;
}
