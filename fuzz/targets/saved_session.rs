//! Saved uploads: a session and a version of a source, as JSON, are read or refused, and survive being saved again.

use graph_endpoint::{SourceVersion, UploadSession};

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    r#"{"uploadUrl":"https://a/b?c","expirationDateTime":"2026-01-01T00:00:00Z","nextExpectedRanges":["0-","5-9"]}"#,
    r#"{"length":7,"modified":1700000000,"hash":"a"}"#,
];

pub fn run(json: &[u8]) {
    match serde_json::from_slice::<UploadSession>(json) {
        Err(error) => drop(error.to_string()),
        Ok(session) => {
            let _ = format!("{session:?}");
            let saved = serde_json::to_string(&session).expect("what was read can be saved");
            assert_eq!(serde_json::from_str::<UploadSession>(&saved).expect("saved"), session);
        }
    }
    match serde_json::from_slice::<SourceVersion>(json) {
        Err(error) => drop(error.to_string()),
        Ok(version) => {
            let saved = serde_json::to_string(&version).expect("what was read can be saved");
            assert_eq!(serde_json::from_str::<SourceVersion>(&saved).expect("saved"), version);
        }
    }
}
