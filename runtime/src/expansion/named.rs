//! Which of Graph's types a Rust type is declared as, compared while compiling with what the schema has there.

use std::marker::PhantomData;

use super::undeclared::Declared;

/// The type `T`, which may be declared. `<Named<T>>::NAMES` is a choice as `expansion` explains: a constant of its own
/// for what is, and for all that isn't there is [`NotNamed`].
#[derive(Debug)]
pub struct Named<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized + Declared> Named<T> {
    /// The name of Graph's type and those of its bases.
    pub const NAMES: &'static [&'static str] = T::NAMES;
}

/// What is tried at last.
pub trait NotNamed {
    /// Nothing is known.
    const NAMES: &'static [&'static str] = &[];
}

impl<T: ?Sized> NotNamed for Named<T> {}

/// Fails while compiling, with this message, if neither is the other's base. Each list begins with the type's own name;
/// an empty one passes.
///
/// # Panics
/// If neither is: in a constant that is an error.
#[track_caller]
pub const fn related(declared: &[&str], wanted: &[&str], message: &str) {
    let (Some(declared_name), Some(wanted_name)) = (declared.first(), wanted.first()) else { return };
    assert!(has(declared, wanted_name) || has(wanted, declared_name), "{}", message);
}

const fn has(mut names: &[&str], name: &str) -> bool {
    while let Some((first, rest)) = names.split_first() {
        if is_same(first.as_bytes(), name.as_bytes()) {
            return true;
        }
        names = rest;
    }
    false
}

/// `==` is no constant function yet.
const fn is_same(mut left: &[u8], mut right: &[u8]) -> bool {
    while let (Some((l, left_rest)), Some((r, right_rest))) = (left.split_first(), right.split_first()) {
        if *l != *r {
            return false;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.is_empty() && right.is_empty()
}
