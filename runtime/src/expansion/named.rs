//! Which of Graph's types a Rust type is declared as, compared while compiling with what the schema has there.

use std::marker::PhantomData;

use graph_endpoint_schema::type_ids::{Ids, have};

use super::message::Message;
use super::undeclared::{Declared, Lost};

/// The type `T`, which may be declared. `<Named<T>>::IDS` is a choice as `expansion` explains: a constant of its own
/// for what is, and for all that isn't there is [`NotNamed`]; `LOST` as well.
#[derive(Debug)]
pub struct Named<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized + Declared> Named<T> {
    /// Those of the name of Graph's type and of its bases' names.
    pub const IDS: Ids = T::IDS;

    /// What is lost when a value is written back.
    pub const LOST: Lost = T::LOST;
}

/// What is tried at last.
pub trait NotNamed {
    /// Nothing is known.
    const IDS: Ids = 0;

    /// What isn't declared has its own rules.
    const LOST: Lost = Lost::Nothing;
}

impl<T: ?Sized> NotNamed for Named<T> {}

/// Fails while compiling, with this problem and the name of the type to write, if neither is the other's base; 0 passes.
/// The compiler's interpreter would take longer over the names than over all else that is checked.
///
/// # Panics
/// If neither is: in a constant that is an error.
#[track_caller]
pub const fn related(declared: Ids, wanted: Ids, problem: &str, write: &str) {
    assert!(
        declared == wanted
            || declared == 0
            || wanted == 0
            || have(declared, wanted)
            || have(wanted, declared),
        "{}",
        Message::new(&[
            problem,
            "; write one declared as `#[graph_type(\"",
            write,
            "\")]`, or `unverified` if you know better"
        ])
        .as_str()
    );
}
