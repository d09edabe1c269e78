//! `cargo graph schema`, as it is called: what is written where, what is printed, and the exit codes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

mod support;

use support::{METADATA, command, output};

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schema").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A workspace with a crate that uses the runtime, one that doesn't, and no lock file.
fn workspace(name: &str) -> PathBuf {
    let folder = folder(name);
    let manifest = |name: &str, dependencies: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n{dependencies}"
        )
    };
    let root = "[workspace]\nmembers = [\"user\", \"other\"]\nresolver = \"3\"\n";
    fs::write(folder.join("Cargo.toml"), root).unwrap();
    for (name, dependencies) in [("user", "graph-endpoint = \"0.1\"\n"), ("other", "")] {
        fs::create_dir_all(folder.join(name).join("src")).unwrap();
        fs::write(folder.join(name).join("Cargo.toml"), manifest(name, dependencies)).unwrap();
        let root = folder.join(name).join("src/lib.rs");
        fs::write(&root, "").unwrap();
        set_modified(&root, long_ago());
    }
    // What ends the way up: this repository isn't a part of the workspace.
    fs::create_dir(folder.join(".git")).unwrap();
    folder
}

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)
}

fn set_modified(file: &Path, time: SystemTime) {
    fs::File::options().append(true).open(file).unwrap().set_modified(time).unwrap();
}

fn modified(file: &Path) -> SystemTime {
    fs::metadata(file).unwrap().modified().unwrap()
}

fn schema(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Output {
    output(command(folder, &[&["schema"], arguments].concat()), stdin)
}

/// Of what was done.
fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Of what could not be done.
fn stderr(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    text
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The names in a folder, hidden ones included.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_first_snapshot_is_written_and_its_users_are_touched() {
    let folder = workspace("first");
    let done = stdout(&schema(&folder.join("user/src"), &["import", METADATA, "--date", "2026-08-04"], b""));
    let file = folder.join("graph-schema/v1.0.txt");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("graph-schema 1\nversion v1.0\ncloud global\ndate 2026-08-04\n"), "{text}");
    assert_eq!(names(&folder.join("graph-schema")), ["v1.0.txt"]);
    assert!(done.contains("; commit it\ntouched "), "{done}");
    assert!(modified(&folder.join("user/src/lib.rs")) > long_ago());
    assert_eq!(modified(&folder.join("other/src/lib.rs")), long_ago(), "it has no endpoints");
}

/// The same metadata again is no change: nothing to commit, nothing to build. Another is, and the file that crates
/// include shows it, so that nothing is touched.
#[test]
fn what_is_there_already_stays() {
    let folder = workspace("again");
    let file = folder.join("graph-schema/v1.0.txt");
    let json = |arguments: &[&str], stdin: &[u8]| -> Value {
        serde_json::from_str(&stdout(&schema(&folder, arguments, stdin))).unwrap()
    };
    let first = json(&["import", METADATA, "--format", "json", "--date", "2026-08-04"], b"");
    assert_eq!((&first["outcome"], first["touched"].as_array().unwrap().len()), (&"new".into(), 1));
    set_modified(&file, long_ago());
    set_modified(&folder.join("user/src/lib.rs"), long_ago());
    let again = json(&["import", METADATA, "--format", "json", "--date", "2026-09-01"], b"");
    assert_eq!(again["outcome"], "unchanged");
    assert_eq!(modified(&file), long_ago());
    let other = fs::read_to_string(METADATA).unwrap().replace("passwordProfile", "secretProfile");
    let changed = json(&["import", "-", "--format", "json"], other.as_bytes());
    assert_eq!((&changed["outcome"], &changed["touched"]), (&"changed".into(), &Value::Array(Vec::new())));
    assert!(modified(&file) > long_ago());
    assert_eq!(modified(&folder.join("user/src/lib.rs")), long_ago());
    // What somebody changed by hand is written anew.
    let edited = fs::read_to_string(&file).unwrap().replace("displayName", "displayNama");
    fs::write(&file, edited).unwrap();
    assert_eq!(json(&["import", "-", "--format", "json"], other.as_bytes())["outcome"], "changed");
}

#[test]
fn packed_metadata_and_stdin_give_the_same() {
    let folder = workspace("packed");
    let xml = fs::read(METADATA).unwrap();
    let mut texts = Vec::new();
    fs::write(folder.join("metadata.xml.gz"), packed(&xml)).unwrap();
    for (index, (file, stdin)) in
        [(METADATA, Vec::new()), ("metadata.xml.gz", Vec::new()), ("-", xml.clone()), ("-", packed(&xml))]
            .into_iter()
            .enumerate()
    {
        let target = format!("out{index}");
        stdout(&schema(&folder, &["import", file, "--folder", &target, "--version", "beta"], &stdin));
        texts.push(fs::read_to_string(folder.join(target).join("beta.txt")).unwrap());
    }
    texts.dedup();
    assert_eq!(texts.len(), 1);
}

/// Nothing is written, nothing of what was there is lost, and the message says where and what.
#[test]
fn bad_metadata_leaves_everything_as_it_was() {
    let folder = workspace("bad");
    stdout(&schema(&folder, &["import", METADATA], b""));
    let file = folder.join("graph-schema/v1.0.txt");
    let before = fs::read_to_string(&file).unwrap();
    let xml = fs::read_to_string(METADATA).unwrap();
    let bomb = format!(
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"{}\">]><edmx:Edmx Version=\"4.0\">&b;</edmx:Edmx>",
        "&a;".repeat(1000)
    );
    let half = packed(xml.as_bytes());
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (Vec::new(), "error: -:1:1: there is no XML in this file; give the service's `$metadata`"),
        (xml.as_bytes()[..xml.len() / 2].to_vec(), "the file ends inside `"),
        (bomb.into_bytes(), "error: -:1:1: a document type can define entities without end; remove it"),
        (
            xml.replace("Version=\"4.0\"", "Version=\"3.0\"").into_bytes(),
            "error: -:3:1: this is version 3.0 of CSDL",
        ),
        (b"<html><body>Service unavailable</body></html>".to_vec(), "error: -:1:1: "),
        (vec![0xff, 0xfe, b'<', 0], "error: -:1:1: this is not UTF-8"),
        (half[..half.len() / 2].to_vec(), "error: can't read -: "),
        // Much out of little.
        (packed(&vec![b' '; (64 << 20) + 1]), "error: can't read -: it has more than 64 MiB"),
        (
            xml.replace("BaseType=\"graph.entity\"", "BaseType=\"graph.entitee\"").into_bytes(),
            "the base type `microsoft.graph.entitee` of ",
        ),
    ];
    for (input, expected) in cases {
        let message = stderr(&schema(&folder, &["import", "-"], &input));
        assert!(message.contains(expected), "{message}\n{expected}");
        assert_eq!(fs::read_to_string(&file).unwrap(), before, "{expected}");
        assert_eq!(names(&folder.join("graph-schema")), ["v1.0.txt"], "{expected}");
    }
    let missing = stderr(&schema(&folder, &["import", "missing.xml"], b""));
    assert!(missing.starts_with("error: can't read missing.xml: "), "{missing}");
    let date = stderr(&schema(&folder, &["import", METADATA, "--date", "yesterday"], b""));
    assert!(date.contains("this is no date; write one like 2026-08-04"), "{date}");
}

#[test]
fn no_crate_no_snapshot() {
    let folder = folder("nowhere");
    fs::create_dir(folder.join(".git")).unwrap();
    let message = stderr(&schema(&folder, &["import", METADATA], b""));
    assert!(message.contains("here is no crate that the snapshot is for; go to its folder"), "{message}");
}

/// A file that can't be put in its place leaves no half of it behind.
#[test]
fn a_file_that_cannot_be_written_says_so() {
    let folder = workspace("unwritable");
    fs::create_dir_all(folder.join("graph-schema/v1.0.txt")).unwrap();
    let message = stderr(&schema(&folder, &["import", METADATA], b""));
    assert!(message.starts_with("error: can't write "), "{message}");
    assert_eq!(names(&folder.join("graph-schema")), ["v1.0.txt"]);
}

/// Answers one request on loopback, and hands back what was asked.
fn answer(response: Vec<u8>) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/proxy", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut buffer = [0; 1024];
        while !request.windows(4).any(|end| end == b"\r\n\r\n") {
            let count = stream.read(&mut buffer).unwrap();
            assert_ne!(count, 0);
            request.extend(buffer.iter().take(count));
        }
        stream.write_all(&response).unwrap();
        String::from_utf8(request).unwrap()
    });
    (base, server)
}

fn ok(body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

#[test]
fn pull_asks_for_the_public_metadata() {
    let folder = workspace("pull");
    let (base, server) = answer(ok(&packed(&fs::read(METADATA).unwrap())));
    let arguments = ["pull", "--version", "beta", "--cloud", "china", "--base-url", &base];
    stdout(&schema(&folder, &arguments, b""));
    let request = server.join().unwrap().to_ascii_lowercase();
    assert!(request.starts_with("get /proxy/beta/$metadata http/1.1\r\n"), "{request}");
    assert!(!request.contains("authorization"), "{request}");
    let text = fs::read_to_string(folder.join("graph-schema/beta.txt")).unwrap();
    assert!(text.starts_with("graph-schema 1\nversion beta\ncloud china\ndate 20"), "{text}");
}

/// No network, or one that answers something else: what to do instead, and no file.
#[test]
fn pull_without_the_service_says_what_to_do() {
    let folder = workspace("offline");
    let cut = ok(&fs::read(METADATA).unwrap());
    let cut_short = cut[..cut.len() - 100].to_vec();
    let cases = [
        // Nobody listens there; a port that was just free could be another test's by then.
        ("http://127.0.0.1:1".to_owned(), None),
        served(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n".to_vec()),
        served(cut_short),
    ];
    for (base, server) in cases {
        let message = stderr(&schema(&folder, &["pull", "--base-url", &base], b""));
        let url = format!("{base}/v1.0/$metadata");
        let start = format!("error: can't get {url}: ");
        let end = format!(
            "; get it with a browser or `curl --compressed -o metadata.xml '{url}'`, then write `cargo graph schema import metadata.xml`\n"
        );
        assert!(message.starts_with(&start) && message.ends_with(&end), "{message}");
        assert!(!folder.join("graph-schema").exists());
        if let Some(server) = server {
            server.join().unwrap();
        }
    }
}

fn served(response: Vec<u8>) -> (String, Option<std::thread::JoinHandle<String>>) {
    let (base, server) = answer(response);
    (base, Some(server))
}

#[test]
fn shells_get_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-graph"))
            .args(["graph", "completions", shell])
            .output()
            .unwrap();
        assert!(stdout(&output).contains("schema"), "{shell}");
    }
}

fn checked(folder: &Path) {
    stdout(&schema(folder, &["import", METADATA], b""));
}

#[test]
fn show_what_is_at_a_path() {
    let folder = workspace("show-path");
    checked(&folder);
    let text = stdout(&schema(&folder, &["show", "/users/{id}/messages"], b""));
    let expected = "\
/users/{id}/messages: Collection(microsoft.graph.message)
  methods
    GET -> Collection(microsoft.graph.message)
    POST microsoft.graph.message -> microsoft.graph.message
  values
    {id}: id Edm.String, key of microsoft.graph.user
";
    assert!(text.starts_with(expected), "{text}");
    assert!(
        text.contains("\n  type microsoft.graph.message: entity, derives from microsoft.graph.entity"),
        "{text}"
    );
    assert!(text.contains("\n      subject: Edm.String\n"), "{text}");
    let json: Value =
        serde_json::from_str(&stdout(&schema(&folder, &["show", "/users/{id}", "--format", "json"], b"")))
            .unwrap();
    assert_eq!(json["methods"][0]["method"], "GET");
    assert_eq!(json["declared"]["name"], "microsoft.graph.user");
    let table = r#"{"permissions": {"Mail.Read": {"schemes": {"Application": {"privilegeLevel": 2}}, "pathSets": [
        {"schemeKeys": ["Application"], "methods": ["GET"], "paths": {"/users/{id}/messages": "least=Application"}}]}}}"#;
    fs::write(folder.join("permissions.json"), table).unwrap();
    let arguments = ["show", "/users/{id}/messages", "--permissions", "permissions.json"];
    let allowed = stdout(&schema(&folder, &arguments, b""));
    assert!(allowed.contains("\n  permissions\n    GET, application: Mail.Read\n  values\n"), "{allowed}");
    let typo = stderr(&schema(&folder, &["show", "/users/{id}/mesages"], b""));
    assert_eq!(
        typo,
        "error: `/users/{id}/mesages`: microsoft.graph.user has no `mesages`; did you mean `messages`?\n"
    );
}

#[test]
fn show_a_type() {
    let folder = workspace("show-type");
    checked(&folder);
    let full = stdout(&schema(&folder, &["show", "microsoft.graph.user"], b""));
    assert_eq!(full, stdout(&schema(&folder, &["show", "user"], b"")));
    assert!(
        full.starts_with(
            "type microsoft.graph.user: entity, derives from microsoft.graph.directoryObject, \
             microsoft.graph.entity, open, key id"
        ),
        "{full}"
    );
    assert!(full.contains("\n    createdDateTime: Edm.DateTimeOffset, computed\n"), "{full}");
    let enumeration = stdout(&schema(&folder, &["show", "importance"], b""));
    assert!(enumeration.contains("\n  members\n    low = 0\n"), "{enumeration}");
    let typo = stderr(&schema(&folder, &["show", "usr"], b""));
    assert_eq!(typo, "error: there is no type `microsoft.graph.usr`; did you mean `microsoft.graph.user`?\n");
    let nothing = stderr(&schema(&folder, &["show", "user", "--version", "beta"], b""));
    assert!(
        nothing.contains("beta.txt; write it with `cargo graph schema pull`, or name a file with `--from`"),
        "{nothing}"
    );
}

#[test]
fn diff_says_what_changed_and_what_breaks() {
    let folder = workspace("diff");
    checked(&folder);
    let xml = fs::read_to_string(METADATA).unwrap();
    let changed = xml
        .replace(
            "<Property Name=\"mail\" Type=\"Edm.String\"/>",
            "<Property Name=\"nick\" Type=\"Edm.String\"/>",
        )
        .replace("\"employeeCount\" Type=\"Edm.Int32\"", "\"employeeCount\" Type=\"Edm.Int64\"");
    fs::write(folder.join("new.xml.gz"), packed(changed.as_bytes())).unwrap();
    let old = "graph-schema/v1.0.txt";
    let same = schema(&folder, &["diff", old, METADATA], b"");
    assert_eq!(stdout(&same), "0 new, 0 gone, 0 changed; 0 of them can break calls\n");
    let output = schema(&folder, &["diff", old, "new.xml.gz"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "    type microsoft.graph.user
!     ~ employeeCount: Edm.Int32 -> Edm.Int64
      ~ faxNumber:
          - use=mail
!     - mail: Edm.String
      + nick: Edm.String
1 new, 1 gone, 2 changed; 2 of them can break calls
"
    );
    let fewer = xml.replace(
        "<NavigationProperty Name=\"photo\" Type=\"graph.profilePhoto\" ContainsTarget=\"true\"/>",
        "",
    );
    let output = schema(&folder, &["diff", METADATA, "-", "--operations"], fewer.as_bytes());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("! - DELETE /me/photo\n"), "{text}");
    assert!(text.contains("! - GET /users/{user-id}/photo\n"), "{text}");
    let output = schema(&folder, &["diff", old, "new.xml.gz", "--breaking", "--format", "json"], b"");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((json["changes"].as_array().unwrap().len(), &json["old"]["version"]), (2, &"v1.0".into()));
    fs::write(folder.join("cut.txt"), &fs::read(folder.join(old)).unwrap()[..200]).unwrap();
    let cut = stderr(&schema(&folder, &["diff", old, "cut.txt"], b""));
    assert!(cut.starts_with("error: cut.txt: the snapshot was cut off"), "{cut}");
}
