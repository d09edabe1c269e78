//! Whether the snapshot is what our own import makes of the published metadata.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::io::Read as _;

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::snapshot::{Snapshot, Source};

const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus/metadata-v1.0.xml.gz");

const ANEW: &str = "make it anew: cargo run -p cargo-graph -- graph schema import ../shared/corpus/metadata-v1.0.xml.gz \
                    --folder metadata --date 2026-08-04";

#[test]
fn it_is_whole() {
    let snapshot = Snapshot::new(graph_endpoint_metadata::V1).unwrap();
    snapshot.verify().unwrap();
    assert_eq!(snapshot.header().version, "v1.0");
    assert_eq!(snapshot.header().cloud, "global");
    assert!(snapshot.type_named("microsoft.graph.user").is_some());
    assert!(graph_endpoint_metadata::V1.len() < 1_300_000, "it is downloaded by everybody who wants it");
}

#[test]
fn it_is_what_import_makes_of_the_metadata() {
    let Ok(packed) = std::fs::read(METADATA) else {
        println!("skipped: the published metadata is not here");
        return;
    };
    let mut xml = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut xml).unwrap();
    let date = Snapshot::new(graph_endpoint_metadata::V1).unwrap().header().date.clone();
    let source = Source { version: "v1.0", cloud: "global", date: Some(&date), xml: &xml };
    let made = csdl::parse(&xml).unwrap().to_snapshot(&source);
    let differs = made.lines().zip(graph_endpoint_metadata::V1.lines()).find(|(made, here)| made != here);
    assert_eq!(differs, None, "{ANEW}");
    assert_eq!(made.len(), graph_endpoint_metadata::V1.len(), "{ANEW}");
}

/// Facts alone: a description would be a sentence.
#[test]
fn it_holds_no_descriptions() {
    // Of names, as many as there are, each behind its key; of what a resource doesn't take as well.
    let is_other = |word: &&str| !word.contains('=') && !word.starts_with("no-");
    let words = |line: &&str| line.split(' ').filter(is_other).count();
    let longest = graph_endpoint_metadata::V1.lines().max_by_key(words).unwrap();
    assert!(words(&longest) <= 10, "{longest}");
}
