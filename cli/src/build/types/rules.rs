//! Small rules about shapes: which number, which objects are one type, which are maps.

use std::collections::BTreeMap;

use super::{ANY_EXACT, Place, plain};
use crate::shape::{Object, Shape};

pub(super) fn number(shape: &Shape) -> Place {
    match (shape.integers, shape.floats, shape.big_numbers) {
        (_, 0, 0) => Place {
            ty: "i64".to_owned(),
            notes: vec!["a whole number in the example: `f64` if it can have a fraction".to_owned()],
            holds: None,
        },
        (0, _, 0) => plain("f64"),
        (_, _, 0) if shape.wide_integers == 0 => Place {
            ty: "f64".to_owned(),
            notes: vec!["a whole number in one place, a fraction in another".to_owned()],
            holds: None,
        },
        _ => Place {
            ty: ANY_EXACT.to_owned(),
            notes: vec!["a number that no `f64` holds exactly".to_owned()],
            holds: None,
        },
    }
}

/// Whether two objects can be one type: most of the smaller one's properties, each with the same kind of value.
pub(super) fn agree(a: &Object, b: &Object) -> bool {
    let known: BTreeMap<&str, &Shape> =
        a.properties.iter().map(|(name, shape)| (name.as_str(), shape)).collect();
    let mut common = 0;
    for (name, shape) in &b.properties {
        if let Some(other) = known.get(name.as_str()) {
            let mut both = (*other).clone();
            both.merge(shape);
            if both.kinds() > 1 {
                return false;
            }
            common += 1;
        }
    }
    common * 2 >= a.properties.len().min(b.properties.len())
}

/// An object whose properties are no names but keys: GUIDs, URLs, numbers.
pub(super) fn is_map(object: &Object) -> bool {
    object.properties.iter().all(|(name, _)| is_key(name))
}

pub(super) fn is_key(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let annotation = name.contains('@') || name.starts_with('$');
    !annotation
        && (name.contains(['-', '/', ':', '%', ' ']) && digits > 0
            || name.starts_with(|c: char| c.is_ascii_digit()))
}
