//! `$metadata`: every file is read or refused, and what is read makes a snapshot that is whole.
#![no_main]

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::snapshot::{Snapshot, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|xml: &[u8]| match csdl::parse(xml) {
    Err(error) => assert!(error.problems().iter().all(|problem| problem.line > 0 && problem.column > 0)),
    Ok(model) => {
        let text = model.to_snapshot(&Source { version: "v1.0", cloud: "global", date: None, xml });
        let snapshot = Snapshot::new(text).expect("what is written is read");
        snapshot.verify().expect("what is written is whole");
        assert_eq!(snapshot.types().count(), model.types.len());
        for name in model.types.keys() {
            assert!(snapshot.types().any(|ty| ty.name().to_string() == *name), "{name:?}");
        }
    }
});
