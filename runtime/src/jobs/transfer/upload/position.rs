//! Which bytes go next, and which the service must have by now.

use crate::error::{Error, Kind};
use crate::jobs::transfer::session::Expected;

/// Where an upload stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// The next byte to send.
    pub(super) start: u64,
    /// The first byte behind the gap that is being filled.
    gap: u64,
    /// All bytes before this one have been sent, now or another time, but for the gaps that the service names.
    reached: u64,
    total: u64,
}

impl Position {
    /// At the first byte of a new session.
    pub(super) fn start(total: u64) -> Self {
        Self { start: 0, gap: total, reached: 0, total }
    }

    /// Where a saved session stands, by what the service says.
    #[inline]
    pub(super) fn resumed(ranges: &[String], total: u64) -> Result<Self, Error> {
        let open = Expected::parse_all(ranges).into_iter().flatten().filter(|range| range.end.is_none());
        // What it doesn't ask for it has.
        let reached = open.map(|range| range.start).max().unwrap_or(total);
        Self { reached, ..Self::start(total) }.expected(ranges)
    }

    /// How many bytes go next.
    #[inline]
    pub(super) fn length(&self, slice_size: u64) -> usize {
        let length = self.gap.saturating_sub(self.start).min(slice_size);
        usize::try_from(length).unwrap_or(usize::MAX)
    }

    /// Whether what goes next is a whole slice, or all that is left.
    pub(super) fn is_full(&self, slice_size: u64) -> bool {
        self.gap == self.total || self.gap.saturating_sub(self.start) >= slice_size
    }

    /// After that many bytes were taken.
    #[inline]
    pub(super) fn advanced(self, length: usize) -> Self {
        let start = self.start.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        Self { start, gap: self.total, reached: self.reached.max(start), total: self.total }
    }

    /// Where the service wants to go on; where we are, if it doesn't say.
    ///
    /// # Errors
    /// When it asks for what isn't there, or leaves out what was never sent.
    #[inline]
    pub(super) fn expected(self, ranges: &[String]) -> Result<Self, Error> {
        let wrong = |problem: &str| Error::new(Kind::Decode, format!("nextExpectedRanges: {problem}"));
        let ranges = Expected::parse_all(ranges)
            .ok_or_else(|| wrong("expected ranges such as `0-` or `100-199`, found something else"))?;
        let Some(first) = ranges.iter().min_by_key(|range| range.start) else { return Ok(self) };
        if first.start >= self.total {
            return Err(wrong("the service asks for bytes behind the end; is it the same content?"));
        }
        if first.start > self.reached {
            return Err(wrong("the service leaves out bytes that were not sent"));
        }
        let gap = first.end.map_or(self.total, |end| end.min(self.total));
        Ok(Self { start: first.start, gap, reached: self.reached, total: self.total })
    }

    /// Whether everything has been sent.
    pub(super) fn is_complete(&self) -> bool {
        self.reached == self.total
    }

    /// Whether everything has been sent, and the service says so by asking for what is behind it: `1000000-`.
    #[inline]
    pub(super) fn is_behind_all(&self, ranges: &[String]) -> bool {
        let behind = |ranges: Vec<Expected>| ranges.iter().all(|range| range.start == self.total);
        self.is_complete() && Expected::parse_all(ranges).is_some_and(behind)
    }

    /// How many bytes are there, as far as that can be told.
    pub(super) fn transferred(&self) -> u64 {
        self.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(position: Result<Position, Error>) -> (u64, usize) {
        let position = position.unwrap();
        (position.start, position.length(100))
    }

    fn ranges(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn slices_follow_each_other_and_the_service() {
        let start = Position::start(250);
        assert_eq!(at(Ok(start)), (0, 100));
        let second = start.advanced(100);
        assert_eq!(at(second.expected(&[])), (100, 100));
        assert_eq!(at(second.expected(&ranges(&["100-"]))), (100, 100));
        // A part of the slice got lost.
        assert_eq!(at(second.expected(&ranges(&["40"]))), (40, 100));
        let last = second.advanced(100).advanced(50);
        assert!(last.is_complete() && !second.is_complete());
        assert!(last.is_behind_all(&ranges(&["250-"])) && !second.is_behind_all(&ranges(&["250-"])));
        assert!(!last.is_behind_all(&ranges(&["250-", "40-49"])) && !last.is_behind_all(&ranges(&["251-"])));
    }

    #[test]
    fn gaps_are_filled_one_after_the_other() {
        let resumed = Position::resumed(&ranges(&["200-", "20-29"]), 250).unwrap();
        assert_eq!(at(Ok(resumed)), (20, 10));
        let next = resumed.advanced(10).expected(&ranges(&["200-"])).unwrap();
        assert_eq!(at(Ok(next)), (200, 50));
        assert!(next.advanced(50).is_complete());
    }

    #[test]
    fn what_makes_no_sense_is_an_error() {
        let position = Position::start(250).advanced(100);
        for texts in [&["101-"][..], &["250-"], &["900-"], &["x"], &["20-10"]] {
            let error = position.expected(&ranges(texts)).unwrap_err();
            assert!(error.is_decode(), "{texts:?}");
        }
        assert!(Position::resumed(&ranges(&["250-"]), 250).is_err());
    }
}
