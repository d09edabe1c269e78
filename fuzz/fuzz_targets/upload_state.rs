//! What an upload session says of itself: whatever it is, the next slice lies within the content.
#![no_main]

use graph_endpoint::fuzzing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u64, u64, Vec<String>, &[u8])| {
    let (total, slice, ranges, body) = input;
    for (start, length) in fuzzing::upload(body, &ranges, total, slice) {
        let end = start.checked_add(length as u64).expect("no slice overflows");
        assert!(end <= total && length as u64 <= slice);
    }
});
