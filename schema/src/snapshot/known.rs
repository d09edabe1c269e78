//! What was found out about records, for who asks again: the macros ask of the same types hundreds of times, in a debug
//! build as a rule, where a search costs tens of instructions for each byte.

use std::sync::OnceLock;

use super::name::Name;
use super::{Snapshot, hash};

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

/// Hashes of the names of all types that others derive from, in order.
#[derive(Default)]
pub(super) struct Bases(OnceLock<Vec<u64>>);

impl Bases {
    pub(super) fn has(&self, snapshot: &Snapshot, name: Name<'_>) -> bool {
        let all = self.0.get_or_init(|| {
            let bases = snapshot.types().filter_map(|ty| ty.base_name());
            let mut all: Vec<u64> = bases.map(|base| hash(base.0.as_bytes())).collect();
            all.sort_unstable();
            all
        });
        all.binary_search(&hash(name.0.as_bytes())).is_ok()
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
