//! Which of Graph's types a Rust type is declared as, compared while compiling with what the schema has there.

use std::marker::PhantomData;

use super::undeclared::Declared;

/// The type `T`, which may be declared. `<Named<T>>::IDS` is a choice as `expansion` explains: a constant of its own
/// for what is, and for all that isn't there is [`NotNamed`].
#[derive(Debug)]
pub struct Named<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized + Declared> Named<T> {
    /// Those of the name of Graph's type and of its bases' names.
    pub const IDS: &'static [u64] = T::IDS;
}

/// What is tried at last.
pub trait NotNamed {
    /// Nothing is known.
    const IDS: &'static [u64] = &[];
}

impl<T: ?Sized> NotNamed for Named<T> {}

/// Fails while compiling, with this message, if neither is the other's base. Each list has hashes of names, the type's own
/// first; an empty one passes. The compiler's interpreter would take longer over the names than over all else that is
/// checked.
///
/// # Panics
/// If neither is: in a constant that is an error.
#[track_caller]
pub const fn related(declared: &[u64], wanted: &[u64], message: &str) {
    let (Some(own), Some(wanted_own)) = (declared.first(), wanted.first()) else { return };
    assert!(has(declared, *wanted_own) || has(wanted, *own), "{}", message);
}

const fn has(mut ids: &[u64], id: u64) -> bool {
    while let Some((first, rest)) = ids.split_first() {
        if *first == id {
            return true;
        }
        ids = rest;
    }
    false
}
