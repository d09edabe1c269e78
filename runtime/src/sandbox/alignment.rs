//! Which of the requests that came are which of those that were expected: one that is missing, comes in between or out of
//! turn doesn't make all behind it differ.
//!
//! By code of our own: libraries for differences compare what is equal and has a hash, and a request that came has more
//! headers than the one that it is expected to be.

use std::ops::Range;

/// Above this many comparisons places alone count; a test with so many requests is read by no one.
const MOST_COMPARISONS: usize = 40_000;

/// Places of what was expected and of what came.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pair {
    /// They belong together.
    Both(usize, usize),
    Missing(usize),
    TooMany(usize),
}

/// How alike two requests are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    None,
    /// Method and path.
    Call,
    Same,
}

/// Pairs in order: first what is the same, then between these what has the same method and path, then by place.
pub(super) fn align(expected: usize, came: usize, alike: impl Fn(usize, usize) -> Likeness) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(expected.max(came));
    between(0..expected, 0..came, Likeness::Same, &alike, &mut pairs);
    pairs
}

fn between(
    expected: Range<usize>,
    came: Range<usize>,
    wanted: Likeness,
    alike: &impl Fn(usize, usize) -> Likeness,
    pairs: &mut Vec<Pair>,
) {
    let next = match wanted {
        Likeness::Same => Likeness::Call,
        Likeness::Call => Likeness::None,
        Likeness::None => {
            let both = expected.len().min(came.len());
            pairs.extend(expected.clone().zip(came.clone()).map(|(place, found)| Pair::Both(place, found)));
            pairs.extend(expected.skip(both).map(Pair::Missing));
            pairs.extend(came.skip(both).map(Pair::TooMany));
            return;
        }
    };
    let (mut left, mut right) = (expected.start, came.start);
    for (at, found) in common(expected.clone(), came.clone(), |one, other| alike(one, other) >= wanted) {
        between(left..at, right..found, next, alike, pairs);
        pairs.push(Pair::Both(at, found));
        (left, right) = (at + 1, found + 1);
    }
    between(left..expected.end, right..came.end, next, alike, pairs);
}

/// The longest run of pairs, in order on both sides: what is alike at the begin and, between the rest, by a table.
fn common(
    expected: Range<usize>,
    came: Range<usize>,
    is_alike: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> =
        expected.clone().zip(came.clone()).take_while(|(one, other)| is_alike(*one, *other)).collect();
    let (left, right): (Vec<usize>, Vec<usize>) =
        (expected.skip(pairs.len()).collect(), came.skip(pairs.len()).collect());
    if left.len().saturating_mul(right.len()) > MOST_COMPARISONS {
        return pairs;
    }
    // Row by row from the end: how long the longest run behind each place is, and whether a pair begins it.
    let mut rows: Vec<Vec<usize>> = vec![vec![0; right.len() + 1]];
    let mut alike: Vec<Vec<bool>> = Vec::new();
    for one in left.iter().rev() {
        let behind = rows.last().cloned().unwrap_or_default();
        let same: Vec<bool> = right.iter().map(|other| is_alike(*one, *other)).collect();
        let mut row = vec![0; right.len() + 1];
        for (at, is_same) in same.iter().enumerate().rev() {
            let of = |row: &[usize], at: usize| row.get(at).copied().unwrap_or_default();
            let longest =
                if *is_same { of(&behind, at + 1) + 1 } else { of(&behind, at).max(of(&row, at + 1)) };
            if let Some(place) = row.get_mut(at) {
                *place = longest;
            }
        }
        rows.push(row);
        alike.push(same);
    }
    rows.reverse();
    alike.reverse();
    let length =
        |one: usize, other: usize| rows.get(one).and_then(|row| row.get(other)).copied().unwrap_or_default();
    let (mut one, mut other) = (0, 0);
    while let (Some(at), Some(found)) = (left.get(one), right.get(other)) {
        if alike.get(one).and_then(|row| row.get(other)) == Some(&true) {
            pairs.push((*at, *found));
            (one, other) = (one + 1, other + 1);
        } else if length(one + 1, other) >= length(one, other + 1) {
            one += 1;
        } else {
            other += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters are calls, their case what else differs.
    fn shown(expected: &str, came: &str) -> String {
        let (left, right): (Vec<char>, Vec<char>) = (expected.chars().collect(), came.chars().collect());
        let alike = |one: usize, other: usize| match (left[one], right[other]) {
            (one, other) if one == other => Likeness::Same,
            (one, other) if one.eq_ignore_ascii_case(&other) => Likeness::Call,
            _ => Likeness::None,
        };
        let pairs = align(left.len(), right.len(), alike);
        let shown = |pair| match pair {
            Pair::Both(one, other) => format!("{}{} ", left[one], right[other]),
            Pair::Missing(one) => format!("{}- ", left[one]),
            Pair::TooMany(other) => format!("-{} ", right[other]),
        };
        pairs.into_iter().map(shown).collect()
    }

    #[test]
    fn what_belongs_together_is_paired() {
        for (expected, came, pairs) in [
            ("", "", ""),
            ("abc", "abc", "aa bb cc "),
            ("abc", "bc", "a- bb cc "),
            ("bc", "abc", "-a bb cc "),
            ("abc", "axbc", "aa -x bb cc "),
            ("ab", "ba", "a- bb -a "),
            ("abc", "aBc", "aa bB cc "),
            ("xab", "Ab", "x- aA bb "),
            ("ab", "xy", "ax by "),
            ("abc", "x", "ax b- c- "),
            ("", "ab", "-a -b "),
        ] {
            assert_eq!(shown(expected, came), pairs, "{expected} {came}");
        }
    }

    #[test]
    fn many_are_paired_by_place() {
        let pairs =
            align(300, 300, |one, other| if one == other + 1 { Likeness::Same } else { Likeness::None });
        assert!(pairs.iter().all(|pair| matches!(pair, Pair::Both(one, other) if one == other)));
    }
}
