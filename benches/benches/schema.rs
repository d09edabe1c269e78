//! What the schema costs: import, loading, resolving, a message. As users have the macros, in a debug build:
//!
//! ```text
//! cargo bench -p graph-endpoint-benches --bench schema                 # import, as `cargo graph` is built
//! cargo bench -p graph-endpoint-benches --bench schema --profile dev   # the rest, as the macros are built
//! ```
//!
//! Prints the CPU time of the import where Linux tells it, and of what is shorter than Linux counts the least time of some
//! runs. Import is left out where the published metadata isn't.

use std::hint::black_box;
use std::io::Read as _;
use std::time::{Duration, Instant};

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::snapshot::{Snapshot, Source};

const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus/metadata-v1.0.xml.gz");

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
    match std::fs::read(METADATA) {
        Ok(packed) => import(&packed)?,
        Err(_) => println!("import               left out: the published metadata is not here"),
    }
    let (snapshot, load) = fastest(10, || {
        let snapshot = Snapshot::new(graph_endpoint_metadata::V1)?;
        snapshot.verify().map(|()| snapshot)
    });
    let snapshot = snapshot?;
    println!("load and index       {load:>10.2?}   a crate; {} bytes", snapshot.text().len());

    let templates: Vec<_> = PATHS.iter().map(|path| PathTemplate::parse(path).0).collect();
    let (walked, all) = fastest(20, || {
        templates.iter().try_for_each(|template| {
            black_box(snapshot.resolve(template)?.operations());
            Ok::<_, Box<dyn std::error::Error>>(())
        })
    });
    walked?;
    println!("resolve              {:>10.2?}   a path", all / u32::try_from(templates.len())?);

    for path in ["/users/{id}/mesages", "/usres", "/me/mailFolders/inbox/mesages"] {
        let template = PathTemplate::parse(path).0;
        let (problem, took) = fastest(5, || snapshot.resolve(&template).err());
        let message = problem.map(|problem| problem.message).unwrap_or_default();
        println!("a message            {took:>10.2?}   {message}");
    }
    Ok(())
}

fn import(packed: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    let mut xml = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut xml)?;
    let start = now();
    let model = csdl::parse(&xml)?;
    let text = model.to_snapshot(&Source { version: "v1.0", cloud: "global", date: None, xml: &xml });
    let took = now().saturating_sub(start);
    println!(
        "import               {took:>10.2?}   {} bytes of XML, {} of snapshot, {} MB of memory at the most",
        xml.len(),
        text.len(),
        peak() / 1_000_000
    );
    Ok(())
}

/// The result, and the least time of some runs.
fn fastest<T>(runs: u32, run: impl Fn() -> T) -> (T, Duration) {
    let mut least = Duration::MAX;
    for _ in 1..runs {
        let start = Instant::now();
        black_box(run());
        least = least.min(start.elapsed());
    }
    (run(), least)
}

/// The time that this thread has run, as Linux counts it; elsewhere the time since the start.
fn now() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    match counted.split(' ').next().and_then(|nanos| nanos.parse().ok()) {
        Some(nanos) => Duration::from_nanos(nanos),
        None => START.get_or_init(Instant::now).elapsed(),
    }
}

/// What Linux says of this process; 0 elsewhere.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or_default() * 1024
}
