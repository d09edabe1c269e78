//! What an upload session says of itself: whatever it is, the next slice lies within the content.

use graph_endpoint::fuzzing;

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    "\0\0\u{10}\0\0\0\0\0\0\0\u{5}\0\0\0\0\u{0}0-,26-99\n{\"nextExpectedRanges\":[\"0-\",\"26-\"],\"expirationDateTime\":\"2026-01-01T00:00:00Z\"}",
];

pub fn run(input: &[u8]) {
    // The length of the whole and of a slice, a line of ranges, and what a session responds.
    let Some((total, rest)) = input.split_first_chunk() else { return };
    let Some((slice, rest)) = rest.split_first_chunk() else { return };
    let (total, slice) = (u64::from_le_bytes(*total), u64::from_le_bytes(*slice));
    let at = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let (ranges, body) = rest.split_at(at);
    let ranges: Vec<String> = String::from_utf8_lossy(ranges).split(',').map(str::to_owned).collect();
    let body = body.get(1..).unwrap_or_default();
    for (start, length) in fuzzing::upload(body, &ranges, total, slice) {
        let end = start.checked_add(length as u64).expect("no slice overflows");
        assert!(end <= total && length as u64 <= slice);
    }
}
