//! A template against the path of a call.

use super::{Part, Place};

/// Matches parts against text, the shortest value first; `found` holds the texts from the last to the first.
pub(super) fn fit<'t>(parts: &[Part], text: &'t str, found: &mut Vec<&'t str>, steps: &mut u32) -> bool {
    let Some(left) = steps.checked_sub(1) else { return false };
    *steps = left;
    let Some((part, later)) = parts.split_first() else { return text.is_empty() };
    match part {
        Part::Text(literal) => {
            let Some((start, rest)) = text.split_at_checked(literal.len()) else { return false };
            let fits = start.eq_ignore_ascii_case(literal) && fit(later, rest, found, steps);
            if fits {
                found.push(start);
            }
            fits
        }
        Part::Value(placeholder) => {
            let ends = text.char_indices().skip(1).map(|(at, _)| at).chain([text.len()]);
            for end in ends {
                let Some((value, rest)) = text.split_at_checked(end) else { return false };
                if value.is_empty() || !may_be(value, placeholder.place) {
                    return false;
                }
                if fit(later, rest, found, steps) {
                    found.push(value);
                    return true;
                }
            }
            false
        }
    }
}

fn may_be(value: &str, place: Place) -> bool {
    match place {
        Place::Segment => !value.contains('/'),
        Place::Argument => !value.contains(['/', ',', '\'']),
        // A lone quote ends the literal; two are one in it, and the second may not have been read yet.
        Place::Quoted => {
            !value.contains('/') && !value.trim_end_matches('\'').replace("''", "").contains('\'')
        }
        Place::Rest => !value.starts_with('/') && !value.contains("//"),
    }
}
