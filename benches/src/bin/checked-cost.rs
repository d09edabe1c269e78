//! What the check against Graph's schema costs while compiling, as users have it: in a debug build of the macros.
//!
//! Writes crates of 300 endpoints over Graph's own paths and types, the same ones each time, into the target directory:
//! one that a snapshot checks, one without a snapshot, and one in which each declaration says `unverified`, so that
//! nobody even looks for a snapshot.
//!
//! ```text
//! cargo run -p graph-endpoint-benches --bin checked-cost              # CPU seconds, the least of five rounds
//! cargo run -p graph-endpoint-benches --bin checked-cost ROUNDS
//! cargo run -p graph-endpoint-benches --bin checked-cost instructions # rustc's, by valgrind: some minutes
//! ```
//!
//! CPU time varies by several per cent, which is more than what is measured here; instructions don't by a thousandth.
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use graph_endpoint_benches::compiling::{cargo, cargo_seconds, new_workspace, root, target, write_crate};
use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::Request;
use graph_endpoint_schema::snapshot::{Member, MemberKind, RootKind, Snapshot, Type};

const ENDPOINTS: usize = 300;
/// How many properties a body and a response have.
const PROPERTIES: usize = 5;
const ROUNDS: usize = 5;

/// The crates: a snapshot checks the first one.
const CRATES: [&str; 3] = ["checked", "no-snapshot", "unverified"];

fn main() -> Result<(), Box<dyn Error>> {
    let snapshot = Snapshot::new(graph_endpoint_metadata::V1)?;
    let workspace = write_workspace(&snapshot)?;
    let built = target();
    // Dependencies first, which are shared with what else is built there.
    for name in CRATES {
        cargo(&workspace, &built, "check", name, &[])?;
    }
    let argument = env::args().nth(1);
    let (unit, costs) = if argument.as_deref() == Some("instructions") {
        ("million instructions of rustc", instructions(&workspace, &built)?)
    } else {
        let rounds = argument.map_or(Ok(ROUNDS), |rounds| rounds.parse())?;
        ("CPU milliseconds of `cargo check`", seconds(&workspace, &built, rounds)?)
    };
    println!("{ENDPOINTS} endpoints, {unit}");
    for (name, cost) in CRATES.iter().zip(costs) {
        println!("  {cost:9.0}  {name}");
    }
    let [checked, none, unverified] = costs;
    println!("  with a snapshot, of the whole:    {:.2} %", (checked - none) / checked * 100.0);
    println!("  without a snapshot, of the whole: {:.2} %", (none - unverified) / none * 100.0);
    Ok(())
}

/// The least of some rounds, in which the crates take turns.
fn seconds(workspace: &Path, built: &Path, rounds: usize) -> Result<[f64; 3], Box<dyn Error>> {
    let mut least = [f64::INFINITY; 3];
    for _ in 0..rounds {
        for (name, least) in CRATES.iter().zip(&mut least) {
            *least = least.min(cargo_seconds(workspace, built, "check", name)? * 1000.0);
        }
    }
    Ok(least)
}

/// rustc's own, macros included: valgrind runs it in cargo's place.
fn instructions(workspace: &Path, built: &Path) -> Result<[f64; 3], Box<dyn Error>> {
    let (wrapper, log) = (workspace.join("counted"), workspace.join("counted.log"));
    // cargo asks rustc for its version as well, which isn't counted.
    fs::write(
        &wrapper,
        format!(
            "#!/bin/sh\nshift\nsysroot=$(rustc --print sysroot)\nexport LD_LIBRARY_PATH=$sysroot/lib\n\
             case \"$*\" in *src/lib.rs*) exec valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null \
             --log-file={log:?} \"$sysroot/bin/rustc\" \"$@\" ;; *) exec \"$sysroot/bin/rustc\" \"$@\" ;; esac\n"
        ),
    )?;
    #[cfg(unix)]
    fs::set_permissions(&wrapper, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    let mut counts = [0.0; 3];
    for (name, count) in CRATES.iter().zip(&mut counts) {
        cargo(workspace, built, "check", name, &[("RUSTC_WORKSPACE_WRAPPER", &wrapper)])?;
        let text = fs::read_to_string(&log)?;
        // `I refs:` or `I   refs:`, by its version.
        let line = text.lines().find_map(|line| line.split_once("refs:")).ok_or("no count by valgrind")?;
        *count = line.1.trim().replace(',', "").parse::<f64>()? / 1e6;
    }
    Ok(counts)
}

fn write_workspace(snapshot: &Snapshot) -> Result<PathBuf, Box<dyn Error>> {
    let endpoints = endpoints(snapshot);
    if endpoints.len() < ENDPOINTS {
        return Err(format!("the schema has {} such endpoints", endpoints.len()).into());
    }
    let workspace = new_workspace("checked-cost", &CRATES)?;
    let runtime = format!("graph-endpoint = {{ path = {:?} }}", root().join("runtime"));
    for name in CRATES {
        let unverified = if name == "unverified" { ", unverified" } else { "" };
        let mut source = "#![allow(deprecated)]\nuse graph_endpoint::{edm, prelude::*};\n".to_owned();
        for (index, endpoint) in endpoints.iter().take(ENDPOINTS).enumerate() {
            source.push_str(&endpoint.declared(index, unverified));
        }
        write_crate(&workspace, name, &runtime, &source)?;
    }
    let snapshots = workspace.join("checked/graph-schema");
    fs::create_dir_all(&snapshots)?;
    fs::write(snapshots.join("v1.0.txt"), snapshot.text())?;
    Ok(workspace)
}

/// A `PATCH` of something that has enough properties of Edm's own types.
struct Endpoint {
    path: String,
    odata_type: String,
    body: String,
    response: String,
}

impl Endpoint {
    fn declared(&self, index: usize, unverified: &str) -> String {
        let Self { path, odata_type, body, response } = self;
        let mut values = String::new();
        for field in path.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            // Writing into a `String` can't fail.
            let _ = write!(values, "pub {field}: String, ");
        }
        format!(
            "#[graph_type({odata_type:?}{unverified})]\npub struct Response{index} {{ {response} }}\n\
             #[graph_endpoint(PATCH, {path:?}, response = Response{index}{unverified})]\n\
             pub struct Update{index} {{ {values}#[graph(query = \"$expand\")] pub expand_to: Option<String>, {body} }}\n"
        )
    }
}

/// Below each entity set and singleton, what is contained, four relations deep.
fn endpoints(snapshot: &Snapshot) -> Vec<Endpoint> {
    let mut found = Vec::new();
    let mut open: Vec<(String, Type<'_>, usize)> = Vec::new();
    for root in snapshot.roots() {
        let path = format!("/{}", root.name());
        let is_set = root.kind() == RootKind::EntitySet;
        let key = if is_set { "/<key0>" } else { "" };
        let ty = snapshot.type_named(&root.of().to_string());
        open.extend(ty.map(|ty| (path + key, ty, 1)));
    }
    while let Some((path, ty, depth)) = open.pop() {
        found.extend(endpoint(snapshot, &path, ty));
        for member in ty.properties().filter(|member| depth < 4 && member.kind() == MemberKind::Contained) {
            let Some(below) = snapshot.type_named(&member.ty().name.to_string()) else { continue };
            let key = if member.ty().is_collection { format!("/<key{depth}>") } else { String::new() };
            open.push((format!("{path}/{}{key}", member.name()), below, depth + 1));
        }
    }
    // Spread over all of it.
    let step = (found.len() / ENDPOINTS).max(1);
    found.into_iter().step_by(step).collect()
}

fn endpoint(snapshot: &Snapshot, path: &str, ty: Type<'_>) -> Option<Endpoint> {
    let place = snapshot.resolve(&PathTemplate::parse(path).0).ok()?;
    let allowed = place.operation("PATCH").ok()?;
    let (Request::Value(_), Some(_)) = (allowed.request, allowed.response) else { return None };
    let fields = |is_wanted: fn(&Member<'_>) -> bool| {
        let members =
            ty.properties().filter(|member| member.kind() == MemberKind::Property && is_wanted(member));
        let fields: Vec<String> = members.filter_map(field).take(PROPERTIES).collect();
        (fields.len() == PROPERTIES).then(|| fields.concat())
    };
    Some(Endpoint {
        path: path.to_owned(),
        odata_type: ty.name().to_string(),
        body: fields(|member| !member.is_computed())?,
        response: fields(|_| true)?,
    })
}

fn field(member: Member<'_>) -> Option<String> {
    let ty = member.ty();
    let rust = match ty.name.to_string().as_str() {
        "Edm.String" => "String",
        "Edm.Boolean" => "bool",
        "Edm.Int32" => "i32",
        "Edm.Int64" => "i64",
        "Edm.DateTimeOffset" => "edm::DateTimeOffset",
        _ => return None,
    };
    let rust = if ty.is_collection { format!("Vec<{rust}>") } else { format!("Option<{rust}>") };
    let name = member.name();
    // A name of the tests' own: not every property's is one of Rust's.
    Some(format!("#[graph(rename = {name:?})] pub p_{}: {rust}, ", name.to_lowercase()))
}
