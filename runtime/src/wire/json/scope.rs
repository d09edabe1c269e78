//! The text that is being read after it was set aside, for those who set parts of it aside once more.
//!
//! Reading is one call within another, with serde between them; what the outer one knows reaches the inner one by the
//! thread that both run on. A part is known by where it lies in memory. JSON that lies elsewhere, as that in a string
//! does, is no part.

use std::cell::{Cell, RefCell};

use super::late_types::LateTypes;

thread_local! {
    /// From and to which address the text lies.
    static RANGE: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
    static TYPES: RefCell<Option<LateTypes>> = const { RefCell::new(None) };
    /// Whether there are types: on the usual way the only question.
    static IS_INDEXED: Cell<bool> = const { Cell::new(false) };
}

/// What is known of the types that the objects of a text name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Types {
    /// Nobody has looked for any.
    Unasked,
    /// An object around had to be set aside to find its own.
    Sought,
    /// All of them, from one look over the text.
    Indexed,
}

/// The text is the one that is being read, while it lives.
pub(super) struct Scope {
    before: Option<Before>,
}

/// What was being read around it.
struct Before {
    range: (usize, usize),
    types: Option<LateTypes>,
}

/// `Program`: see [`crate::jobs`].
#[expect(clippy::extra_unused_type_parameters, reason = "says where it is compiled")]
pub(super) fn enter<Program>(json: &str, types: Types) -> Scope {
    let is_indexed = types == Types::Indexed && has_objects(json);
    if types == Types::Unasked || holds(json) && !is_indexed {
        return Scope { before: None };
    }
    let types = is_indexed.then(|| LateTypes::of(json));
    Scope { before: Some(Before { range: RANGE.replace(range(json)), types: replace(types) }) }
}

impl Drop for Scope {
    #[inline]
    fn drop(&mut self) {
        if let Some(Before { range, types }) = self.before.take() {
            RANGE.set(range);
            replace(types);
        }
    }
}

#[inline]
fn replace(types: Option<LateTypes>) -> Option<LateTypes> {
    IS_INDEXED.set(types.is_some());
    // They are borrowed while a name is read, and nothing is set aside then.
    TYPES.with(|before| {
        before.try_borrow_mut().ok().and_then(|mut before| std::mem::replace(&mut *before, types))
    })
}

/// Whether it is a part of the text.
pub(super) fn holds(json: &str) -> bool {
    let ((start, end), (from, to)) = (RANGE.get(), range(json));
    start <= from && to <= end
}

/// Whether types can be looked up.
pub(super) fn is_indexed() -> bool {
    IS_INDEXED.get()
}

/// What `read` makes of the type that the object names which begins with the name at that place; `None` if it isn't
/// known. See [`LateTypes::of_object`].
pub(super) fn type_of<T>(first_name: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    if !holds(first_name) {
        return None;
    }
    TYPES.with(|types| types.try_borrow().ok()?.as_ref()?.of_object(first_name, read))
}

#[inline]
fn has_objects(json: &str) -> bool {
    json.starts_with(['{', '['])
}

fn range(json: &str) -> (usize, usize) {
    let start = json.as_ptr().addr();
    (start, start.saturating_add(json.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_one_of_the_text_that_is_being_read() {
        let (text, other) = (r#"{"a":{"b":1}}"#.to_owned(), "[1]".to_owned());
        assert!(!holds(&text));
        {
            let _outer = enter::<()>(&text, Types::Sought);
            let _inner = enter::<()>(&text[5..12], Types::Sought);
            let _unasked = enter::<()>(&other, Types::Unasked);
            assert!(holds(&text) && !holds(&other) && !is_indexed());
            {
                let _indexed = enter::<()>(&text[5..12], Types::Indexed);
                assert!(holds(&text[5..12]) && !holds(&text) && is_indexed());
                let _elsewhere = enter::<()>(&other, Types::Sought);
                assert!(holds(&other) && !holds(&text) && !is_indexed());
            }
            assert!(holds(&text) && !is_indexed());
        }
        assert!(!holds(&text));
    }
}
