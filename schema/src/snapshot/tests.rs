use super::*;
use crate::csdl;

#[test]
fn published() {
    use std::io::Read as _;
    for (name, limit) in [
        ("v1.0", 1_300_000),
        ("v1.0-2025-08", 1_300_000),
        ("v1.0-china", 1_300_000),
        ("v1.0-usgov", 1_300_000),
        ("beta-usnat", 1_300_000),
    ] {
        let path = format!("{}/../../shared/corpus/metadata-{name}.xml.gz", env!("CARGO_MANIFEST_DIR"));
        let Ok(file) = std::fs::File::open(&path) else {
            println!("skipped: metadata-{name}.xml.gz is not here");
            return;
        };
        let mut xml = Vec::new();
        flate2::read::GzDecoder::new(file).read_to_end(&mut xml).unwrap();
        let model = csdl::parse(&xml).unwrap();
        let source = Source { version: "v1.0", cloud: "global", date: Some("2026-08-04"), xml: &xml };
        let text = model.to_snapshot(&source);
        assert!(text.len() < limit, "{name}: {} bytes", text.len());
        println!("{name}: {} bytes, {} records", text.len(), text.matches('#').count());
        if let Ok(dir) = std::env::var("SNAPSHOT_OUT") {
            std::fs::write(format!("{dir}/{name}.txt"), &text).unwrap();
        }
        let snapshot = Snapshot::new(text).unwrap();
        snapshot.verify().unwrap();
        for (full, ty) in &model.types {
            let read = snapshot.type_named(full).unwrap();
            assert_eq!(read.name().to_string(), *full);
            let own = ty.properties.values().filter(|property| property.ty.is_some()).count();
            assert_eq!(read.own_properties().count(), own, "{full}");
            assert_eq!(read.members().count(), ty.members.len(), "{full}");
        }
        let overloads: usize = model.operations.values().map(Vec::len).sum();
        assert_eq!(snapshot.all_operations().count(), overloads);
        assert_eq!(snapshot.roots().count(), model.roots.len());
    }
}
