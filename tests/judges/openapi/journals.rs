//! What the examples send, and what the declarations of the documentation's examples write, by Prism.

use std::collections::{BTreeMap, BTreeSet};

use graph_endpoint::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method};
use serde_json::Value;

use super::prism::{Prism, WHAT};
use crate::examples::{are_all_built, exchanges};
use crate::servers::skipped;
use crate::tools::folder;

/// Of the examples' requests. Fewer would mean that they weren't listened to.
const FEWEST: usize = 45;

/// Where every path of the metadata that is asked for stands on the list.
const AREAS: &[&str] =
    &["deviceAppManagement", "deviceManagement", "chats", "drives", "sites", "teams", "teamwork"];

/// Requests that aren't on the list and needn't be: what in them says so, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    ("/beta/", "of beta, which the description isn't"),
    ("/downloads/", "no path of Graph's"),
    ("/uploads/", "no path of Graph's"),
    ("/$batch", "its items are judged by themselves"),
    ("root:/", "a file by its path, which isn't OData's"),
    ("/content/", "a stream"),
    ("/pages/", "a stream"),
    ("/$value/", "a stream"),
    ("/workbook/", "a workbook"),
    ("/displayName/", "one property"),
];

/// What the documentation has and Graph doesn't take: a part of the call, what Prism says, and why.
const WRONG: &[(&str, &str, &str)] = &[
    (" null", "Body parameter is required", "an example without its body"),
    ("\"guid\"", "must match format", "a stand-in"),
    ("\"Text\"", "allowed values: text, html", "a member in the documentation's letter case"),
    ("\"Required\"", "allowed values: required,", "a member in the documentation's letter case"),
    ("\"publishingState\"", "found 'publishingState'", "a property that the service makes"),
];

/// What stands elsewhere in the metadata than in the documentation and in programs: a whole run of segments, and that of the
/// description.
const MOVED: &[(&str, &str)] = &[
    // Whose drive it is makes no difference.
    ("/v1.0/me/drive/", "/v1.0/drives/d/"),
    // Documented to be patched as a collection, with one of them.
    ("/T_4f2c1a/assignments", "/T_4f2c1a/assignments/a"),
];

pub(super) async fn judge(prism: &Prism) {
    let mut examples = Judged::default();
    for exchange in exchanges(WHAT) {
        examples.add(prism, exchange, |_| true, &[]).await;
    }
    examples.report("of the examples");
    assert!(
        examples.right.len() >= FEWEST || !are_all_built(),
        "only {} requests were judged",
        examples.right.len()
    );

    let Ok(journal) = std::fs::read_to_string(folder("").join("conformance.jsonl")) else {
        skipped(&format!("{WHAT}, of the documentation: `.ci/conformance` hasn't left them"));
        return;
    };
    let mut documentation = Judged::default();
    for line in journal.lines() {
        let is_ours = |target: &str| target.split('/').nth(2).is_some_and(|segment| AREAS.contains(&segment));
        documentation.add(prism, &serde_json::from_str(line).unwrap(), is_ours, WRONG).await;
    }
    documentation.report("of the documentation");
}

#[derive(Default)]
struct Judged {
    /// By method, target and body; what differs in its digits alone is sent once.
    seen: BTreeSet<String>,
    right: BTreeSet<String>,
    elsewhere: BTreeMap<&'static str, usize>,
    problems: Vec<String>,
}

impl Judged {
    /// `is_known`: whether a path that isn't on the list is a problem.
    async fn add(
        &mut self,
        prism: &Prism,
        exchange: &Value,
        is_known: impl Fn(&str) -> bool,
        wrong: &[(&str, &str, &'static str)],
    ) {
        let (method, target) = (exchange["method"].as_str().unwrap(), exchange["target"].as_str().unwrap());
        let call = format!("{method} {target} {}", exchange["request"]);
        let call = call.replace(|c: char| c.is_ascii_digit() && !target.starts_with("/v1.0/reports"), "0");
        let call = call.replacen("/v0.0/", "/v1.0/", 1);
        if !self.seen.insert(call.clone()) {
            return;
        }
        let path = format!("{}/", target.split('?').next().unwrap());
        if let Some((_, why)) = ELSEWHERE.iter().find(|(part, _)| path.contains(part)) {
            *self.elsewhere.entry(why).or_default() += 1;
            return;
        }
        let mut head = HeaderMap::new();
        let mut body = Bytes::new();
        if !exchange["request"].is_null() {
            head.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            body = declared(&exchange["request"]).to_string().into();
        }
        let target = MOVED.iter().fold(target.to_owned(), |target, (from, to)| target.replacen(from, to, 1));
        let method: Method = method.parse().unwrap();
        let (status, text) = prism.sent(method.clone(), &target, head.clone(), body).await;
        if text.contains("#NO_PATH_MATCHED_ERROR") && !is_known(&target) {
            *self.elsewhere.entry("of other areas").or_default() += 1;
        } else if let Some((_, _, why)) =
            wrong.iter().find(|(part, says, _)| call.contains(part) && text.contains(says))
        {
            *self.elsewhere.entry(why).or_default() += 1;
        } else if status == 200 {
            self.right.insert(call);
            if let (Some(object), false) = (exchange["request"].as_object(), is_open(&path)) {
                let mut wrong = object.clone();
                wrong.insert("noSuchProperty".to_owned(), true.into());
                let body = declared(&Value::Object(wrong)).to_string().into();
                let (_, text) = prism.sent(method, &target, head, body).await;
                assert!(text.contains("noSuchProperty"), "Prism takes anything at {target}: {text}");
            }
        } else {
            self.problems.push(format!("{call}: {text}"));
        }
    }

    fn report(&self, whose: &str) {
        println!("{} requests {whose} by Prism; elsewhere: {:?}", self.right.len(), self.elsewhere);
        assert!(self.problems.is_empty(), "{:#?}", self.problems);
    }
}

/// Whether any property is taken there.
fn is_open(path: &str) -> bool {
    path.ends_with("/fields/") || path.contains("/extensions/")
}

/// Without annotations but those of types and links, and without the properties that a tenant adds to its directory.
fn declared(value: &Value) -> Value {
    let is_declared = |name: &str| match name.split_once('@') {
        Some(("", annotation)) => annotation == "odata.type" || annotation == "odata.id",
        Some((_, annotation)) => annotation == "odata.bind",
        None => !name.starts_with("extension_"),
    };
    match value {
        Value::Object(object) => {
            let members = object.iter().filter(|(name, _)| is_declared(name));
            members.map(|(name, value)| (name.clone(), declared(value))).collect()
        }
        Value::Array(items) => items.iter().map(declared).collect(),
        other => other.clone(),
    }
}
