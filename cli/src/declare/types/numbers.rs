//! Which number a place held.

use crate::model::Leaf;
use crate::shape::Shape;

/// The type, and what the samples leave open.
pub(super) fn number(counts: &Shape, said: Option<Leaf>) -> (Leaf, Option<&'static str>) {
    match (counts.integers, counts.floats, counts.big_numbers) {
        (_, 0, 0) => match said {
            Some(Leaf::I32) if counts.wide_integers == 0 => (Leaf::I64, None),
            Some(Leaf::I64) => (Leaf::I64, None),
            Some(Leaf::F64) if counts.wide_integers == 0 => (Leaf::F64, None),
            _ => (Leaf::I64, Some("a whole number in the example: `f64` if it can have a fraction")),
        },
        (0, _, 0) => (Leaf::F64, None),
        (_, _, 0) if counts.wide_integers == 0 => {
            (Leaf::F64, Some("a whole number in one place, a fraction in another"))
        }
        _ => (Leaf::RawJson, Some("a number that no `f64` holds exactly")),
    }
}
