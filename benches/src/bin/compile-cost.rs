//! What a declared endpoint costs to compile, against the same call written by hand.
//!
//! Writes crates of 300 endpoints into the target directory and measures the CPU seconds (user and system, of cargo
//! and all its children) of `cargo check` and `cargo build` of the last crate alone, its dependencies built before.
//! The crates take turns, so that a busy machine is busy for all of them; medians count.
//!
//! `cargo run --release -p graph-endpoint-benches --bin compile-cost [ROUNDS]`
//!
//! `compile-cost gate` is short, and fails where a declared endpoint costs more than a share of one by hand: `.ci/run`
//! runs it. The fastest round of each counts, which other work on the machine disturbs least, and there are more rounds
//! for as long as the share is too large: a busy machine takes longer to pass, a declaration that is too dear never does.
//!
//! CPU time varies from run to run by several per cent. Where less counts, count rustc's instructions, which don't vary by
//! a thousandth: run the above once for the crates, and then, in `target/compile-cost`, for each crate `X`, with
//! `check` or `build`:
//!
//! ```text
//! touch X/src/lib.rs && CARGO_INCREMENTAL=0 cargo check -v -p X      # prints rustc's command line
//! LD_LIBRARY_PATH=$(rustc --print sysroot)/lib valgrind --tool=cachegrind --cache-sim=no \
//!     $(rustc --print sysroot)/bin/rustc --crate-name X ..           # the rest of that line
//! ```
//!
//! `I refs` less those of `empty`, divided by the number of endpoints, is what one costs. About 36 million are paid once a
//! crate: the first `Debug` impl makes the compiler read those of all crates below. README's shares are of crates with 60
//! endpoints.
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use graph_endpoint_benches::compiling::{cargo_seconds, new_workspace, target, write_crate};

const ENDPOINTS: usize = 300;
/// How many endpoints the gate has, its least and greatest number of rounds, and the largest share that it lets
/// through: 0.48 to 0.51 was measured with three rounds, and once 0.61 on a busy machine.
const GATE_ENDPOINTS: usize = 100;
const GATE_ROUNDS: std::ops::RangeInclusive<usize> = 3..=15;
const GATE: f64 = 0.75;
const FIELDS: &str = "pub display_name: String, pub description: Option<String>, pub count: i64, pub tags: Vec<String>, pub enabled: bool";

/// A generated crate: its name, what it is, its dependencies and how one endpoint of it is written.
struct Variant {
    name: &'static str,
    what: &'static str,
    dependencies: String,
    head: &'static str,
    endpoint: fn(usize) -> String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let argument = env::args().nth(1);
    if argument.as_deref() == Some("gate") {
        return gate();
    }
    let rounds: usize = argument.map_or(Ok(5), |rounds| rounds.parse())?;
    let variants = variants();
    let workspace = write_workspace(&variants, ENDPOINTS)?;
    println!("{ENDPOINTS} endpoints a crate, median of {rounds} rounds, CPU milliseconds an endpoint");
    for command in ["check", "build"] {
        let mut samples = vec![Vec::new(); variants.len()];
        for round in 0..=rounds {
            for (variant, samples) in variants.iter().zip(&mut samples) {
                let seconds = cargo_seconds(&workspace, &workspace.join("target"), command, variant.name)?;
                // The first round builds the dependencies.
                if round > 0 {
                    samples.push(seconds);
                }
            }
        }
        report(command, &variants, &mut samples);
    }
    Ok(())
}

/// `cargo check` of endpoints that are called once each. Dependencies are shared with what else is built there.
fn gate() -> Result<(), Box<dyn Error>> {
    let mut variants = variants();
    variants.retain(|variant| ["empty", "by-hand-called", "declared-called"].contains(&variant.name));
    let workspace = write_workspace(&variants, GATE_ENDPOINTS)?;
    let mut least = vec![f64::INFINITY; variants.len()];
    let mut share = f64::NAN;
    for round in 0..=*GATE_ROUNDS.end() {
        for (variant, least) in variants.iter().zip(&mut least) {
            let seconds = cargo_seconds(&workspace, &target(), "check", variant.name)?;
            if round > 0 {
                *least = least.min(seconds);
            }
        }
        // It built the dependencies.
        if round == 0 {
            continue;
        }
        share = share_of_by_hand(&variants, &least);
        println!(
            "round {round}: {GATE_ENDPOINTS} endpoints, declared and called, cost {share:.2} of those by hand"
        );
        if round >= *GATE_ROUNDS.start() && share <= GATE {
            break;
        }
    }
    println!("{GATE} at most");
    // Not a number is no success either.
    if share <= GATE { Ok(()) } else { Err("declarations have become too dear to compile".into()) }
}

/// What the declared endpoints cost of those by hand, both less what an empty crate costs.
fn share_of_by_hand(variants: &[Variant], seconds: &[f64]) -> f64 {
    let of = |name: &str| {
        let at = variants.iter().position(|variant| variant.name == name);
        at.and_then(|at| seconds.get(at)).copied().unwrap_or_default()
    };
    (of("declared-called") - of("empty")) / (of("by-hand-called") - of("empty"))
}

fn variants() -> Vec<Variant> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let ours = format!("graph-endpoint = {{ path = {runtime:?} }}");
    let hand = "reqwest = { version = \"0.13\", default-features = false, features = [\"http2\", \"rustls\", \"stream\", \"json\", \"query\"] }\n\
                serde = { version = \"1\", features = [\"derive\"] }\npercent-encoding = \"2\"";
    let hand_head = "use serde::{Serialize, Deserialize};\nuse percent_encoding::{utf8_percent_encode, NON_ALPHANUMERIC};\n\
                     pub struct Client { pub http: reqwest::Client, pub base: String, pub token: String }\n";
    let ours_head = "use graph_endpoint::prelude::*;\n";
    vec![
        Variant {
            name: "empty",
            what: "nothing",
            dependencies: String::new(),
            head: "",
            endpoint: |_| String::new(),
        },
        Variant {
            name: "structs",
            what: "plain structs",
            dependencies: String::new(),
            head: "",
            endpoint: plain,
        },
        Variant {
            name: "by-hand",
            what: "by hand: reqwest and serde's derives",
            dependencies: hand.to_owned(),
            head: hand_head,
            endpoint: by_hand,
        },
        Variant {
            name: "declared",
            what: "declared: builder, both directions of the response",
            dependencies: ours.clone(),
            head: ours_head,
            endpoint: declared,
        },
        Variant {
            name: "no-builder",
            what: "declared, builder = false",
            dependencies: ours.clone(),
            head: ours_head,
            endpoint: without_builder,
        },
        Variant {
            name: "by-hand-called",
            what: "by hand, and called once each",
            dependencies: hand.to_owned(),
            head: hand_head,
            endpoint: |index| by_hand(index) + &call_by_hand(index),
        },
        Variant {
            name: "declared-called",
            what: "declared, and called once each",
            dependencies: ours,
            head: ours_head,
            endpoint: |index| declared(index) + &call_declared(index),
        },
    ]
}

fn plain(index: usize) -> String {
    format!(
        "pub struct Answer{index} {{ {FIELDS} }}\n\
         pub struct Update{index} {{ pub id: String, pub top: Option<u32>, pub filter: Option<String>, {FIELDS} }}\n"
    )
}

fn declared(index: usize) -> String {
    declaration(index, "")
}

fn without_builder(index: usize) -> String {
    declaration(index, "builder = false, ")
}

fn declaration(index: usize, keys: &str) -> String {
    format!(
        "#[graph_type(\"microsoft.graph.thing{index}\")]\npub struct Answer{index} {{ {FIELDS} }}\n\
         #[graph_endpoint(PATCH, \"/deviceAppManagement/things{index}/<id>/assignments{index}\", {keys}response = Answer{index})]\n\
         pub struct Update{index} {{ pub id: String, #[graph(query = \"$top\")] pub top: Option<u32>, \
         #[graph(query = \"$filter\")] pub filter: Option<String>, {FIELDS} }}\n"
    )
}

fn call_declared(index: usize) -> String {
    format!(
        "pub async fn call{index}(client: &Client) -> Result<Answer{index}, Error> {{\n\
         Update{index}::builder().id(\"T_1\").top(5).display_name(\"a\").count(1).tags(vec![]).enabled(true).send(client).await }}\n"
    )
}

fn by_hand(index: usize) -> String {
    let skip = "#[serde(skip_serializing_if = \"Option::is_none\")] pub description";
    let fields = FIELDS.replace("pub description", skip);
    format!(
        "#[derive(Serialize, Deserialize)] #[serde(rename_all = \"camelCase\")]\npub struct Answer{index} {{ {fields} }}\n\
         #[derive(Serialize)] #[serde(rename_all = \"camelCase\")]\npub struct Update{index} {{ {fields} }}\n\
         pub async fn update{index}(client: &Client, id: &str, top: Option<u32>, filter: Option<&str>, update: &Update{index}) -> Result<Answer{index}, reqwest::Error> {{\n\
         let id = utf8_percent_encode(id, NON_ALPHANUMERIC);\n\
         let url = format!(\"{{}}/v1.0/deviceAppManagement/things{index}/{{id}}/assignments{index}\", client.base);\n\
         let mut request = client.http.patch(url).bearer_auth(&client.token).json(update);\n\
         if let Some(top) = top {{ request = request.query(&[(\"$top\", top)]); }}\n\
         if let Some(filter) = filter {{ request = request.query(&[(\"$filter\", filter)]); }}\n\
         request.send().await?.error_for_status()?.json().await }}\n"
    )
}

fn call_by_hand(index: usize) -> String {
    format!(
        "pub async fn call{index}(client: &Client) -> Result<Answer{index}, reqwest::Error> {{\n\
         let update = Update{index} {{ display_name: \"a\".to_owned(), description: None, count: 1, tags: vec![], enabled: true }};\n\
         update{index}(client, \"T_1\", Some(5), None, &update).await }}\n"
    )
}

/// The crates, in the target directory.
fn write_workspace(variants: &[Variant], endpoints: usize) -> Result<PathBuf, Box<dyn Error>> {
    let members: Vec<&str> = variants.iter().map(|variant| variant.name).collect();
    let workspace = new_workspace("compile-cost", &members)?;
    for variant in variants {
        let mut source = format!("#![allow(unused_imports)]\n{}", variant.head);
        for index in 0..endpoints {
            source.push_str(&(variant.endpoint)(index));
        }
        write_crate(&workspace, variant.name, &variant.dependencies, &source)?;
    }
    Ok(workspace)
}

fn report(command: &str, variants: &[Variant], samples: &mut [Vec<f64>]) {
    let medians: Vec<f64> = samples.iter_mut().map(|samples| median(samples)).collect();
    let of = |name: &str| {
        variants
            .iter()
            .position(|v| v.name == name)
            .and_then(|at| medians.get(at))
            .copied()
            .unwrap_or_default()
    };
    let mut out = format!("\ncargo {command}\n");
    for (variant, median) in variants.iter().zip(&medians) {
        let milliseconds = (median - of("empty")).max(0.0) * 1000.0 / ENDPOINTS as f64;
        // Writing into a `String` can't fail.
        let _ = writeln!(out, "  {milliseconds:7.2}  {}", variant.what);
    }
    let ratio = |a: &str, b: &str| (of(a) - of("empty")) / (of(b) - of("empty"));
    let _ = writeln!(out, "  declared / by hand:                {:.2}", ratio("declared", "by-hand"));
    let _ = writeln!(out, "  without builder / by hand:         {:.2}", ratio("no-builder", "by-hand"));
    let _ = writeln!(
        out,
        "  declared / by hand, both called:   {:.2}",
        ratio("declared-called", "by-hand-called")
    );
    println!("{out}");
}

fn median(samples: &mut [f64]) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or_default()
}
