//! Bad input of `cargo graph`: what it is given and can't use, from files and from the network. Nothing that was there
//! is lost, no half of a file stays, and the message says what to do.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread::JoinHandle;

mod support;

use support::{METADATA, command, output};

/// A crate with a snapshot.
fn workspace(name: &str) -> PathBuf {
    support::workspace("input", name, "")
}

fn graph(folder: &Path, arguments: &[&str]) -> Output {
    output(command(folder, arguments), b"")
}

/// What could not be done: exit code 2, nothing on stdout, one error.
fn refused(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{text}");
    assert_eq!(text.matches("error: ").count(), 1, "{text}");
    text
}

/// The names of what stands in the folder of snapshots, and the snapshot.
fn there(folder: &Path) -> (Vec<String>, Vec<u8>) {
    let folder = folder.join("graph-schema");
    let entries =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    (entries.collect(), fs::read(folder.join("v1.0.txt")).unwrap())
}

/// What a listener does with each connection; joined, it says how many there were.
fn serving(responses: Vec<Vec<u8>>) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        for response in responses {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            assert_ne!(stream.read(&mut request).unwrap(), 0);
            stream.write_all(&response).unwrap();
        }
    });
    (base, server)
}

fn response(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n").as_bytes(), body].concat()
}

#[test]
fn pull_keeps_the_old_one_whatever_comes() {
    let folder = workspace("pull");
    let before = there(&folder);
    let xml = fs::read(METADATA).unwrap();
    let length = |body: &[u8]| format!("200 OK\r\nContent-Length: {}", body.len());
    let old = String::from_utf8_lossy(&xml).replace("Version=\"4.0\"", "Version=\"3.0\"").into_bytes();
    let page = b"<!DOCTYPE html><html><body>Sign in to the proxy</body></html>";
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("404", response("404 Not Found\r\nContent-Length: 0", b""), "the service answered 404 Not Found"),
        ("500", response("500 Internal Server Error", b"{\"error\": {}}"), "the service answered 500"),
        (
            "a page",
            response(&length(page), page),
            "what came is no `$metadata`, as of a proxy that wants a sign-in",
        ),
        ("JSON", response("200 OK", b"{\"error\": {\"code\": \"x\"}}"), "what came is no `$metadata`"),
        ("nothing", response("200 OK\r\nContent-Length: 0", b""), "what came is no `$metadata`"),
        ("half, with a length", response(&length(&xml), &xml[..xml.len() / 2]), "can't get "),
        ("half, without", response("200 OK", &xml[..xml.len() / 2]), "the file ends inside `"),
        (
            "a chunk without end",
            response("200 OK\r\nTransfer-Encoding: chunked", b"fff\r\n<edmx"),
            "can't get ",
        ),
        ("an old version", response(&length(&old), &old), "this is version 3.0 of CSDL"),
        ("no HTTP", b"220 smtp.contoso.com ESMTP\r\n".to_vec(), "can't get "),
        ("a connection that closes", Vec::new(), "can't get "),
    ];
    for (name, bytes, expected) in cases {
        let (base, server) = serving(vec![bytes]);
        let message = refused(&graph(&folder, &["schema", "pull", "--base-url", &base]));
        assert!(message.contains(expected), "{name}: {message}");
        let help = "; get it with a browser or `curl --compressed -o metadata.xml '";
        assert!(message.contains(help) && message.contains("cargo graph schema import"), "{name}: {message}");
        assert_eq!(there(&folder), before, "{name}");
        server.join().unwrap();
    }
}

#[test]
fn pull_ends_when_nobody_answers() {
    let folder = workspace("silent");
    let before = there(&folder);
    // It takes connections, and is never asked for what they say.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let message = refused(&graph(&folder, &["schema", "pull", "--timeout", "1", "--base-url", &base]));
    assert!(
        message.contains("it took too long; give it a longer `--timeout`; get it with a browser"),
        "{message}"
    );
    assert_eq!(there(&folder), before);
    for seconds in ["0", "-1", "soon"] {
        let argument = format!("--timeout={seconds}");
        assert!(refused(&graph(&folder, &["schema", "pull", &argument])).contains("--timeout"));
    }
}

#[test]
fn pull_is_redirected_within_a_host_alone() {
    let folder = workspace("redirect");
    let before = there(&folder);
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    other.set_nonblocking(true).unwrap();
    let target = format!(
        "302 Found\r\nLocation: http://{}/v1.0/$metadata\r\nContent-Length: 0",
        other.local_addr().unwrap()
    );
    let (base, server) = serving(vec![response(&target, b"")]);
    let message = refused(&graph(&folder, &["schema", "pull", "--base-url", &base]));
    server.join().unwrap();
    assert!(message.contains("the service redirects to another host; get it with a browser"), "{message}");
    assert_eq!(other.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody came");
    assert_eq!(there(&folder), before);
    let changed = fs::read_to_string(METADATA).unwrap().replace("passwordProfile", "secretProfile");
    let moved = response("307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0", b"");
    let (base, server) = serving(vec![moved, response("200 OK", changed.as_bytes())]);
    let output = graph(&folder, &["schema", "pull", "--base-url", &base]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    server.join().unwrap();
    assert_ne!(there(&folder).1, before.1);
}

#[test]
fn import_of_what_is_no_metadata() {
    let folder = workspace("import");
    let before = there(&folder);
    fs::write(folder.join("a.zip"), b"PK\x03\x04\x14\0\0\0").unwrap();
    let utf16: Vec<u8> =
        fs::read_to_string(METADATA).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.join("utf16.xml"), [b"\xff\xfe".as_slice(), &utf16].concat()).unwrap();
    for (file, expected) in [
        ("missing.xml", "can't read missing.xml: there is no such file; name one that is there"),
        ("src", "can't read src: it is a folder; name the file in it"),
        ("graph-schema/v1.0.txt", "this is a snapshot, not `$metadata`; it is used where it stands as"),
        ("a.zip", "a.zip:1:1: there is no XML in this file; give the service's `$metadata`"),
        ("utf16.xml", "utf16.xml:1:1: this is not UTF-8; give the file as the service sends it"),
        ("Cargo.toml", "Cargo.toml:1:1: there is no XML in this file"),
    ] {
        let message = refused(&graph(&folder, &["schema", "import", file]));
        assert!(message.contains(expected), "{message}");
        assert_eq!(there(&folder), before, "{file}");
    }
}

/// Where nothing can be written: no permission, a file in the way, no room.
#[test]
#[cfg(unix)]
fn what_cannot_be_written_leaves_no_half() {
    let folder = workspace("write");
    let before = there(&folder);
    let in_the_way = refused(&graph(&folder, &["schema", "import", METADATA, "--folder", "Cargo.toml"]));
    assert!(
        in_the_way.contains("; a file stands where its folder should be, so name another"),
        "{in_the_way}"
    );
    let variable = command(&folder, &["schema", "import", METADATA])
        .env("GRAPH_SCHEMA_DIR", "Cargo.toml")
        .output()
        .unwrap();
    assert!(refused(&variable).contains("so name another folder"));
    if cfg!(target_os = "linux") {
        let nowhere = refused(&graph(&folder, &["schema", "import", METADATA, "--folder", "/proc/graph"]));
        assert!(nowhere.starts_with("error: can't write /proc/graph/v1.0.txt: "), "{nowhere}");
    }
    // As on a disk that is full: no file may be longer than one block.
    let changed = fs::read_to_string(METADATA).unwrap().replace("passwordProfile", "secretProfile");
    fs::write(folder.join("changed.xml"), changed).unwrap();
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec '{}' graph schema import changed.xml",
        env!("CARGO_BIN_EXE_cargo-graph")
    );
    let full =
        Command::new("sh").args(["-c", &script]).current_dir(&folder).env_remove("GRAPH_SCHEMA_DIR").output();
    let message = refused(&full.unwrap());
    assert!(
        message.contains("v1.0.txt: ") && message.contains("; make room, then call this again"),
        "{message}"
    );
    assert_eq!(there(&folder), before);
}

/// The workspace's snapshot, as somebody or something left it: `show` says of each what to do.
#[test]
fn a_snapshot_that_is_none_any_more() {
    let folder = workspace("snapshot");
    let file = folder.join("graph-schema/v1.0.txt");
    let sound = fs::read_to_string(&file).unwrap();
    let merged = sound.replacen("date ", "<<<<<<< HEAD\ndate 2026-01-01\n=======\ndate ", 1);
    for (name, bytes, expected) in [
        ("empty", Vec::new(), "the snapshot is empty"),
        ("junk", b"\0\x01\x02".to_vec(), "there is no XML in this file"),
        ("not UTF-8", [sound.as_bytes(), &[0xff]].concat(), "the snapshot is not UTF-8"),
        (
            "another format",
            sound.replacen("schema 1", "schema 2", 1).into_bytes(),
            "is of format 2, and this version reads 1",
        ),
        (
            "Windows",
            sound.replace('\n', "\r\n").into_bytes(),
            "write `graph-schema/*.txt -text` into `.gitattributes`",
        ),
        ("a merge", merged.into_bytes(), "the snapshot has the marks of a conflict that Git couldn't merge"),
        ("a merge of all", format!("<<<<<<< HEAD\n{sound}").into_bytes(), "the marks of a conflict"),
        (
            "a mark",
            format!("\u{feff}{sound}").into_bytes(),
            "a mark stands in front of it that editors write",
        ),
        (
            "edited",
            sound.replace("displayName", "displayNama").into_bytes(),
            "the snapshot was changed by hand",
        ),
        ("cut off", sound.as_bytes()[..sound.len() - 1].to_vec(), "the snapshot was cut off"),
        (
            "beta's",
            sound.replace("version v1.0", "version beta").into_bytes(),
            "the snapshot is of `beta`; name its file `beta.txt`",
        ),
    ] {
        fs::write(&file, bytes).unwrap();
        for arguments in [["schema", "show", "user"], ["new", "GET", "/users"]] {
            let message = refused(&graph(&folder, &arguments));
            assert!(message.contains(expected) && message.contains("v1.0.txt"), "{name}: {message}");
        }
    }
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let as_folder = refused(&graph(&folder, &["schema", "show", "user"]));
    assert!(as_folder.contains("it is a folder; name the file in it"), "{as_folder}");
}
