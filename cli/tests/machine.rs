//! What programs read: JSON whose keys are all spelt one way, and whole workspaces.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;

use serde_json::Value;

mod support;

use support::{METADATA, run};

const LIB: &str = "\
use graph_endpoint::prelude::*;

#[graph_endpoint(GET, \"/users/{id}\", permissions(delegated = [\"User.Read.All\"]))]
pub struct GetUser { id: String }
";

/// Keys that are no camelCase; those of a map are names of permissions.
fn odd_keys(json: &Value, odd: &mut Vec<String>) {
    match json {
        Value::Object(properties) => {
            for (name, value) in properties {
                if name.contains('_') || name.starts_with(|c: char| c.is_ascii_uppercase()) {
                    odd.push(name.clone());
                }
                if name != "permissions" {
                    odd_keys(value, odd);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| odd_keys(item, odd)),
        _ => {}
    }
}

#[test]
fn keys_are_camel_case() {
    let folder = support::workspace("machine", "keys", LIB);
    for arguments in [
        vec!["list"],
        vec!["permissions"],
        vec!["check", "--against", METADATA],
        vec!["schema", "show", "/users/{id}"],
        vec!["schema", "show", "GET /users"],
        vec!["schema", "show", "user"],
        vec!["schema", "diff", METADATA, METADATA],
    ] {
        let ran = run(&folder, &[arguments.as_slice(), &["--format", "json"]].concat());
        let mut odd = Vec::new();
        odd_keys(&ran.json(), &mut odd);
        assert!(odd.is_empty(), "{arguments:?}: {odd:?}");
    }
    run(&folder, &["permissions", "--format", "json"]).has(&["\"delegatedPersonal\""]);
    run(&folder, &["schema", "show", "/users/{id}", "--format", "json"])
        .has(&["\"keyOf\"", "\"declaredBy\""]);
}

#[test]
fn a_workspace_of_metadata_has_its_snapshot() {
    let folder = support::workspace("machine", "whole", LIB);
    let ran = run(
        &folder,
        &["all", "whole", "--crates", "--under", "/users", "--sample", "5", "--schema", METADATA],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.err.contains("nothing checks the crates"), "{}", ran.err);
    let snapshot = fs::read_to_string(folder.join("whole/graph-schema/v1.0.txt")).unwrap();
    assert!(snapshot.lines().any(|line| line == "version v1.0"), "{snapshot:.200}");
}
