//! Which values a path holds, if it is one of a declared route: the reverse of writing a path.
//!
//! The path is matched while it is still encoded, so that a `/` or `'` inside a value is never taken for one that
//! separates. Time is linear in the length of the path, whatever the path: a table is filled from the back.

mod alias;
mod keys;

use std::cmp::Reverse;

use crate::wire::route::{Segment, segments};

/// How many places of the version segment are tried in a path with something in front of it.
const PREFIXES_TRIED: usize = 8;

/// A path that belongs to a route.
#[derive(Debug)]
pub(super) struct Match {
    /// Whether the texts of the route stand in the path as they are, and not in other letter case or encoded in another way:
    /// both mean the same to Graph.
    exact: bool,
    values: Vec<MatchedValue>,
}

/// The value of a placeholder.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MatchedValue {
    pub(super) name: &'static str,
    /// Decoded; not necessarily UTF-8.
    pub(super) bytes: Vec<u8>,
    kind: Kind,
    start: usize,
    end: usize,
}

/// Greater is more specific.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Run,
    Value,
    Quoted,
    /// Where a route has text up to its end, and another one a value.
    Text,
}

impl MatchedValue {
    /// Whether no request of ours could have it: what writes a path refuses it, since it would name another resource.
    /// <https://url.spec.whatwg.org/#double-dot-path-segment>
    pub(super) fn can_not_be_sent(&self) -> bool {
        let is_refused = |segment: &[u8]| matches!(segment, b"" | b"." | b"..");
        match self.kind {
            Kind::Run => self.bytes.split(|byte| *byte == b'/').any(is_refused),
            Kind::Value => is_refused(&self.bytes),
            // There are quotes around it.
            Kind::Quoted | Kind::Text => false,
        }
    }
}

impl Match {
    pub(super) fn into_values(self) -> Vec<MatchedValue> {
        self.values
    }

    /// Greater is more specific: text wins over a value, from the left to the right; one segment over a run of them.
    pub(super) fn specificity(&self) -> impl Ord + use<> {
        let mut places: Vec<_> = self
            .values
            .iter()
            .map(|value| (value.start, Reverse(value.end - value.start), value.kind))
            .collect();
        // A route without a further value has text there, up to the end.
        places.push((usize::MAX, Reverse(0), Kind::Text));
        (self.exact, places)
    }
}

/// Matches `/VERSION` and the route at the very beginning of the path.
pub(super) fn match_path(path: &str, version: &str, route: &'static str) -> Option<Match> {
    match_route(behind(path.strip_prefix('/')?, version)?, route)
}

/// Like [`match_path`], but there may be something in front, as with a base URL that has a path of its own.
pub(super) fn match_path_with_prefix(path: &str, version: &str, route: &'static str) -> Option<Match> {
    path.match_indices('/')
        .filter_map(|(at, _)| behind(path.get(at + 1..)?, version))
        .take(PREFIXES_TRIED)
        .find_map(|rest| match_route(rest, route))
}

/// What stands behind the version, in whatever letter case that is.
fn behind<'p>(path: &'p str, version: &str) -> Option<&'p str> {
    let (begin, rest) = path.split_at_checked(version.len())?;
    begin.eq_ignore_ascii_case(version).then_some(rest)
}

fn match_route(path: &str, route: &'static str) -> Option<Match> {
    // Most routes of a sandbox are ruled out by how the path begins, and the table is for the few that are left.
    let begins = |text: &str| {
        let text = alias::cast(text).map_or(text, |(before, _)| before);
        let text = text.split('(').next().unwrap_or_default().trim_end_matches('/');
        path.get(..text.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(text))
    };
    let begins_otherwise = |text: &str| !text.contains('%') && !path.contains(['%', '(']) && !begins(text);
    let mut route = segments(route).peekable();
    if matches!(route.peek(), Some(Segment::Text(text)) if begins_otherwise(text)) {
        return None;
    }
    let (path, route): (_, Vec<_>) = (units(path), route.collect());
    match_spelt(&path, &route).or_else(|| match_spelt(&path, &alias::other(&route)?))
}

fn match_spelt(path: &[Unit], route: &[Segment]) -> Option<Match> {
    // As we write it first: `<a>,<b>` can only then be told from a value that holds a comma.
    match_units(path, route, true)
        .or_else(|| match_units(path, route, false))
        .or_else(|| match_by_keys(path, route))
}

/// With another spelling of the keys than the route's.
fn match_by_keys(path: &[Unit], route: &[Segment]) -> Option<Match> {
    let (by_path, by_route) = (keys::in_path(path), keys::in_route(route));
    if by_path.is_none() && by_route.is_none() {
        return None;
    }
    match_units(by_path.as_deref().unwrap_or(path), by_route.as_deref().unwrap_or(route), false)
}

fn match_units(path: &[Unit], route: &[Segment], exact: bool) -> Option<Match> {
    let table = Table::fill(route, path, exact);
    table.matches.then(|| Match { exact, values: table.values(route, path) })
}

/// A byte of a path, and whether it was written as `%XX`.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Unit {
    byte: u8,
    encoded: bool,
}

impl Unit {
    const SLASH: Self = Self { byte: b'/', encoded: false };

    fn is_text(self, text: Self, exact: bool) -> bool {
        // An encoded slash is part of a segment, never the end of one.
        let same_role = exact || self.byte == b'/';
        let is_same = if exact { self.byte == text.byte } else { self.byte.eq_ignore_ascii_case(&text.byte) };
        is_same && (!same_role || self.encoded == text.encoded)
    }
}

/// A `%` that is not followed by two hexadecimal digits stands for itself, as it does for the URL Standard's parsers.
/// <https://url.spec.whatwg.org/#percent-decode>
fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        if let (b'%', [high, low, after @ ..]) = (first, tail)
            && let (Some(high), Some(low)) = (digit(high), digit(low))
        {
            units.push(Unit { byte: high << 4 | low, encoded: true });
            rest = after;
        } else {
            units.push(Unit { byte: *first, encoded: false });
            rest = tail;
        }
    }
    units
}

/// For each part of the route and each place in the path: whether the route from here on matches the path from here on.
struct Table {
    rows: Vec<Row>,
    matches: bool,
}

struct Row {
    /// Whether this part of the route, and all after it, can begin at a place.
    begins: Vec<bool>,
    /// How many units a value that is being read can take at a place, such that the rest still matches; 0 for none.
    takes: Vec<usize>,
}

impl Table {
    fn fill(route: &[Segment], path: &[Unit], exact: bool) -> Self {
        // After the last part only the end of the path will do.
        let mut next: Vec<bool> = (0..=path.len()).map(|place| place == path.len()).collect();
        let mut rows = Vec::with_capacity(route.len());
        for segment in route.iter().rev() {
            let row = match segment {
                Segment::Text(text) => text_row(&units(text), path, &next, exact),
                _ => value_row(segment, path, &next),
            };
            next.clone_from(&row.begins);
            rows.push(row);
        }
        rows.reverse();
        Self { rows, matches: is_set(&next, 0) }
    }

    /// The values, each as long as it can be.
    fn values(&self, route: &[Segment], path: &[Unit]) -> Vec<MatchedValue> {
        let mut values = Vec::new();
        let mut place = 0;
        for (segment, row) in route.iter().zip(&self.rows) {
            let (name, kind) = match *segment {
                Segment::Text(text) => {
                    place += units(text).len();
                    continue;
                }
                Segment::Value(name) => (name, Kind::Value),
                Segment::Quoted(name) => (name, Kind::Quoted),
                Segment::Rest(name) => (name, Kind::Run),
            };
            let start = place;
            let mut bytes = Vec::new();
            while let Some(width @ 1..) = row.takes.get(place).copied() {
                // Of a doubled quote the first one counts.
                bytes.extend(path.get(place).map(|unit| unit.byte));
                place += width;
            }
            values.push(MatchedValue { name, bytes, kind, start, end: place });
        }
        values
    }
}

fn text_row(text: &[Unit], path: &[Unit], next: &[bool], exact: bool) -> Row {
    let begins_at = |place: usize| {
        is_set(next, place + text.len())
            && path
                .get(place..place + text.len())
                .is_some_and(|units| units.iter().zip(text).all(|(unit, text)| unit.is_text(*text, exact)))
    };
    Row { begins: (0..=path.len()).map(begins_at).collect(), takes: Vec::new() }
}

fn value_row(segment: &Segment, path: &[Unit], next: &[bool]) -> Row {
    let is_quoted = matches!(segment, Segment::Quoted(_));
    let mut begins = vec![false; path.len() + 1];
    let mut takes = vec![0; path.len() + 1];
    // Whether a value that began before this place can go on or end here.
    let mut goes_on = vec![false; path.len() + 3];
    for place in (0..=path.len()).rev() {
        let width = match (path.get(place), segment) {
            (None, _) => 0,
            (Some(unit), Segment::Quoted(_)) if unit.byte == b'\'' => {
                let doubled = path.get(place + 1).is_some_and(|unit| unit.byte == b'\'');
                if doubled && is_set(&goes_on, place + 2) { 2 } else { 0 }
            }
            (Some(&Unit::SLASH), Segment::Value(_)) => 0,
            // No segment of a run is empty: one must begin behind the slash.
            (Some(&Unit::SLASH), Segment::Rest(_)) => usize::from(is_set(&begins, place + 1)),
            (Some(_), _) => usize::from(is_set(&goes_on, place + 1)),
        };
        set(&mut takes, place, width);
        set(&mut goes_on, place, width > 0 || is_set(next, place));
        // Only a quoted value can be empty, and only inside one is a slash like any other character.
        let begins_here = if is_quoted {
            is_set(&goes_on, place)
        } else {
            width > 0 && path.get(place).is_some_and(|unit| *unit != Unit::SLASH)
        };
        set(&mut begins, place, begins_here);
    }
    Row { begins, takes }
}

fn is_set(row: &[bool], place: usize) -> bool {
    row.get(place).copied().unwrap_or(false)
}

fn set<T>(row: &mut [T], place: usize, value: T) {
    if let Some(cell) = row.get_mut(place) {
        *cell = value;
    }
}

#[cfg(test)]
mod tests;
