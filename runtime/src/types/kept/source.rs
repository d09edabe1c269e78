//! The text that a kept value came from: for one inside of another, a part of the other's, so that however deep they
//! nest, the text is there once.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

thread_local! {
    /// The text of the outermost kept value that is being read.
    static OUTERMOST: RefCell<Option<Arc<str>>> = const { RefCell::new(None) };
}

#[derive(Clone)]
pub(super) struct Source {
    text: Arc<str>,
    part: Range<usize>,
}

impl Source {
    /// Has a value read from a text that it came in.
    pub(super) fn read<T>(json: &str, read: impl FnOnce(&str) -> T) -> (Self, T) {
        if let Some(source) = outermost().and_then(|text| Self::part_of(text, json)) {
            let value = read(json);
            return (source, value);
        }
        let source = Self { text: Arc::from(json), part: 0..json.len() };
        let _outermost = Outermost::set(source.text.clone());
        let value = read(&source.text);
        (source, value)
    }

    fn part_of(text: Arc<str>, json: &str) -> Option<Self> {
        let start = json.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
        let part = start..start.checked_add(json.len())?;
        text.get(part.clone())?;
        Some(Self { text, part })
    }

    pub(super) fn as_str(&self) -> &str {
        self.text.get(self.part.clone()).unwrap_or_default()
    }
}

fn outermost() -> Option<Arc<str>> {
    OUTERMOST.with(|outermost| outermost.try_borrow().ok()?.clone())
}

/// Until it is dropped, a text is the outermost one.
struct Outermost {
    before: Option<Arc<str>>,
}

impl Outermost {
    fn set(text: Arc<str>) -> Self {
        Self { before: OUTERMOST.replace(Some(text)) }
    }
}

impl Drop for Outermost {
    fn drop(&mut self) {
        OUTERMOST.set(self.before.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_shared_and_what_lies_elsewhere_is_not() {
        let (outer, (inner, elsewhere)) = Source::read("[[1],2]", |text| {
            let (inner, innermost) = Source::read(&text[1..4], |text| Source::read(&text[1..2], |_| ()).0);
            assert_eq!(innermost.as_str(), "1");
            (inner, Source::read("[1]", |_| ()).0)
        });
        assert_eq!((outer.as_str(), inner.as_str(), elsewhere.as_str()), ("[[1],2]", "[1]", "[1]"));
        assert!(Arc::ptr_eq(&outer.text, &inner.text) && !Arc::ptr_eq(&outer.text, &elsewhere.text));
        assert!(outermost().is_none());
    }
}
