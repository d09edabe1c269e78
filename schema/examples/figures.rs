//! What importing, loading and resolving cost: `cargo run -p graph-endpoint-schema --features csdl --example figures --
//! METADATA.xml`, in a debug build and with `--release`. Prints CPU seconds, bytes of memory at the most, and times.

use std::time::Instant;

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::snapshot::{Snapshot, Source};

/// Walked again and again: an entity set, contained and related entities, a cast, a function, an action, a colon path.
const PATHS: &[&str] = &[
    "/users/{id}/messages/{id}/attachments/{id}",
    "/groups/{id}/members/{id}/microsoft.graph.user/manager",
    "/reports/getOffice365ActiveUserCounts(period='{period}')",
    "/deviceAppManagement/iosManagedAppProtections/{id}/assignments/{id}",
    "/me/drive/root:/{item-path}:/workbook/worksheets/{id}/range(address='{address}')/format/font",
    "/me/sendMail",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name the file of `$metadata`")?;
    let xml = std::fs::read(path)?;
    let start = Instant::now();
    let model = csdl::parse(&xml)?;
    let text = model.to_snapshot(&Source { version: "v1.0", cloud: "global", date: None, xml: &xml });
    println!(
        "import: {:.0?}, {} bytes of memory at the most; {} bytes of snapshot",
        start.elapsed(),
        peak(),
        text.len()
    );
    drop(model);

    let bytes = text.into_bytes();
    let start = Instant::now();
    let snapshot = Snapshot::from_bytes(bytes)?;
    println!("load and index: {:.2?}", start.elapsed());

    let templates: Vec<_> = PATHS.iter().map(|path| PathTemplate::parse(path).0).collect();
    let start = Instant::now();
    for _ in 0..100 {
        for template in &templates {
            let place = snapshot.resolve(template)?;
            std::hint::black_box(place.operations());
        }
    }
    println!("resolve: {:.1?} a path", start.elapsed() / 100 / u32::try_from(templates.len())?);

    let (typo, _) = PathTemplate::parse("/users/{id}/mesages");
    let start = Instant::now();
    let problem = snapshot.resolve(&typo).err();
    println!(
        "a message: {:.1?} ({})",
        start.elapsed(),
        problem.map(|problem| problem.message).unwrap_or_default()
    );
    Ok(())
}

/// What Linux says of this process; 0 elsewhere.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or_default() * 1024
}
