//! The published metadata, where the corpus is.

use std::io::Read as _;
use std::path::Path;
use std::sync::OnceLock;

use crate::csdl;
use crate::snapshot::{Snapshot, Source};

/// A file of the corpus, unpacked; prints a line if it isn't there.
pub(crate) fn corpus(name: &str) -> Option<Vec<u8>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus/").to_owned() + name;
    let Ok(packed) = std::fs::read(&path) else {
        println!("skipped: {name} is not here");
        return None;
    };
    if Path::new(name).extension() != Some("gz".as_ref()) {
        return Some(packed);
    }
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
    Some(bytes)
}

/// The snapshot of the published metadata of v1.0, made once.
pub(crate) fn published(version: &str) -> Option<&'static Snapshot> {
    static V1: OnceLock<Option<Snapshot>> = OnceLock::new();
    assert_eq!(version, "v1.0");
    V1.get_or_init(|| {
        let xml = corpus("metadata-v1.0.xml.gz")?;
        let source = Source { version, cloud: "global", date: Some("2026-08-04"), xml: &xml };
        Some(Snapshot::new(csdl::parse(&xml).unwrap().to_snapshot(&source)).unwrap())
    })
    .as_ref()
}
