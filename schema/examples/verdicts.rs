//! What a snapshot says of paths, a line each: `cargo run -p graph-endpoint-schema --features csdl --example verdicts --
//! METADATA.xml < PATHS`. Prints, with tabs between, `ok`, the type there, the methods that are allowed, those that an
//! annotation forbids, and the parameters of an action or a function; or `no` and the message. For comparisons with other
//! readers of the same metadata: `compare.py` beside this file is one, by odatapy.

use std::io::Write as _;

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::{Kind, Place};
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
            (None, Ok(place)) => writeln!(out, "ok\t{}\t{}", place.ty, methods(&place))?,
            (Some(problem), _) => writeln!(out, "no\t{}", problem.message)?,
            (None, Err(problem)) => writeln!(out, "no\t{problem}")?,
        }
    }
    Ok(())
}

/// `GET PATCH`, `DELETE` and `to Collection(Edm.String) nullable;..`, with tabs between.
fn methods(place: &Place<'_>) -> String {
    let (mut allowed, mut forbidden) = (Vec::new(), Vec::new());
    for method in ["GET", "POST", "PATCH", "PUT", "DELETE"] {
        match place.operation(method) {
            Ok(_) => allowed.push(method),
            Err(problem) if problem.annotation.is_some() => forbidden.push(method),
            Err(_) => {}
        }
    }
    let parameters: Vec<String> = match place.kind {
        Kind::Call(operation) => operation
            .parameters()
            .map(|parameter| {
                let null = if parameter.ty.is_nullable { " nullable" } else { "" };
                format!("{} {}{null}", parameter.name, parameter.ty)
            })
            .collect(),
        _ => Vec::new(),
    };
    [allowed.join(" "), forbidden.join(" "), parameters.join(";")].join("\t")
}
