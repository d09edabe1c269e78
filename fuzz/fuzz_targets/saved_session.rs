//! Saved uploads: a session and a version of a source, as JSON, are read or refused, and survive being saved again.
#![no_main]

use graph_endpoint::{SourceVersion, UploadSession};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &[u8]| {
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
});
