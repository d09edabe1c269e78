//! `cargo graph new` over fixtures: the source that each gives, that rustfmt has nothing to change in it, and that it
//! compiles. `UPDATE_FIXTURES=1` writes the expected sources anew.
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Every fixture with the file of its expected source.
fn examples() -> Vec<(PathBuf, PathBuf)> {
    let mut examples: Vec<_> = fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension != "rs"))
        .map(|path| (path.clone(), path.with_extension("rs")))
        .collect();
    examples.sort();
    assert!(examples.len() >= 5);
    examples
}

fn cargo_graph(arguments: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cargo-graph"))
        .args(arguments)
        // The printer alone: what a project's own rustfmt.toml makes of it is the project's business.
        .env("RUSTFMT", "no-rustfmt-here")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn each_example_gives_its_source() {
    for (example, expected) in examples() {
        let output = cargo_graph(&["graph", "new", "--example", example.to_str().unwrap()], "");
        assert!(output.status.success(), "{}: {}", example.display(), text(&output.stderr));
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            fs::write(&expected, &output.stdout).unwrap();
        }
        let known = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(text(&output.stdout), known, "{}", example.display());
    }
}

#[test]
fn rustfmt_has_nothing_to_change() {
    let settings = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rustfmt.toml");
    fs::write(&settings, "").unwrap();
    for (_, source) in examples() {
        let output = Command::new("rustfmt")
            .args(["--edition", "2024", "--check", "--config-path"])
            .arg(&settings)
            .arg(&source)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    }
}

#[test]
fn no_secret_is_written() {
    for (_, source) in examples() {
        let source = fs::read_to_string(source).unwrap();
        assert!(
            !source.contains("secret") && !source.contains("never-written") && !source.contains("Bearer")
        );
    }
}

#[test]
fn the_sources_compile_as_they_are() {
    let sources = examples().into_iter().map(|(_, source)| {
        let name = source.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(source).unwrap())
    });
    compile("fixtures", &[], "", sources.collect());
}

#[test]
fn other_crates_types_compile_too() {
    let page = "# Update a tide\n## Request body\n|Property|Type|Description|\n|--|--|--|\n\
        |high|DateTimeOffset|When. Nullable.|\n|day|Date|Which.|\n|at|TimeOfDay|When.|\n|lasts|Duration|How long.|\n\
        |pierId|Guid|Where.|\n|days|Collection(Date)|Others.|\n|low|DateTimeOffset|Not shown.|\n\
        ```http\nPATCH /tides/123456\n\n{\"high\": \"2026-01-01T00:00:00Z\", \"day\": \"2026-01-01\", \"at\": \"10:00:00\", \
        \"lasts\": \"PT1H\", \"pierId\": \"87d349ed-44d7-43e1-9a83-5f2406dee5bd\", \"days\": [\"2026-01-01\"]}\n```\n\
        ```http\nHTTP/1.1 200 OK\n\n{\"id\": \"1\", \"high\": \"2026-01-01T00:00:00Z\", \"day\": \"2026-01-01\", \"at\": \"10:00:00\", \
        \"lasts\": \"PT1H\", \"pierId\": \"87d349ed-44d7-43e1-9a83-5f2406dee5bd\", \"days\": [\"2026-01-01\"]}\n```\n";
    let output = cargo_graph(&["new", "--example", "-", "--jiff", "--uuid", "--deny-warnings"], page);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let source = text(&output.stdout);
    for ty in ["jiff::Timestamp", "jiff::civil::Date", "jiff::civil::Time", "jiff::Span", "uuid::Uuid"] {
        assert!(source.contains(ty), "{ty}: {source}");
    }
    let dependencies = "jiff = { version = \"1\", default-features = false }\nuuid = { version = \"1\", default-features = false }\n";
    compile("other-crates", &["jiff", "uuid"], dependencies, vec![("tide".to_owned(), source.to_owned())]);
}

/// Compiles sources, each a module, against the runtime with these features.
fn compile(package: &str, features: &[&str], dependencies: &str, sources: Vec<(String, String)>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(package);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\ngraph-endpoint = {{ path = {:?}, default-features = false, features = {features:?} }}\nserde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n{dependencies}",
        root.join("runtime")
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut lib = String::from("#![deny(warnings)]\n#![forbid(unsafe_code)]\n");
    for (name, source) in sources {
        lib.push_str(&format!("pub mod {name};\n"));
        fs::write(folder.join(format!("src/{name}.rs")), source).unwrap();
    }
    fs::write(folder.join("src/lib.rs"), lib).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn standard_input_and_options() {
    let output = cargo_graph(
        &["new", "--example", "-", "--name", "GetBuoy", "--path", "/buoys/{buoy-id}"],
        "GET /buoys/north\n\nHTTP/1.1 200 OK\n\n{\"id\": \"north\"}\n",
    );
    let source = text(&output.stdout);
    assert!(source.contains("#[graph_endpoint(GET, \"/buoys/<buoy_id>\", response = Buoy)]"), "{source}");
    assert!(source.contains("pub struct GetBuoy {\n    pub buoy_id: String,\n}"), "{source}");
}

#[test]
fn mistakes_say_what_to_write() {
    for (arguments, stdin, message) in [
        (vec!["new", "--example", "-"], "hello", "write one that begins with a method and a URL"),
        (vec!["new", "--example", "-"], "POST /me\n\n{\"a\": }", "not valid JSON"),
        (vec!["new", "--example", "-"], "GET /me\n\n{\"a\": 1}", "a GET has no body"),
        (vec!["new", "--example", "-"], "GET /a//b", "no path of Graph's"),
        (vec!["new", "--example", "-"], "GET /users/%2E./messages", "no path of Graph's"),
        (vec!["new", "--example", "-"], "GET /me/%2e%2e/messages", "no path of Graph's"),
        (vec!["new", "--example", "-", "--pick", "3"], "GET /me", "there is no example 3; there is 1"),
        (vec!["new", "--example", "no-such-file"], "", "can't read no-such-file"),
    ] {
        let output = cargo_graph(&arguments, stdin);
        assert!(!output.status.success());
        assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn what_is_not_read_is_said_and_can_fail() {
    let page = "```http\nGET /buoys/123456\n```\n```javascript\nGET /buoys\n```\n";
    let output = cargo_graph(&["new", "--example", "-"], page);
    assert!(output.status.success());
    assert!(
        text(&output.stderr)
            .contains("warning: -:5: a fence in `javascript` holds what looks like a request")
    );
    let output = cargo_graph(&["new", "--example", "-", "--deny-warnings"], page);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("1 warning, and `--deny-warnings`"));
}

#[test]
fn nothing_of_a_page_is_lost_in_silence() {
    let page = "# Update a buoy\n\
        ## Optional query parameters\n|Name|Description|\n|--|--|\n|$expand|What comes with it.|\n|id|Of the buoy.|\n\
        ## Request headers\n|Header|Value|\n|--|--|\n|Authorization|Bearer.|\n|If-Match|An etag.|\n|Prefer|x|\n\
        ## Request body\n|Property|Type|Description|\n|--|--|--|\n|name|String|Its name.|\n|mooring|mooringPoint|Where.|\n|a to z|String|Others.|\n\
        ## Colours\n|Property|Type|Description|\n|--|--|--|\n|red|String|Port.|\n\
        [!INCLUDE [x](../includes/buoy-note.md)]\n[!INCLUDE [x](../includes/beta-disclaimer.md)]\n\
        ```http\nPATCH /buoys/123456\nPrefer: x\n\n{\"name\": \"a\"}\n```\n\
        ```http\nHTTP/1.1 302 Found\nLocation: https://h\n```\n```http\nHTTP/1.1 200 OK\n\n{\"name\": \"a\"}\n```\n";
    let output = cargo_graph(&["new", "--example", "-"], page);
    let said: Vec<&str> = text(&output.stderr).lines().collect();
    let expected = [
        (17, "the property `mooring`, and its type, `mooringPoint`, isn't on the page"),
        (18, "`a to z` is no name of a property"),
        (20, "the table `Property|Type|Description` is neither"),
        (23, "the note `../includes/buoy-note.md`"),
        (32, "this redirect leads to a download"),
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for (said, (line, words)) in said.iter().zip(expected) {
        assert!(said.starts_with(&format!("warning: -:{line}: ")) && said.contains(words), "{said}");
    }
    let source = text(&output.stdout);
    for part in ["response = Buoy", "expand: Option<String>", "if_match: Option<String>"] {
        assert!(source.contains(part), "{part}: {source}");
    }
}

#[test]
fn one_bad_example_refuses_no_other() {
    let page = "```http\nPOST /buoys\n\n{\"a\": }\n```\n```http\nGET /piers/123456\n```\n";
    let output = cargo_graph(&["new", "--example", "-"], page);
    assert!(output.status.success());
    assert!(
        text(&output.stderr).contains("-:2: this example is left out: the request's body is not valid JSON")
    );
    assert!(text(&output.stdout).contains("#[graph_endpoint(GET, \"/piers/<id>\")]"));
}

#[test]
fn permissions_beside_the_page() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(folder.join("includes")).unwrap();
    let page = "## Permissions\n[!INCLUDE [x](includes/buoy.md)]\n```http\nGET /buoys/123456\n```\n";
    fs::write(folder.join("page.md"), page).unwrap();
    fs::write(
        folder.join("includes/buoy.md"),
        "|Permission type|Permissions|\n|--|--|\n|Application|Buoy.Read|\n",
    )
    .unwrap();
    let output =
        cargo_graph(&["new", "--deny-warnings", "--example", folder.join("page.md").to_str().unwrap()], "");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("application = [\"Buoy.Read\"]"));
}
