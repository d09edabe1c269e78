//! The blocking client has what the async one has: what is added to one and not to the other is seen here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Methods that one of the clients has alone, each with the reason.
const ASYNC_ALONE: &[(&str, &str)] =
    &[("Client::builder", "one builder makes both: `build_blocking`"), ("Call::await", "is `Call::send`")];
const BLOCKING_ALONE: &[(&str, &str)] = &[
    ("Client::from_async", "both share what they know"),
    ("Client::as_async", "for what has no method there"),
    ("Client::call", "`send` waits at once, so a call with options needs another name"),
    ("Client::wait", "what is awaited in async code"),
    ("Client::iter", "what is a stream in async code"),
    ("Client::write_download", "`Download::to_writer` is for writers of async code"),
    ("Client::poll_operation", "`Operation::poll` borrows, and what is waited for can't"),
    ("Call::send", "is `.await`"),
];

/// The public methods of `impl Client` and `impl Call<..>` in these files, by their text: they are all at one depth.
fn methods(files: &[PathBuf]) -> BTreeSet<String> {
    let mut methods = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        let mut owner = None;
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("impl") {
                let name = name.trim_end_matches(" {").rsplit(' ').next().unwrap();
                let name = name.split('<').next().unwrap();
                owner = ["Client", "Call"].into_iter().find(|owner| *owner == name);
                if line.contains("IntoFuture for Call<") {
                    methods.insert("Call::await".to_owned());
                }
            } else if line == "}" {
                owner = None;
            }
            let method = line.strip_prefix("    pub fn ").or_else(|| line.strip_prefix("    pub async fn "));
            if let (Some(owner), Some(method)) = (owner, method) {
                methods.insert(format!("{owner}::{}", method.split(['(', '<']).next().unwrap()));
            }
        }
    }
    methods
}

fn sources(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src").join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    files
}

#[test]
fn what_one_client_has_the_other_has() {
    let in_async = methods(&[sources("client"), sources("jobs")].concat());
    let in_blocking = methods(&sources("blocking"));
    assert!(in_async.len() >= 20 && in_async.contains("Client::items"), "{in_async:?}");
    let alone = |these: &BTreeSet<String>, those| these.difference(those).cloned().collect::<BTreeSet<_>>();
    let named = |list: &[(&str, &str)]| list.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(alone(&in_async, &in_blocking), named(ASYNC_ALONE));
    assert_eq!(alone(&in_blocking, &in_async), named(BLOCKING_ALONE));
}
