//! Every JSON body that the examples write, and their sandboxes' responses, against Microsoft's own types.
//!
//! What goes to a sandbox is read from its journal, and each body becomes a constant in TypeScript, of the type that the
//! metadata gives to its method and path; `tsc` then says what doesn't fit `@microsoft/microsoft-graph-types`.

mod constants;

use std::path::Path;
use std::process::Command;

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::snapshot::{Snapshot, Source};
use serde_json::{Value, json};

use self::constants::Constants;
use crate::examples::exchanges;
use crate::servers::skipped;
use crate::tools::{corpus, install_node, printed, refusal};

/// Fewer would mean that the examples weren't listened to.
const FEWEST: usize = 60;

#[test]
fn bodies_fit_microsofts_types() {
    let what = "bodies against Microsoft's types";
    let Some(snapshot) = published(what) else { return };
    let Some(packages) = install_node(what) else { return };
    let mut constants = Constants::new(&snapshot);
    for exchange in exchanges(what) {
        constants.add(exchange);
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
