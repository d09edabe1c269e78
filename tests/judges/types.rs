//! Every JSON body that the examples and tests write, and the sandbox's responses, against Microsoft's own types.
//!
//! What goes to a sandbox is read from its journal, and each body becomes a constant in TypeScript, of the type that the
//! metadata gives to its method and path; `tsc` then says what doesn't fit `@microsoft/microsoft-graph-types`.

mod constants;

use std::path::{Path, PathBuf};
use std::process::Command;

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::snapshot::{Snapshot, Source};
use serde_json::{Value, json};

use self::constants::Constants;
use crate::servers::skipped;
use crate::tools::{corpus, folder, install_node, printed, refusal};

/// Fewer would mean that the examples weren't listened to.
const FEWEST: usize = 60;

#[test]
fn bodies_fit_microsofts_types() {
    let what = "bodies against Microsoft's types";
    let Some(snapshot) = published(what) else { return };
    let Some(packages) = install_node(what) else { return };
    let mut constants = Constants::new(&snapshot);
    for line in exchanges(what) {
        constants.add(&serde_json::from_str(&line).unwrap());
    }
    println!("{}", constants.report());
    assert!(constants.count() >= FEWEST, "only {} bodies were judged", constants.count());
    printed(&tsc(&packages, "bodies.ts", &constants));

    // What is wrong, each once.
    let mut wrong = Constants::new(&snapshot);
    let bodies = wrong_bodies();
    for (method, target, body) in &bodies {
        wrong.add(&json!({ "method": method, "target": target, "request": body, "status": 204 }));
    }
    let refused = refusal(&tsc(&packages, "wrong.ts", &wrong));
    let lines = refused.lines().filter(|line| line.contains("error TS")).count();
    assert_eq!((wrong.count(), lines), (bodies.len(), bodies.len()), "{refused}");
}

fn wrong_bodies() -> Vec<(&'static str, &'static str, Value)> {
    let group = |group: Value| {
        let target = json!({ "@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group });
        ("PATCH", "/v1.0/deviceAppManagement/mobileApps/a/assignments/b", json!({ "target": target }))
    };
    let send = |message: Value| ("POST", "/v1.0/me/sendMail", json!({ "message": message }));
    vec![
        ("POST", "/v1.0/users", json!({ "displayNam": "Ann" })),
        ("POST", "/v1.0/users", json!({ "accountEnabled": "yes" })),
        ("PATCH", "/v1.0/users/a", json!({ "businessPhones": [1] })),
        ("PATCH", "/v1.0/me/messages/a", json!({ "importance": "urgent" })),
        send(json!({ "subject": "a", "body": { "contentType": "html", "text": "a" } })),
        send(json!({ "toRecipients": [{ "address": "a" }] })),
        group(json!(7)),
    ]
}

fn tsc(packages: &Path, name: &str, constants: &Constants<'_>) -> std::process::Output {
    let file = packages.join(name);
    std::fs::write(&file, constants.to_string()).unwrap();
    Command::new("node")
        .arg(packages.join("node_modules/typescript/lib/tsc.js"))
        .args(["--noEmit", "--strict", "--skipLibCheck", "--pretty", "false"])
        .arg(file)
        .current_dir(packages)
        .output()
        .unwrap()
}

/// The journal of the examples, run here; and of the tests before this one where their sandboxes wrote one.
fn exchanges(what: &str) -> Vec<String> {
    let journal = folder("types").join("examples.jsonl");
    std::fs::write(&journal, "").unwrap();
    let mut missing = Vec::new();
    for example in examples() {
        let mut command = Command::new(&example);
        command.env("GRAPH_SANDBOX_JOURNAL", &journal).env_remove("GRAPH_TOKEN");
        match command.output() {
            Ok(output) => drop(printed(&output)),
            Err(_) => missing.push(example),
        }
    }
    if !missing.is_empty() {
        skipped(&format!(
            "{what}: of the examples {} aren't built; `cargo build --examples` does",
            missing.len()
        ));
    }
    let mut files = vec![journal];
    files.extend(std::env::var_os("GRAPH_SANDBOX_JOURNAL").map(PathBuf::from));
    let texts = files.iter().filter_map(|file| std::fs::read_to_string(file).ok());
    texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// The programs of the examples, where cargo puts them.
fn examples() -> Vec<PathBuf> {
    let test = std::env::current_exe().unwrap();
    let built = test.parent().and_then(Path::parent).unwrap().join("examples");
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples")).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let sources = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    sources
        .map(|path| built.join(path.file_stem().unwrap()).with_extension(std::env::consts::EXE_EXTENSION))
        .collect()
}

/// The published metadata; `None`, and a line, where it isn't there.
fn published(what: &str) -> Option<Snapshot> {
    let Ok(packed) = std::fs::read(corpus("metadata-v1.0.xml.gz")) else {
        skipped(&format!("{what}: the documentation corpus isn't there"));
        return None;
    };
    let mut xml = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut xml).unwrap();
    let source = Source { version: "v1.0", cloud: "global", date: None, xml: &xml };
    Some(Snapshot::new(csdl::parse(&xml).unwrap().to_snapshot(&source)).unwrap())
}
