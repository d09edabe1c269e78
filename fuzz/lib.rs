//! What is fuzzed, by `cargo fuzz` or as a test: `targets`, over made-up `declarations`.

pub mod declarations;
pub mod targets;
