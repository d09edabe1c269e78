//! Every example runs without a tenant and says what it is there to show.
//!
//! `cargo test` of this package builds the examples first; `cargo test --test examples` alone takes those of the last build.
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that panics is a test that fails"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, thread};

/// An example and a piece of what it prints.
const EXAMPLES: &[(&str, &str)] = &[
    ("app_permissions", "Backup: User.Read.All of Microsoft Graph"),
    (
        "batch",
        "30 users, 14 groups and the count 1 with 3 requests\n100 users with 5 requests, the last is user99",
    ),
    ("delta", "second run:\n  1 is Adele Vance\n  2 is gone: deleted"),
    ("directory_objects", "a microsoft.graph.servicePrincipal\n1 users\n1 of them named Adele"),
    ("export_users", "\n2500,\"User \"\"2500\"\"\",\"\",true\n"),
    ("inbox", "in the inbox: Lunch?\ngone: m0\na token for the next time: true"),
    ("list_items", r#"/fields {"Price":1799.0,"Note":null}"#),
    ("notifications", "a lifecycle event:\n  some were lost: synchronize with a delta\n  202 Accepted"),
    (
        "offboard_user",
        r#""disabledPlans": ["57ff2da0-773e-42df-b2af-ffb7a2317929"]}],"removeLicenses":["06ebc4ee-1bb5-47dd-8120-11324bc54e06"]"#,
    ),
    ("onenote_page", "made the page p-1 (Lighthouse)"),
    (
        "own_service",
        "throttled twice: Hello Adele, after 3 requests\nthrottled for good: too busy, after 4 requests",
    ),
    ("patch", r#"{"mobilePhone":null,"jobTitle":"Pilot","extension_5a1_costCenter":"4711""#),
    ("report", "GET was answered 302 Found\nGET was answered 200 OK"),
    ("resource_data", "message m1: Lunch?\ndropped: "),
    ("rotate_assignments", r#""deviceAndAppManagementAssignmentFilterId": "ios-17""#),
    ("sign_in", "a token for https://graph.microsoft.com/.default, please\nsigned in to Contoso (t1)"),
    ("send_mail", "10000000 bytes of 10000000 are in the mailbox\nattached: 201 Created\nsent: The film"),
    ("stale_devices", "25 of 25 are being wiped\nasked for $"),
    ("team_channel", r#"{"body":{"contentType":"html","content":"<b>Lunch?</b>"}}"#),
    ("throttled", "200 OK: the name of adele, after"),
    ("update_assignments", "What came back, typed:\n\nAssignment {"),
    ("upload", "12000000 bytes are back, the same: true"),
    ("upload_folder", "2024/plans/Q1 & Q2.txt: 8 bytes\nfilm.mp4: 12000000 bytes"),
    ("webhook", "subscribed: s1\nwebhook: users/adele was changed (Some(Updated))\ngraph: 202 Accepted"),
];

#[test]
fn each_example_runs_and_shows_what_it_is_for() {
    thread::scope(|scope| {
        for (name, expected) in EXAMPLES.iter().filter(|(name, _)| is_built(name)) {
            scope.spawn(move || {
                let printed = run(name);
                assert!(printed.contains(expected), "{name} doesn't print\n{expected}\nbut\n{printed}");
            });
        }
    });
}

#[test]
fn none_is_forgotten() {
    let entries = fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap().map(|entry| entry.unwrap().path());
    let files: BTreeSet<String> = entries
        .filter(|path| {
            path.extension().is_some_and(|extension| extension == "rs") || path.join("main.rs").is_file()
        })
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    assert_eq!(files, EXAMPLES.iter().map(|(name, _)| (*name).to_owned()).collect());
}

/// Whether the features that the example needs are switched on.
fn is_built(name: &str) -> bool {
    match name {
        "notifications" | "resource_data" | "webhook" => cfg!(feature = "notifications"),
        "export_users" | "upload" => cfg!(feature = "progress"),
        "sign_in" => cfg!(feature = "azure-identity"),
        _ => true,
    }
}

fn run(name: &str) -> String {
    let program = folder().join(name).with_extension(env::consts::EXE_EXTENSION);
    // Whoever has a token set doesn't want it used here.
    let output = Command::new(&program).env_remove("GRAPH_TOKEN").output();
    let output = output.unwrap_or_else(|error| panic!("{name} wasn't built by this run: {error}"));
    let (printed, problems) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{name}: {}\n{printed}\n{problems}", output.status);
    printed.into_owned()
}

/// Where cargo puts examples: beside the folder of this very test.
fn folder() -> PathBuf {
    let test = env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().join("examples")
}
