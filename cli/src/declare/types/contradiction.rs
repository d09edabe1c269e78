//! Where a page's table says another type than its example shows: the example is what came over the wire, so it is
//! declared, with a warning.

use super::arena::{PlaceId, PlaceNode};
use super::hints::Hint;
use super::resolve::Types;
use crate::model::Leaf;
use crate::read::Warning;

impl Types<'_> {
    /// The warning about a row that says what the example at this place can't be.
    pub(in crate::declare) fn contradicted(&self, place: PlaceId, hint: &Hint) -> Option<Warning> {
        let shown = self.shown_instead(place, hint, hint.is_collection)?;
        let message = format!(
            "the page's table says `{}` of `{}`, and the example has {shown}; the example's type is declared",
            hint.said, hint.name
        );
        Some(Warning { line: hint.line, message })
    }

    /// What is shown in place of what is said; `None` where both can be true.
    fn shown_instead(&self, place: PlaceId, hint: &Hint, is_collection: bool) -> Option<String> {
        let node = self.arena.at(place);
        let mut kinds = node.counts.kind_names();
        if !node.objects.is_empty() {
            kinds.push("an object");
        }
        let says_nothing = hint.is_json() || hint.leaf.is_none() && hint.type_name.is_none();
        let shown = || Some(kinds.join(" and "));
        match (is_collection, node.counts.arrays > 0) {
            _ if kinds.is_empty() || says_nothing => None,
            _ if hint.leaf.is_some() && self.is_sent_as_text(&node.counts, hint.leaf) => None,
            (true, true) => self.shown_instead(node.items?, hint, false),
            (true, false) | (false, true) => shown(),
            (false, false) if can_be(hint, &node) => None,
            (false, false) if node.counts.strings > 0 && kinds.len() == 1 && is_text(hint.leaf) => {
                Some("another text".to_owned())
            }
            (false, false) => shown(),
        }
    }
}

/// Whether OData writes values of this type as text.
fn is_text(leaf: Option<Leaf>) -> bool {
    !matches!(leaf, None | Some(Leaf::Bool | Leaf::I32 | Leaf::I64 | Leaf::F64))
}

/// Whether a single value of the type that is said can look as those at this place do.
fn can_be(hint: &Hint, node: &PlaceNode) -> bool {
    let counts = &node.counts;
    let numbers = counts.integers + counts.floats + counts.big_numbers;
    let is_only = |count: usize| count > 0 && count == counts.bools + counts.strings + numbers;
    let has_objects = !node.objects.is_empty();
    match hint.leaf {
        None if hint.is_anything() => true,
        // A complex type, or an enumeration.
        None => counts.bools + numbers == 0,
        Some(_) if has_objects => false,
        Some(Leaf::Bool) => is_only(counts.bools),
        Some(Leaf::I32 | Leaf::I64) => is_only(counts.integers),
        Some(Leaf::F64) => is_only(numbers),
        Some(Leaf::DateTimeOffset) => is_only(counts.date_times),
        Some(Leaf::Date) => is_only(counts.dates),
        Some(Leaf::TimeOfDay) => is_only(counts.times),
        Some(Leaf::Duration) => is_only(counts.durations),
        Some(Leaf::Guid) => is_only(counts.guids),
        Some(_) => is_only(counts.strings),
    }
}
