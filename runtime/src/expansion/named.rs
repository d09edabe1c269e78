//! Which of Graph's types a Rust type is declared as, compared while compiling with what the schema has there.

use std::marker::PhantomData;

use graph_endpoint_schema::type_ids::{Ids, have};

use super::message::Message;
use super::undeclared::{Declared, Lost};
use crate::types::page::Page;
use crate::wire::query::{Expansion, Select};

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

impl<T: ?Sized + Select> Named<T> {
    /// What `select` asks for. Where the schema says that it can't, this is an error.
    pub const SELECTION: (&'static str, &'static [Expansion]) = (T::SELECT, T::EXPAND);
}

impl<T> Named<Page<T>> {
    /// Under whatever name.
    pub const IS_PAGE: bool = true;
}

/// What is tried at last.
pub trait NotNamed {
    /// What holds items in its own way isn't declared as one of Graph's types.
    const IS_PAGE: bool = false;

    /// Nothing is known.
    const IDS: Ids = 0;

    /// What isn't declared has its own rules.
    const LOST: Lost = Lost::Nothing;

    /// The endpoint itself says what is missing.
    const SELECTION: (&'static str, &'static [Expansion]) = ("", &[]);
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

/// Fails while compiling where a page comes back, and the type is declared as one of Graph's: as what the page holds.
///
/// # Panics
/// If it is: in a constant that is an error.
#[track_caller]
pub const fn listed(declared: Ids, is_page: bool, problem: &str) {
    assert!(declared == 0 || is_page, "{}", problem);
}

/// What a type selects that has a navigation property without `#[graph(expand)]`, by the schema. It fails where it is used.
///
/// # Panics
/// Always: in a constant that is an error.
#[track_caller]
#[allow(clippy::panic, reason = "only constants call it: it is an error of the compiler's")]
pub const fn unexpanded(problem: &str) -> &'static str {
    panic!("{}", problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_one_by_any_name() {
        type Names = Page<String>;

        assert_eq!((<Named<Names>>::IS_PAGE, <Named<Vec<String>>>::IS_PAGE), (true, false));
    }
}
