//! What the service asks for and its schema doesn't say, and what is said of a response that isn't read; by the snapshot
//! that the feature `checked` brings.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::path::Path;
use std::process::Command;

/// What `cargo graph new METHOD PATH` prints.
fn declared(method: &str, path: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-graph"))
        .args(["graph", "new", method, path])
        .env("GRAPH_SCHEMA_DIR", Path::new(env!("CARGO_MANIFEST_DIR")).join("../metadata"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{method} {path}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn fields_that_the_schema_has_not() {
    for (path, fields) in [
        ("/me/calendarView", &["query = \"startDateTime\"", "query = \"endDateTime\""][..]),
        ("/me/events/{id}/instances", &["query = \"startDateTime\"", "query = \"endDateTime\""][..]),
        (
            "/users/$count",
            &["header = \"ConsistencyLevel\"", "let count = ", ".consistency_level(\"eventual\")"],
        ),
        ("/groups/{id}/members/$count", &["header = \"ConsistencyLevel\""]),
    ] {
        let source = declared("GET", path);
        fields.iter().for_each(|field| assert!(source.contains(field), "{path} lacks {field}:\n{source}"));
    }
    let count = declared("GET", "/me/messages/$count");
    assert!(!count.contains("ConsistencyLevel"), "{count}");
}

#[test]
fn a_change_says_what_it_responds_with() {
    let source = declared("PATCH", "/me/events/{id}");
    assert!(
        source.contains("/// Responds with nothing, or with the changed `microsoft.graph.event`;"),
        "{source}"
    );
    assert!(!source.contains("response ="), "{source}");
    let source = declared("PUT", "/me/drive/root:/{path}:/content");
    assert!(!source.contains("Responds with"), "{source}");
}

#[test]
fn what_is_open_takes_what_the_schema_does_not_name() {
    // The body itself, a type in it, and one of several that stand for a base.
    for (method, path) in [
        ("PATCH", "/sites/{id}/lists/{id}/items/{id}/fields"),
        ("PATCH", "/users/{id}"),
        ("PATCH", "/users/{id}/extensions/{id}"),
        ("PATCH", "/teams/{id}/schedule/timeOffReasons/{id}"),
    ] {
        let source = declared(method, path);
        assert!(source.contains("#[graph(additional)]"), "{path}: {source}");
        assert!(source.contains("/// What the schema doesn't name"), "{path}: {source}");
    }
    // A type that isn't open has all its properties.
    let source = declared("PATCH", "/me/outlook/masterCategories/{id}");
    assert!(!source.contains("additional"), "{source}");
}

#[test]
fn the_columns_of_a_list_are_created_with_its_item() {
    let source = declared("POST", "/sites/{id}/lists/{id}/items");
    assert!(source.contains("pub fields: Option<FieldValueSet>,"), "{source}");
    // What is only related is created by a call of its own.
    assert!(!source.contains("pub analytics"), "{source}");
}

#[test]
fn nobody_begins_with_what_is_deprecated() {
    let of = |source: &str| source.split("#[graph_type").map(str::to_owned).collect::<Vec<_>>();
    let permission = declared("GET", "/drives/{id}/items/{id}/permissions/{id}");
    let fields = of(&permission).into_iter().find(|item| item.contains("pub struct Permission ")).unwrap();
    assert!(fields.contains("granted_to_v2") && !fields.contains("granted_to:"), "{fields}");
    // By its type.
    let email = declared("POST", "/security/collaboration/analyzedEmails");
    assert!(!email.contains("DetonationBehaviourDetails"), "{email}");
    // Of a type that is deprecated itself all is there.
    let alert = declared("GET", "/security/alerts/{id}");
    assert!(alert.contains("pub severity: Option<AlertSeverity>"), "{alert}");
}
