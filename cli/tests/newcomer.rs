//! `cargo graph` as somebody meets it who doesn't know it: wrong arguments, pasted ones, pipes that close. Each way to go
//! wrong ends with a message that says what to write, and with the exit code that the help promises.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

mod support;

use support::{METADATA, command, given, run};

const LIB: &str = "\
use graph_endpoint::prelude::*;

#[graph_endpoint(GET, \"/users/{id}\", permissions(delegated = [\"User.Read.All\"], application = [\"User.Read.All\"]))]
pub struct GetUser { id: String }
";

fn workspace(name: &str) -> PathBuf {
    support::workspace("newcomer", name, LIB)
}

#[test]
fn what_is_wrong_is_said() {
    let folder = workspace("wrong");
    for (arguments, expected) in [
        (vec!["schema", "show", "users"], "did you mean `microsoft.graph.user`, or the path `/users`?"),
        (vec!["schema", "show", "User"], "did you mean `microsoft.graph.user`?"),
        (vec!["schema", "show", "usr"], "did you mean `microsoft.graph.user`?"),
        (vec!["schema", "show", ""], "there is no type ``; write a type's name, or a path"),
        (vec!["schema", "show", "assign"], "is an action or a function of microsoft.graph"),
        (vec!["schema", "show", "/"], "the path has no segment; write one"),
        (vec!["schema", "show", "/user"], "did you mean `users`?"),
        (vec!["schema", "show", "/beta/users"], "beta.txt; write it with `cargo graph schema pull`"),
        (vec!["schema", "diff", "a.xml", "b.xml"], "can't read a.xml: there is no such file; name one"),
        (vec!["schema", "import", "src"], "it is a folder; name the file in it"),
        (
            vec!["schema", "pull", "--cloud", "germany"],
            "[possible values: global, us-gov, us-gov-dod, china]",
        ),
        (vec!["schema", "pull", "--base-url", "nothing"], "relative URL without a base"),
        (vec!["shcema", "show"], "a similar subcommand exists: 'schema'"),
        (vec!["new"], "required arguments were not provided"),
        (vec!["new", "FETCH", "/users"], "FETCH is not allowed on `/users`; there are `GET` and `POST`"),
        (
            vec!["new", "GET", "/users", "--name", "my users"],
            "this is no name of a struct; write one like `ListUsers`",
        ),
        (vec!["new", "GET", "/users", "--name", "type"], "this is no name of a struct"),
        (vec!["new", "GET", "/users", "--select", "displayNam"], "did you mean `displayName`?"),
        (
            vec!["new", "GET", "/users", "--version", "beta"],
            "there is no snapshot of beta in this workspace; make one",
        ),
        (
            vec!["new", "GET", "/users", "--body", "id"],
            "GET /users takes no properties of a type; leave `--body` out",
        ),
        (
            vec!["new", "DELETE", "/users/{id}", "--select", "id"],
            "no properties come back from DELETE /users/{id}",
        ),
        (
            vec!["all", "none", "--under", "/nothing"],
            "there is no operation under `/nothing`; name the beginning",
        ),
        (vec!["new", "--example", "page.md"], "can't read page.md: there is no such file"),
        (vec!["new", "--example", "https://h/graph/user-get"], "this is an address, and only files are read"),
        (
            vec!["new", "--example", "/users/1"],
            "for an operation's path write `cargo graph new GET /users/1`",
        ),
        (vec!["new", "--example", "src/lib.rs"], "there is no request here; write one that begins with"),
        (vec!["add", "GET", "/users"], "--to <FILE>"),
        (vec!["add", "--to", "src", "GET", "/users"], "can't read src: it is a folder"),
        (vec!["list", "--folder", "nowhere"], "there is no folder nowhere; name the one of a package"),
        (vec!["list", "--folder", "src/lib.rs"], "src/lib.rs is a file; name the folder of a package"),
        (vec!["list", "--format", "yaml"], "[possible values: text, json]"),
        (vec!["check", "--against", "gone.xml"], "can't read gone.xml: there is no such file"),
        (
            vec!["permissions", "--check"],
            "there is no table of permissions; name its file with `--permissions`",
        ),
        (vec!["permissions", "--token", "gone"], "can't read gone: there is no such file"),
        (
            vec!["permissions", "--token", "Cargo.toml"],
            "Cargo.toml: this is no access token that can be read",
        ),
        (vec!["completions", "tcsh"], "[possible values: bash, elvish, fish, powershell, zsh]"),
    ] {
        let ran = run(&folder, &arguments);
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(expected), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn a_path_that_no_example_calls_is_an_error() {
    let folder = workspace("fits");
    let new = |path: &str, example: &str| {
        support::given(&folder, &["new", "--example", "-", "--path", path, "--deny-warnings"], example)
    };
    let ran = new("/users/{a}/b", "GET /users/1");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
    assert!(ran.err.contains("no example calls `/users/{a}/b`"), "{ran:?}");
    let ran = new("/users/{a}", "GET /users/1\n\nGET /groups/1");
    assert_eq!(ran.code, 1, "{ran:?}");
    ran.has(&["\"/users/<a>\"", "\"/groups/<id>\""]);
    assert!(ran.err.contains("this request is not one of `/users/{a}`"), "{ran:?}");
    assert!(ran.err.contains("1 warning, and"), "{ran:?}");
}

#[test]
fn what_is_pasted_is_taken() {
    let folder = workspace("pasted");
    let expected = run(&folder, &["schema", "show", "/users/{id}"]);
    assert_eq!(expected.code, 0, "{expected:?}");
    for text in [
        "users/{id}",
        "/users/{id}/",
        " /users/{id} ",
        "/v1.0/users/{id}",
        "https://graph.microsoft.com/v1.0/users/{id}?$select=id",
    ] {
        assert_eq!(run(&folder, &["schema", "show", text]).out, expected.out, "{text}");
    }
    let snapshot = "graph-schema/v1.0.txt";
    let by_file = run(&folder, &["schema", "show", "/users/{id}", "--schema", snapshot]);
    assert_eq!(by_file.out, expected.out, "as the other commands name it");
}

/// JSON is one object, the same each time, whatever else is said on stderr.
#[test]
fn json_is_json() {
    let folder = workspace("json");
    for arguments in [
        vec!["list"],
        vec!["permissions"],
        vec!["schema", "show", "/users"],
        vec!["schema", "show", "user"],
        vec!["schema", "diff", "graph-schema/v1.0.txt", METADATA],
        vec!["schema", "import", METADATA],
        vec!["check", "--against", METADATA],
    ] {
        let arguments = [arguments.as_slice(), &["--format", "json"]].concat();
        let (first, second) = (run(&folder, &arguments), run(&folder, &arguments));
        assert_eq!((first.code, &first.out), (0, &second.out), "{arguments:?}: {first:?}");
        let json: serde_json::Value = serde_json::from_str(&first.out).unwrap();
        assert!(json.is_object(), "{arguments:?}");
        assert!(!first.err.contains('\r') && !first.err.contains('\u{1b}'), "{arguments:?}: {}", first.err);
    }
}

#[test]
fn who_reads_may_stop_reading() {
    let folder = workspace("pipe");
    for arguments in [
        vec!["list"],
        vec!["list", "--format", "json"],
        vec!["permissions"],
        vec!["new", "GET", "/users"],
        vec!["schema", "show", "user"],
        vec!["check", "--against", METADATA],
        vec!["completions", "bash"],
    ] {
        let mut child = command(&folder, &arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && !text.contains("panicked"), "{arguments:?}: {text}");
        if cfg!(target_os = "linux") && arguments[0] != "check" {
            let full = fs::File::options().write(true).open("/dev/full").unwrap();
            let output = command(&folder, &arguments).stdin(Stdio::null()).stdout(full).output().unwrap();
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                output.status.code() == Some(2) && text.contains("error: can't write: "),
                "{arguments:?}: {text}"
            );
        }
    }
}

#[test]
fn each_help_has_an_example() {
    let folder = workspace("help");
    for arguments in [
        vec![],
        vec!["new"],
        vec!["add"],
        vec!["all"],
        vec!["list"],
        vec!["permissions"],
        vec!["check"],
        vec!["completions"],
        vec!["schema"],
        vec!["schema", "pull"],
        vec!["schema", "import"],
        vec!["schema", "show"],
        vec!["schema", "diff"],
    ] {
        let ran = run(&folder, &[arguments.as_slice(), &["--help"]].concat());
        let example = ["  cargo graph", arguments.join(" ").as_str()].join(" ");
        assert!(ran.code == 0 && ran.out.contains(example.trim_end()), "{arguments:?}: {}", ran.out);
    }
}

/// What a file has stays, line ends and permissions included, and a link stays one.
#[test]
fn add_keeps_the_file_as_it_is() {
    let folder = workspace("add");
    let file = folder.join("src/lib.rs");
    fs::write(&file, LIB.replace('\n', "\r\n")).unwrap();
    let ran = run(&folder, &["add", "--to", "src/lib.rs", "GET", "/users", "--select", "id"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text}");
    let made = run(&folder, &["add", "--to", "src/users.rs", "GET", "/users"]);
    assert!(made.code == 0 && made.err.contains("made src/users.rs; name it with `mod`"), "{made:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, folder.join("link.rs")).unwrap();
        assert_eq!(run(&folder, &["add", "--to", "link.rs", "GET", "/users/{id}/manager"]).code, 0);
        assert!(folder.join("link.rs").is_symlink());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::read_to_string(&file).unwrap().contains("/manager"));
    }
}

/// As they come: from a token endpoint, from `az`, with what a header has in front, from PowerShell.
#[test]
fn tokens_as_they_come() {
    use base64::Engine as _;

    let folder = workspace("token");
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let signed = |claims: &str| format!("{}.{}.c2VjcmV0", encode("{\"alg\":\"RS256\"}"), encode(claims));
    let aud = "\"aud\": \"https://graph.microsoft.com\", \"ver\": \"1.0\"";
    let sound = signed(&format!("{{{aud}, \"scp\": \"User.Read.All\", \"exp\": 1}}"));
    let utf16: Vec<u8> = sound.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for stdin in [
        sound.clone().into_bytes(),
        format!("Bearer {sound}\r\n").into_bytes(),
        format!("{{\"token_type\": \"Bearer\", \"access_token\": \"{sound}\"}}").into_bytes(),
        format!("{{\"accessToken\": \"{sound}\", \"expiresOn\": \"2026\"}}").into_bytes(),
        [b"\xff\xfe".as_slice(), &utf16].concat(),
    ] {
        let ran = given(&folder, &["permissions", "--token", "-"], &stdin);
        assert_eq!((ran.code, ran.out.as_str()), (0, "the token is delegated: User.Read.All\n"), "{ran:?}");
        assert_eq!(ran.err, "note: the token has expired; it is compared all the same\n");
    }
    let other = signed("{\"aud\": \"https://management.azure.com/\", \"scp\": \"user_impersonation\"}");
    let encrypted = format!("{0}.{0}.{0}.{0}.{0}", encode("c2VjcmV0"));
    let roles = signed(&format!(
        "{{{aud}, \"idtyp\": \"app\", \"wids\": [\"62e90394-69f5-4237-9190-012177145e10\"]}}"
    ));
    for (token, code, expected) in [
        (&other, 2, "the token is for another service than Microsoft Graph; ask for one with the scope"),
        (&encrypted, 2, "the token is encrypted, and only the service"),
        (&roles, 1, "note: the token also has 1 roles in the directory"),
    ] {
        let ran = given(&folder, &["permissions", "--token", "-"], token);
        assert!(ran.code == code && ran.err.contains(expected), "{ran:?}");
        for part in token.split('.').chain(["management", "62e90394"]) {
            assert!(!ran.out.contains(part) && !ran.err.contains(part), "{ran:?}");
        }
    }
    let json = given(&folder, &["permissions", "--token", "-", "--format", "json"], &sound);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&json["expired"], &json["directoryRoles"]), (&true.into(), &0.into()));
}
