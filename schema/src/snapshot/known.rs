//! What was found out about records, for who asks again: the macros ask of the same types hundreds of times, in a debug
//! build as a rule, where a search costs tens of instructions for each byte.

use std::sync::OnceLock;

use super::name::Name;
use super::{Snapshot, Type, hash};

/// About one record.
#[derive(Default)]
pub(super) struct Known {
    /// The record of the base type.
    pub(super) base: OnceLock<Option<usize>>,
    /// The lines below the first one.
    pub(super) lines: OnceLock<Vec<Line>>,
}

/// A line of a record, as places in the text below its first line.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) start: usize,
    /// Where its first word ends.
    pub(super) word: usize,
    pub(super) end: usize,
}

/// Of all types that derive from others the hash of the base's name and the type's record, in order.
#[derive(Default)]
pub(super) struct Bases(OnceLock<Vec<(u64, usize)>>);

impl Bases {
    pub(super) fn has(&self, snapshot: &Snapshot, name: Name<'_>) -> bool {
        let (all, hash) = (self.all(snapshot), hash(name.0.as_bytes()));
        all.get(all.partition_point(|(base, _)| *base < hash)).is_some_and(|(base, _)| *base == hash)
    }

    /// The types that derive from this one and from no other one between.
    pub(super) fn derived<'s>(
        &'s self,
        snapshot: &'s Snapshot,
        name: Name<'_>,
    ) -> impl Iterator<Item = Type<'s>> + use<'s> {
        let (all, hash) = (self.all(snapshot), hash(name.0.as_bytes()));
        let first = all.partition_point(|(base, _)| *base < hash);
        let same = all.iter().skip(first).take_while(move |(base, _)| *base == hash);
        same.filter_map(|(_, index)| snapshot.type_at(*index))
    }

    fn all(&self, snapshot: &Snapshot) -> &[(u64, usize)] {
        self.0.get_or_init(|| {
            let types = snapshot.all("type");
            let mut all: Vec<(u64, usize)> =
                types.filter_map(|index| Some((hash(snapshot.base_of(index)?), index))).collect();
            all.sort_unstable();
            all
        })
    }
}

/// The lines of a text that begins with a line's end.
pub(super) fn lines(body: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 1;
    while let Some(rest) = body.get(start..).filter(|rest| !rest.is_empty()) {
        let line = rest.find('\n').and_then(|end| rest.get(..end)).unwrap_or(rest);
        let word = line.find(' ').unwrap_or(line.len());
        let end = start + line.len();
        lines.push(Line { start, word: start + word, end });
        start = end + 1;
    }
    lines
}
