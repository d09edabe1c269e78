//! Every JSON body that the examples write, and their sandboxes' responses, against Microsoft's own types.
//!
//! What goes to a sandbox is read from its journal, and each body becomes a constant in TypeScript, of the type that the
//! metadata gives to its method and path; `tsc` then says what doesn't fit `@microsoft/microsoft-graph-types`. So it is with
//! what the declarations of the documentation's examples write, which the conformance suite leaves behind.

mod constants;
mod explained;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::snapshot::{Snapshot, Source};
use serde_json::{Value, json};

use self::constants::Constants;
use crate::examples::{are_all_built, exchanges};
use crate::servers::skipped;
use crate::tools::{corpus, folder, install_node, printed, refusal};

/// Fewer would mean that the examples weren't listened to.
const FEWEST: usize = 170;

#[test]
fn bodies_fit_microsofts_types() {
    let what = "bodies against Microsoft's types";
    let Some(snapshot) = published(what) else { return };
    let Some(packages) = install_node(what) else { return };
    let mut constants = Constants::new(&snapshot);
    for exchange in exchanges(what) {
        assert_ids(exchange);
        constants.add(exchange);
    }
    println!("{}", constants.report());
    assert!(constants.count() >= FEWEST || !are_all_built(), "only {} bodies were judged", constants.count());
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

/// What the tests of `it` write to their servers and sandboxes, which `.ci/run` leaves behind. Their endpoints are made up for
/// the most part; those whose paths are Graph's are judged.
#[test]
fn bodies_of_tests_fit_microsofts_types() {
    let what = "bodies of tests against Microsoft's types";
    let Ok(journal) = std::fs::read_to_string(folder("").join("tests.jsonl")) else {
        skipped(&format!("{what}: `.ci/run` hasn't left them"));
        return;
    };
    let Some(snapshot) = published(what) else { return };
    let Some(packages) = install_node(what) else { return };
    let mut constants = Constants::new(&snapshot);
    // Tests of the same run may be writing the last line.
    let exchanges = journal.lines().map_while(|line| serde_json::from_str::<Value>(line).ok());
    for mut exchange in exchanges {
        // What their servers say is odd on purpose, and what is refused was meant to be.
        let is_refused = exchange["status"].as_u64().unwrap() >= 400;
        exchange["response"] = Value::Null;
        if !is_refused && !exchange["request"].is_null() {
            constants.add(&exchange);
        }
    }
    println!("of the tests, {}", constants.report());
    assert!(constants.count() > 0 || journal.is_empty(), "none was judged");
    printed(&tsc(&packages, "tests.ts", &constants));
}

/// What the declarations of the documentation's examples write, which `.ci/conformance` leaves behind.
#[test]
fn bodies_of_the_documentation_fit_microsofts_types() {
    let what = "bodies of the documentation's examples against Microsoft's types";
    let Ok(journal) = std::fs::read_to_string(folder("").join("conformance.jsonl")) else {
        skipped(&format!("{what}: `.ci/conformance` hasn't left them"));
        return;
    };
    let Some(snapshot) = published(what) else { return };
    let Some(packages) = install_node(what) else { return };
    let mut constants = Constants::new(&snapshot);
    for line in journal.lines() {
        constants.add(&serde_json::from_str(line).unwrap());
    }
    println!("{}", constants.report());
    let errors = errors(&tsc(&packages, "documentation.ts", &constants));
    let mut explained: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for error in &errors {
        match explained::rule(&snapshot, error) {
            Some(rule) => *explained.entry(rule).or_default() += 1,
            None => unexplained.push(error),
        }
    }
    explained.iter().for_each(|(rule, count)| println!("{count} differ: {rule}"));
    assert!(unexplained.is_empty(), "{unexplained:#?}");

    // Values of another kind aren't explained, whatever the documentation is said to do.
    let mut wrong = Constants::new(&snapshot);
    for (method, target, body) in [
        ("PATCH", "/v1.0/users/a", json!({ "businessPhones": [1] })),
        ("PATCH", "/v1.0/users/b", json!({ "displayName": { "a": 1 } })),
        ("PATCH", "/v1.0/users/c", json!({ "assignedLicenses": "none" })),
        ("POST", "/v1.0/me/sendMail", json!({ "message": { "body": ["a"] } })),
    ] {
        wrong.add(&json!({ "method": method, "target": target, "request": body, "status": 204 }));
    }
    let errors = self::errors(&tsc(&packages, "undocumented.ts", &wrong));
    let kept: Vec<_> = errors.iter().filter(|error| explained::rule(&snapshot, error).is_none()).collect();
    assert_eq!(kept.len(), 4, "{errors:#?}");
}

/// What `tsc` says, a line each.
fn errors(output: &std::process::Output) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().filter(|line| line.contains("error TS")).map(str::to_owned).collect()
}

/// What every error of the sandbox has, and its published type leaves out.
fn assert_ids(exchange: &Value) {
    if exchange["status"].as_u64().unwrap() >= 400 && exchange["response"].is_object() {
        for name in ["date", "request-id", "client-request-id"] {
            let id = &exchange["response"]["error"]["innerError"][name];
            assert!(id.is_string(), "an error has no `{name}`: {exchange}");
        }
    }
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
