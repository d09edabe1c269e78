//! The source of a crate is read wherever a declaration can stand in it and whatever its attribute is called there.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;

mod support;

use support::run;

const LIB: &str = r#"
mod early;
use graph_endpoint::graph_endpoint as call;
pub use graph_endpoint::{graph_endpoint as endpoint, graph_type as ty};

#[call(GET, "/users")]
pub struct Renamed;
#[ty("microsoft.graph.user")]
pub struct User { id: String }
struct Service;
impl Service {
    const ONE: u8 = { #[call(GET, "/users")] struct InConst; 1 };
    fn call(&self) { #[graph_endpoint::graph_endpoint(GET, "/users")] struct InMethod; }
}
trait Calls {
    fn call(&self) { { #[call(GET, "/users")] struct InTrait; } }
}
static TWO: u8 = { #[call(GET, "/users")] struct InStatic; 2 };

/// Its second line.
#[endpoint]
pub struct Bad;
fn blocks(value: Option<u8>) -> Option<u8> {
    if value.is_some() { #[call(GET, "/users")] struct InIf; }
    let Some(one) = value else { #[call(GET, "/users")] struct InElse; return None; };
    for _ in 0..one { loop { #[call(GET, "/users")] struct InLoop; break; } }
    let closure = |_: u8| { #[call(GET, "/users")] struct InClosure; };
    match one {
        0 => { #[call(GET, "/users")] struct InArm; }
        _ => closure(one),
    }
    drop(async move { unsafe { #[call(GET, "/users")] struct InUnsafe; } });
    write_two! { #[call(GET, "/users")] struct Unseen; }
    value
}
macro_rules! write_one { ($name:ident) => { #[call(GET, "/users")] struct $name; } }
"#;

#[test]
fn every_place_and_every_name() {
    let folder = support::workspace("source", "names", LIB);
    fs::write(folder.join("src/early.rs"), "#[crate::endpoint(GET, \"/users\")]\npub struct Early;\n")
        .unwrap();
    let ran = run(&folder, &["list", "--format", "json"]);
    let json = ran.json();
    let names: Vec<&str> =
        json["endpoints"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    let expected = [
        "Early",
        "Renamed",
        "InConst",
        "InMethod",
        "InTrait",
        "InStatic",
        "InIf",
        "InElse",
        "InLoop",
        "InClosure",
        "InArm",
        "InUnsafe",
    ];
    assert_eq!(names, expected, "{}", ran.err);
    let unread = json["unread"].as_array().unwrap();
    assert_eq!(unread.len(), 3, "{}", ran.err);
    let bad = unread.iter().find(|one| one["message"].as_str().unwrap().contains("`Bad`")).unwrap();
    assert!(bad["line"].as_u64().unwrap() > 15, "{bad}");
    for name in ["write_one", "write_two"] {
        assert!(ran.err.contains(&format!("the macro `{name}!`")), "{}", ran.err);
    }
    assert!(run(&folder, &["list"]).err.contains("12 endpoints, 1 type\n"));
}
