//! What a snapshot says of paths, a line each: `cargo run -p graph-endpoint-schema --features csdl --example verdicts --
//! METADATA.xml < PATHS`. Prints `ok`, a tab and the type there, or `no`, a tab and the message. For comparisons with
//! other readers of the same metadata: `compare.py` beside this file is one, by odatapy.

use std::io::Write as _;

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::snapshot::{Snapshot, Source};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let xml = std::fs::read(std::env::args().nth(1).ok_or("name the file of `$metadata`")?)?;
    let text =
        csdl::parse(&xml)?.to_snapshot(&Source { version: "v1.0", cloud: "global", date: None, xml: &xml });
    let snapshot = Snapshot::new(text)?;
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lines() {
        let (template, problems) = PathTemplate::parse(&line?);
        match (problems.first(), snapshot.resolve(&template)) {
            (None, Ok(place)) => writeln!(out, "ok\t{}", place.ty)?,
            (Some(problem), _) => writeln!(out, "no\t{}", problem.message)?,
            (None, Err(problem)) => writeln!(out, "no\t{problem}")?,
        }
    }
    Ok(())
}
