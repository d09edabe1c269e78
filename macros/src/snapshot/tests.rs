//! Where a snapshot is found, when it is read again, and what is said of a broken one.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

use std::fs;
use std::time::Duration;

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::snapshot::Source;

use super::*;

/// A folder of its own, that goes when the test is over.
struct Folder(PathBuf);

impl std::ops::Deref for Folder {
    type Target = PathBuf;

    fn deref(&self) -> &PathBuf {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Empty.
fn folder(name: &str) -> Folder {
    let folder = std::env::temp_dir().join(format!("graph-endpoint-verify-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    Folder(folder)
}

fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn text(types: &[&str]) -> String {
    let types: String = types.iter().map(|name| format!("<EntityType Name=\"{name}\"/>")).collect();
    let xml = format!(
        "<Edmx Version=\"4.0\"><DataServices><Schema Namespace=\"microsoft.graph\">{types}\
         <EntityContainer Name=\"GraphService\"/></Schema></DataServices></Edmx>"
    );
    let source = Source { version: "v1.0", cloud: "global", date: None, xml: b"" };
    csdl::parse(xml.as_bytes()).unwrap().to_snapshot(&source)
}

#[test]
fn found_upward_as_far_as_the_workspace() {
    let root = folder("upward");
    let manifest = root.join("workspace/crates/one");
    fs::create_dir_all(&manifest).unwrap();
    write(&root.join("graph-schema/v1.0.txt"), "");
    assert_eq!(find(&manifest, None, Version::V1), Found::Snapshot(root.join("graph-schema/v1.0.txt")));
    write(&root.join("workspace/Cargo.lock"), "");
    assert_eq!(find(&manifest, None, Version::V1), Found::Nothing, "above the workspace");
    let beside_the_lock = root.join("workspace/graph-schema/v1.0.txt");
    write(&beside_the_lock, "");
    assert_eq!(find(&manifest, None, Version::V1), Found::Snapshot(beside_the_lock));
    assert_eq!(find(&manifest, None, Version::Beta), Found::Nothing);
    write(&manifest.join("graph-schema/v1.0.txt"), "");
    assert_eq!(
        find(&manifest, None, Version::V1),
        Found::Snapshot(manifest.join("graph-schema/v1.0.txt")),
        "the nearest"
    );
    write(&root.join("other/v1.0.txt"), "");
    let variable = root.join("other");
    assert_eq!(
        find(&manifest, Some(&variable), Version::V1),
        Found::Snapshot(variable.join("v1.0.txt")),
        "the variable"
    );
    assert_eq!(find(&manifest, Some(&*root), Version::V1), Found::Nothing, "the variable alone");
}

#[test]
fn a_file_turns_the_check_off() {
    let root = folder("off");
    let (manifest, off) = (root.join("tests"), root.join("tests/graph-schema/off"));
    write(&root.join("Cargo.lock"), "");
    write(&root.join("graph-schema/v1.0.txt"), "");
    write(&off, "made up endpoints");
    assert_eq!(find(&manifest.join("more"), None, Version::V1), Found::Off(off.clone()), "and below it");
    assert_eq!(find(&root, None, Version::V1), Found::Snapshot(root.join("graph-schema/v1.0.txt")));
    let variable = root.join("graph-schema");
    assert!(matches!(find(&manifest, Some(&variable), Version::V1), Found::Snapshot(_)), "the variable wins");
    write(&root.join("graph-schema/off"), "");
    assert!(matches!(find(&root, Some(&variable), Version::V1), Found::Off(_)));
}

/// What comes with the feature is sound, and is there for v1.0 alone.
#[test]
#[cfg(feature = "checked")]
fn the_one_that_comes_along() {
    assert!(bundled(Version::V1).unwrap().type_named("microsoft.graph.user").is_some());
    assert!(bundled(Version::Beta).is_none());
}

#[test]
fn dependencies_never_look() {
    let root = folder("dependencies");
    assert!(may_look(&root));
    for mark in UNPACKED {
        let package = root.join(mark.trim_start_matches('.'));
        write(&package.join(mark), "");
        assert!(!may_look(&package), "{mark}");
    }
    assert!(!may_look(&root.join("registry/src/a-registry-1949cf8c6b5b557f/one-1.0.0")));
    assert!(!may_look(&root.join("git/checkouts/one-0123456789abcdef/0123456")));
    assert!(may_look(&root.join("registry/sources")));
}

#[test]
fn read_again_when_it_is_another_one() {
    let root = folder("again");
    let file = root.join("v1.0.txt");
    write(&file, &text(&["group"]));
    let first = read(&file).unwrap();
    assert!(Arc::ptr_eq(&first, &read(&file).unwrap()), "from memory");
    write(&file, &text(&["group", "user"]));
    let second = read(&file).unwrap();
    assert!(second.type_named("microsoft.graph.user").is_some(), "another length");
    // Of the same length, later.
    write(&file, &text(&["group", "uses"]));
    let later = fs::metadata(&file).unwrap().modified().unwrap() + Duration::from_secs(10);
    fs::File::options().write(true).open(&file).unwrap().set_modified(later).unwrap();
    assert!(read(&file).unwrap().type_named("microsoft.graph.uses").is_some(), "another time");
    fs::remove_file(&file).unwrap();
    assert!(read(&file).is_err());
}

#[test]
fn broken_ones_say_what_to_do() {
    let folder = folder("broken");
    let sound = text(&["group", "user"]);
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("empty", Vec::new(), "the snapshot is empty; make it anew with `cargo graph schema pull`"),
        ("utf8", vec![0xff, 0xfe], "the snapshot is not UTF-8; make it anew with `cargo graph schema pull`"),
        (
            "format",
            sound.replace("graph-schema 1", "graph-schema 9").into_bytes(),
            "the snapshot is of format 9, and this version reads 1; make it anew with `cargo graph schema pull`",
        ),
        (
            "cut",
            sound.as_bytes()[..sound.len() - 5].to_vec(),
            "the snapshot was cut off; make it anew with `cargo graph schema pull`",
        ),
        ("edited", format!("{sound}#type .x entity\n").into_bytes(), "the snapshot was changed by hand"),
        (
            "same length",
            sound.replace("user", "usre").into_bytes(),
            "the snapshot was changed by hand: a line of it is another than what was written; make it anew with",
        ),
        ("other", b"<edmx/>".to_vec(), "this is no snapshot, since it doesn't begin with `graph-schema`"),
    ];
    for (name, bytes, message) in cases {
        let file = folder.join(name);
        fs::write(&file, bytes).unwrap();
        let error = read(&file).unwrap_err();
        assert!(error.contains(message), "{error}");
        assert!(error.starts_with(&format!("`{}`: ", file.display())), "{error}");
    }
    // A folder where the file should be, and a file without end.
    let as_folder = read(&folder).unwrap_err();
    assert!(
        as_folder.contains("the snapshot can't be read (it is no file); remove it, and make"),
        "{as_folder}"
    );
    #[cfg(unix)]
    {
        let link = folder.join("graph-schema/v1.0.txt");
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(folder.join("nowhere"), &link).unwrap();
        assert_eq!(find(&folder, None, Version::V1), Found::Snapshot(link.clone()), "it is seen");
        assert!(read(&link).unwrap_err().contains("the snapshot can't be read ("));
        // A pipe that nobody writes into is read by nobody.
        let pipe = folder.join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(read(&pipe).unwrap_err().contains("(it is no file)"));
        assert!(!tracked::can_be_included(&pipe) && !tracked::can_be_included(&folder));
        assert!(!tracked::can_be_included(&link) && tracked::can_be_included(&folder.join("other")));
    }
    let long = folder.join("long");
    fs::File::create(&long).unwrap().set_len(MAX_BYTES + 1).unwrap();
    assert!(read(&long).unwrap_err().contains("(it has more than 64 MiB)"));
    assert!(
        read(&folder.join("missing")).unwrap_err().contains("give it permissions to be read, or remove it")
    );
}

#[test]
fn a_variable_that_leads_nowhere_is_a_mistake() {
    let folder = folder("variable");
    assert!(
        nothing_in(&folder.join("missing")).unwrap().contains("where there is no snapshot; write one there")
    );
    assert!(nothing_in(&folder).unwrap().contains("where there is no snapshot"), "it is empty");
    write(&folder.join("v1.0.txt"), "");
    assert!(
        nothing_in(&folder.join("v1.0.txt"))
            .unwrap()
            .contains("which is a file; name the folder that it stands in")
    );
    assert_eq!(nothing_in(&folder), None, "there is one, of another version");
}

#[test]
fn the_name_of_a_file_is_its_version() {
    let snapshot = Arc::new(Snapshot::new(text(&["user"])).unwrap());
    assert!(of_version(snapshot.clone(), Version::V1, Path::new("v1.0.txt")).is_ok());
    assert_eq!(
        of_version(snapshot, Version::Beta, Path::new("beta.txt")).unwrap_err(),
        "`beta.txt`: the snapshot is of `v1.0`; name its file `v1.0.txt`, and make this one anew with `cargo graph schema pull`"
    );
}

#[test]
fn a_crate_is_told_once() {
    let mut problems = Problems::default();
    for _ in 0..3 {
        tell_once(PathBuf::from("/one"), "broken; mend it".to_owned(), &mut problems);
    }
    tell_once(PathBuf::from("/two"), "broken; mend it".to_owned(), &mut problems);
    assert_eq!(problems.len(), 2);
}
