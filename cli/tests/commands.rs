//! The commands that ask the schema or read a crate, each over a small schema and crate of our own.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

mod support;

use support::{given, run};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");

const LIB: &str = r##"
mod buoys;
#[cfg(feature = "pilots")]
mod pilots {
    pub mod list;
}
include!(concat!(env!("OUT_DIR"), "/made.rs"));
write_endpoints! { #[graph_endpoint(GET, "/hidden")] }
other! { "#[graph_endpoint]" }
mod gone;

#[cfg_attr(all(), graph_endpoint(GET, "/buoys/<id>", version = "beta"))]
struct GetBetaBuoy { id: String }
"##;

const BUOYS: &str = r#"
use graph_endpoint::prelude::*;

#[graph_endpoint(
    GET, "/buoys",
    response = Page<Buoy>,
    permissions(delegated = ["Buoy.ReadWrite.All"], application = ["Buoy.Read.All", "Buoy.ReadWrite.All"])
)]
pub struct ListBuoys;

#[graph_endpoint(PATCH, "/buoys/{id}", permissions(delegated = ["Buoy.ReadWrite.All"], application = ["Buoy.ReadWrite.All"]))]
pub struct UpdateBuoy { id: String, depth: Option<f64>, #[graph(header = "If-Match")] etag: String }

#[graph_endpoint(POST, "/buoys/<id>/relight")]
pub struct Relight { id: String, color: String }

#[graph_type("microsoft.graph.buoy")]
pub struct Buoy { id: String, #[graph(rename = "lit")] is_lit: bool, laid_date_time: Option<String> }

#[graph_type("microsoft.graph.rule")]
pub enum Rule {
    #[graph(type = "microsoft.graph.speedRule")]
    Speed { knots: Option<i32> },
    #[graph(other)]
    Other(Untyped),
}

#[graph_type("microsoft.graph.lightColor")]
pub enum Color { Red, Green, #[graph(other)] Other(String) }
"#;

const PILOTS: &str = r#"
fn f() {
    #[graph_endpoint(GET, "/buoys/<id>/pilot")]
    struct GetPilot { id: String }
}
"#;

/// A workspace with a crate, a snapshot and the table of permissions.
fn workspace(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("commands").join(name);
    let _ = fs::remove_dir_all(&folder);
    let put = |file: &str, text: &str| {
        let file = folder.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    put(
        "Cargo.toml",
        "[workspace]\n[package]\nname = \"harbour\"\nversion = \"0.0.0\"\nedition = \"2024\"\n",
    );
    put("Cargo.lock", "");
    put("src/lib.rs", LIB);
    put("src/buoys.rs", BUOYS);
    put("src/pilots/list.rs", PILOTS);
    fs::create_dir_all(folder.join("graph-schema")).unwrap();
    fs::copy(format!("{DATA}/permissions.json"), folder.join("graph-schema/permissions.json")).unwrap();
    let schema = format!("{DATA}/harbour.xml");
    assert_eq!(run(&folder, &["schema", "import", &schema]).code, 0);
    folder
}

#[test]
fn new_by_the_schema() {
    let folder = workspace("new");
    run(&folder, &["new", "get", "/buoys"]).has(&[
        "GET, \"/buoys\",\n    response = Page<Buoy>,",
        "delegated = [\"Buoy.Read.All\", \"Buoy.ReadWrite.All\"]",
        "pub id: String,",
        "pub color: Option<LightColor>,",
        "pub marks: Option<Flags<Marks>>,",
        "pub rules: Option<Vec<Rule>>,",
        "pub part: Option<Part>,",
        "pub of: Option<Box<Part>>,",
        "Speed(SpeedRule),",
        "    Red,\n    Green,\n    /// A member",
    ]);
    let selected =
        run(&folder, &["new", "GET", "/buoys/{id}", "--select", "id,lit,pilot/displayName,part/name"]);
    selected.has(&["select,", "pub lit: bool,", "#[graph(expand)]\n    pub pilot: Option<Pilot>,"]);
    assert!(!selected.out.contains("depth") && !selected.out.contains("of:"), "{}", selected.out);
    run(&folder, &["new", "PATCH", "/buoys/{id}", "--body", "depth,lit"])
        .has(&["pub depth: Nullable<f64>,\n    pub lit: Option<bool>,\n}\n"]);
    let relight =
        run(&folder, &["new", "POST", "/beta/buoys/{id}/relight", "--schema", "graph-schema/v1.0.txt"]);
    relight.has(&["version = \"beta\"", "pub color: LightColor,", "pub until: Option<edm::DateTimeOffset>,"]);
    run(&folder, &["new", "GET", "/buoys/near(port='{port}',most={most})", "--name", "Near"])
        .has(&["pub struct Near {\n    pub port: String,\n    pub most: i64,\n}"]);
    run(&folder, &["new", "GET", "/buoys/{id}/photo"]).has(&["response = Bytes"]);
    run(&folder, &["new", "PUT", "/buoys/{id}/pilot/$ref"])
        .has(&["#[graph(rename = \"@odata.id\")]\n    pub odata_id: String,"]);
    run(&folder, &["new", "GET", "/buoys", "--depth", "0"]).has(&["pub part: Option<Untyped>,"]);
}

#[test]
fn new_says_what_is_wrong() {
    let folder = workspace("wrong");
    for (arguments, message) in [
        (vec!["new", "GET", "/buos"], "did you mean `buoys`?"),
        (vec!["new", "PATCH", "/buoys"], "PATCH is not allowed on `/buoys`"),
        (vec!["new", "GET", "/buoys", "--select", "colour"], "did you mean `color`?"),
        (vec!["new", "GET", "/beta/buoys"], "there is no snapshot of beta"),
        (vec!["new", "GET"], "required"),
        (vec!["new"], "required"),
        (vec!["new", "GET", "/buoys", "--permissions", "src/lib.rs"], "no table of permissions"),
    ] {
        let ran = run(&folder, &arguments);
        assert!(
            ran.code != 0 && ran.out.is_empty() && ran.err.contains(message),
            "{arguments:?}: {}",
            ran.err
        );
    }
}

#[test]
fn an_example_takes_types_from_the_schema() {
    let folder = workspace("example");
    let example = "GET /buoys/{id}\n\nHTTP/1.1 200 OK\n\n{\"id\": \"1\", \"color\": \"red\", \"depth\": 3, \
                   \"part\": null, \"marks\": null, \"colour\": \"red\"}";
    let ran = given(&folder, &["new", "--example", "-"], example);
    ran.has(&[
        "#[graph_type(\"microsoft.graph.buoy\")]",
        "pub color: Option<LightColor>,",
        "pub depth: Option<f64>,",
        "pub part: Option<Untyped>,",
        "pub marks: Option<Flags<Marks>>,",
        "delegated = [\"Buoy.Read.All\", \"Buoy.ReadWrite.All\"]",
    ]);
    assert!(ran.err.contains("`colour` is not in the schema of microsoft.graph.buoy"), "{}", ran.err);
    let patch = "PATCH /buoys/{id}\nContent-Type: application/json\n\n{\"depth\": 3.5, \"lit\": true}";
    given(&folder, &["new", "--example", "-"], patch)
        .has(&["pub depth: Nullable<f64>,", "pub lit: Option<bool>,"]);
}

#[test]
fn add_keeps_what_is_there() {
    let folder = workspace("add");
    let file = folder.join("src/buoys.rs");
    let ran = run(&folder, &["add", "--to", "src/buoys.rs", "GET", "/buoys/{id}"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let text = fs::read_to_string(&file).unwrap();
    let added = text.strip_prefix(BUOYS).unwrap();
    assert!(added.contains("pub struct GetBuoy {") && !added.contains("pub struct Buoy "), "{added}");
    assert!(ran.err.contains("`Buoy` is there already"), "{}", ran.err);
    syn::parse_file(&text).unwrap();
    let again = run(&folder, &["add", "--to", "src/buoys.rs", "GET", "/buoys/{id}"]);
    assert!(
        again.code == 0 && again.err.contains("as it would be written; nothing is added"),
        "{}",
        again.err
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    let other = run(&folder, &["add", "--to", "src/buoys.rs", "GET", "/buoys/{id}", "--select", "lit"]);
    assert!(other.code != 0 && other.err.contains("write another with `--name`"), "{}", other.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    let mut with_rustfmt =
        support::command(&folder, &["add", "--to", "src/buoys.rs", "DELETE", "/buoys/{id}"]);
    with_rustfmt.env_remove("RUSTFMT");
    assert!(support::output(with_rustfmt, b"").status.success());
    let more = fs::read_to_string(&file).unwrap();
    assert!(more.strip_prefix(&text).unwrap().starts_with("\n///"), "{more}");
    assert_eq!(run(&folder, &["add", "--to", "src/new.rs", "GET", "/buoys"]).code, 0);
    assert!(fs::read_to_string(folder.join("src/new.rs")).unwrap().starts_with("use graph_endpoint::"));
}

#[test]
fn list_finds_every_endpoint() {
    let folder = workspace("list");
    let ran = run(&folder, &["list", "--format", "json"]);
    let json = ran.json();
    let endpoints = json["endpoints"].as_array().unwrap();
    let names: Vec<&str> = endpoints.iter().map(|endpoint| endpoint["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["ListBuoys", "UpdateBuoy", "Relight", "GetPilot", "GetBetaBuoy"]);
    let pilot = &endpoints[3];
    assert_eq!((pilot["file"].as_str(), pilot["line"].as_u64()), (Some("src/pilots/list.rs"), Some(3)));
    assert_eq!(pilot["cfg"][0], "feature = \"pilots\"");
    assert_eq!(endpoints[4]["version"], "beta");
    assert_eq!(endpoints[0]["permissions"]["application"][0], "Buoy.Read.All");
    for message in ["whose path is made while compiling", "`write_endpoints!`", "the module `gone`"] {
        assert!(ran.err.contains(message), "{}", ran.err);
    }
    assert_eq!(json["unread"].as_array().unwrap().len(), 3);
    assert_eq!(run(&folder, &["list", "--deny-warnings"]).code, 1);
    run(&folder, &["list"]).has(&["PATCH  /buoys/{id}", "/beta/buoys/<id>", "src/buoys.rs:4"]);
}

#[test]
fn permissions_of_the_crate() {
    let folder = workspace("permissions");
    let json = run(&folder, &["permissions", "--format", "json"]).json();
    let needed = json["application"]["permissions"].as_object().unwrap();
    assert_eq!(needed.keys().collect::<Vec<_>>(), ["Buoy.ReadWrite.All"]);
    assert!(run(&folder, &["permissions"]).err.contains("declare no permissions: Relight"));
    let check = run(&folder, &["permissions", "--check"]);
    assert_eq!(check.code, 1);
    check.has(&[
        "ListBuoys: `delegated`: `Buoy.Read.All` is less privileged; write it before `Buoy.ReadWrite.All`",
        "Relight: `delegated` is missing; write `delegated = [\"Buoy.ReadWrite.All\"]`",
    ]);
    let without_ids = run(&folder, &["permissions", "--format", "required-resource-access"]);
    assert!(
        without_ids.code == 2 && without_ids.err.contains("$select=appRoles,oauth2PermissionScopes"),
        "{}",
        without_ids.err
    );
    fs::write(
        folder.join("ids.json"),
        r#"{"appRoles": [{"id": "1-1", "value": "Buoy.ReadWrite.All"}], "oauth2PermissionScopes": [{"id": "2-2", "value": "Buoy.ReadWrite.All"}]}"#,
    )
    .unwrap();
    let manifest =
        run(&folder, &["permissions", "--format", "required-resource-access", "--ids", "ids.json"]);
    assert_eq!(manifest.json()[0]["resourceAccess"].as_array().unwrap().len(), 2, "{}", manifest.out);
}

#[test]
fn a_token_is_never_printed() {
    use base64::Engine as _;

    let folder = workspace("token");
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let token = format!(
        "{}.{}.c2VjcmV0",
        encode("{}"),
        encode("{\"aud\": \"https://graph.microsoft.com\", \"scp\": \"Buoy.Read.All Mail.Read\"}")
    );
    let ran = given(&folder, &["permissions", "--token", "-"], &token);
    assert_eq!(ran.code, 1);
    ran.has(&["lacks Buoy.ReadWrite.All, for UpdateBuoy", "has Mail.Read, which nothing needs"]);
    let bad = given(&folder, &["permissions", "--token", "-"], "c2VjcmV0");
    assert_eq!(bad.code, 2);
    for text in [&ran.out, &ran.err, &bad.out, &bad.err] {
        assert!(!text.contains("c2VjcmV0") && !text.contains(&token[..12]), "{text}");
    }
}

#[test]
fn check_tells_what_breaks() {
    let folder = workspace("check");
    let schema = fs::read_to_string(format!("{DATA}/harbour.xml")).unwrap();
    let against = |name: &str, changes: &[(&str, &str)]| {
        let changed = changes.iter().fold(schema.clone(), |schema, (from, to)| {
            assert!(schema.contains(from), "{from}");
            schema.replace(from, to)
        });
        fs::write(folder.join(name), changed).unwrap();
        run(&folder, &["check", "--against", name])
    };
    assert_eq!(against("same.xml", &[]).code, 0);
    // What nothing here uses.
    assert_eq!(against("other.xml", &[("Name=\"watts\"", "Name=\"volts\"")]).code, 0);
    let changed = against(
        "changed.xml",
        &[
            ("\"depth\" Type=\"Edm.Double\"", "\"depth\" Type=\"Edm.Int32\""),
            ("<Property Name=\"lit\" Type=\"Edm.Boolean\" Nullable=\"false\" />", ""),
            ("Action Name=\"relight\"", "Action Name=\"light\""),
            ("<Property Name=\"knots\" Type=\"Edm.Int32\" />", ""),
            ("<Member Name=\"green\" Value=\"1\" />", ""),
        ],
    );
    assert_eq!(changed.code, 1);
    changed.has(&[
        "src/buoys.rs:11: UpdateBuoy (PATCH /buoys/{id})\n  depth: Edm.Double -> Edm.Int32\n",
        "Relight (POST /buoys/<id>/relight)\n  src/buoys.rs:14: error: microsoft.graph.buoy has no `relight`",
        "Buoy (microsoft.graph.buoy)\n  src/buoys.rs:18: error: `lit` is no property of microsoft.graph.buoy; ",
        "\n  lit: Edm.Boolean, never null -> removed\n",
        "Rule (microsoft.graph.rule)\n  src/buoys.rs:23: error: `knots` is no property of microsoft.graph.speedRule",
        "\n  knots: Edm.Int32 -> removed\n",
        "Color (microsoft.graph.lightColor)\n  src/buoys.rs:29: error: `green` is no member of",
        "\n  green: removed\n",
    ]);
    let one = run(&folder, &["check", "--against", "gone.xml"]);
    assert_eq!(one.code, 2, "{}", one.err);
}

#[test]
fn all_of_a_schema() {
    let folder = workspace("all");
    let ran = run(&folder, &["all", "src/graph"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let read = |name: &str| fs::read_to_string(folder.join("src/graph").join(name)).unwrap();
    let (module, types) = (read("buoys.rs"), read("types/part0.rs"));
    for name in ["ListBuoys", "UpdateLamp", "RelightBuoy", "ListNear", "CountLamps", "SetPilot"] {
        assert!(module.contains(&format!("pub struct {name}")), "{name} is not in {module}");
    }
    assert_eq!(types.matches("pub struct Buoy ").count(), 1, "{types}");
    for file in [module, types, read("mod.rs"), read("types/mod.rs")] {
        syn::parse_file(&file).unwrap();
    }
    assert!(run(&folder, &["all", "src/graph"]).err.contains("name an empty folder"));
}

#[test]
fn all_of_a_schema_as_crates() {
    let folder = workspace("crates");
    let ran = run(&folder, &["all", "harbour", "--crates", "--paths", "--prefix", "sea"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let read = |name: &str| fs::read_to_string(folder.join("harbour").join(name)).unwrap();
    assert!(
        read("Cargo.toml").contains("members = [\n    \"types\",\n    \"buoys\",\n]"),
        "{}",
        read("Cargo.toml")
    );
    assert!(read("buoys/Cargo.toml").contains("sea-types.workspace = true"));
    assert!(read("graph-schema/v1.0.txt").starts_with("graph-schema"));
    assert!(read("types/src/part0.rs").contains("pub struct Buoy "));
    let (lib, test) = (read("buoys/src/lib.rs"), read("buoys/tests/paths.rs"));
    assert!(lib.contains("use sea_types::*;") && lib.contains("pub struct UpdateLamp"), "{lib}");
    for call in [
        "check(api::ListBuoys, \"ListBuoys\", \"/buoys\")",
        "check(api::GetLamp { buoy_id: \"1\".into(), lamp_id: \"10\".into() }, \"GetLamp\", \"/buoys/1/lamps/10\")",
        "color: serde_json::from_str(\"\\\"red\\\"\").unwrap()",
        "port: \"1\".into(), most: 10 }, \"ListNear\", \"/buoys/near(port='1',most=10)\")",
    ] {
        assert!(test.contains(call), "{call} is not in\n{test}");
    }
    for file in [lib, test] {
        syn::parse_file(&file).unwrap();
    }
    let alone = run(&folder, &["all", "other", "--paths"]);
    assert!(alone.code == 2 && alone.err.contains("--crates"), "{}", alone.err);
}
