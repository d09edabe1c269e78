//! Prism, with an OpenAPI description that others' programs make of Graph's metadata: strict about names, types, methods,
//! and the members of `$select` and `$orderby`.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use graph_endpoint::prelude::*;
use graph_endpoint::query::Property;
use graph_endpoint::{Bytes, Nullable};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method};
use serde_json::{Value, json};

use crate::examples::{are_all_built, exchanges};
use crate::servers::{Running, skipped};
use crate::tools::{corpus, folder, install_node, node, printed};

const WHAT: &str = "the calls against Prism";

/// Of the examples' requests. Fewer would mean that they weren't listened to, or that the description lost their paths.
const FEWEST: usize = 20;

/// A property of an open type, which the description closes: how the call begins, and what Prism says.
const OF_OPEN_TYPE: (&str, &str) = ("PATCH /v1.0/me/extensions/", "found 'sizes'");

#[graph_type("microsoft.graph.user")]
struct User {
    id: Option<String>,
    display_name: Option<String>,
}

impl User {
    const NAME: Property<Self, String> = Property::new("displayName");
}

#[graph_endpoint(GET, "/users", response = Page<User>, select)]
struct ListUsers {}

#[graph_endpoint(GET, "/users/{id}", response = User, select)]
struct GetUser {
    id: String,
}

#[graph_endpoint(POST, "/users")]
struct AddUser {
    display_name: String,
    account_enabled: bool,
    password_profile: PasswordProfile,
    business_phones: Vec<String>,
}

#[graph_type("microsoft.graph.passwordProfile", lossy)]
struct PasswordProfile {
    password: String,
    force_change_password_next_sign_in: Option<bool>,
}

#[graph_endpoint(PATCH, "/users/{id}")]
struct PatchUser {
    id: String,
    job_title: Nullable<String>,
    department: Nullable<String>,
}

#[graph_endpoint(DELETE, "/groups/{id}")]
struct DeleteGroup {
    id: String,
}

#[graph_endpoint(POST, "/me/sendMail")]
struct SendMail {
    message: Message,
    save_to_sent_items: Option<bool>,
}

#[graph_type("microsoft.graph.message", lossy)]
struct Message {
    subject: String,
    body: ItemBody,
    to_recipients: Vec<Recipient>,
    importance: Importance,
}

#[graph_type("microsoft.graph.itemBody", lossy)]
struct ItemBody {
    content_type: String,
    content: String,
}

#[graph_type("microsoft.graph.recipient", lossy)]
struct Recipient {
    email_address: EmailAddress,
}

#[graph_type("microsoft.graph.emailAddress", lossy)]
struct EmailAddress {
    address: String,
}

#[graph_type("microsoft.graph.importance")]
enum Importance {
    High,
    #[graph(other)]
    Other(String),
}

#[graph_endpoint(POST, "/me/assignLicense")]
struct AssignLicense {
    add_licenses: Vec<AssignedLicense>,
    remove_licenses: Vec<String>,
}

#[graph_type("microsoft.graph.assignedLicense", lossy)]
struct AssignedLicense {
    sku_id: String,
    disabled_plans: Vec<String>,
}

#[graph_endpoint(POST, "/me/presence/setPresence")]
struct SetPresence {
    session_id: String,
    availability: String,
    activity: String,
    expiration_duration: String,
}

#[graph_endpoint(GET, "/me/messages", response = Untyped)]
struct ListMessages {
    #[graph(query = "$top")]
    top: u32,
    #[graph(query = "$skip")]
    skip: u32,
}

#[graph_endpoint(POST, "/me/sendMail")]
struct SendWrongMail {
    message: WrongMessage,
}

#[graph_type("microsoft.graph.message", lossy)]
struct WrongMessage {
    subject: u32,
    importance: String,
}

#[graph_endpoint(PATCH, "/users/{id}")]
struct PatchWrongUser {
    id: String,
    job_titel: String,
}

#[graph_endpoint(PUT, "/users")]
struct PutUsers {}

#[graph_endpoint(GET, "/uzers", response = Untyped)]
struct ListWrong {}

fn start() -> Option<(String, Running)> {
    let metadata = corpus("metadata-v1.0.xml.gz");
    if !Path::new(&metadata).exists() {
        skipped(&format!("{WHAT}: the documentation corpus isn't there"));
        return None;
    }
    let description = folder("openapi").join("graph.json");
    let mut make = node(WHAT, "openapi.mjs")?;
    let paths: usize = printed(
        &make.arg(&metadata).arg(&description).arg(json!(paths_of_examples()).to_string()).output().unwrap(),
    )
    .trim()
    .parse()
    .unwrap();
    assert!(paths >= 80, "only {paths} paths");
    let packages = install_node(WHAT)?;
    let mut process = Command::new("node")
        .arg(packages.join("node_modules/@stoplight/prism-cli/dist/index.js"))
        .args(["mock", "--errors", "--host", "127.0.0.1", "--port", "0"])
        .arg(&description)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
    let process = Running(process);
    let url = lines.find_map(|line| Some(line.split_once("listening on ")?.1.trim().to_owned())).unwrap();
    // It goes on to write, and must not be stopped by that.
    std::thread::spawn(move || lines.for_each(drop));
    Some((url, process))
}

/// Prism serves the description's paths without the version in front.
async fn status(url: &str, call: &impl Endpoint) -> (u16, String) {
    let request = call.to_http_request(url).unwrap();
    let target = request.uri().path_and_query().unwrap().as_str();
    let (head, body) = (request.headers().clone(), request.body().clone());
    sent(url, request.method().clone(), target, head, body).await
}

async fn sent(url: &str, method: Method, target: &str, head: HeaderMap, body: Bytes) -> (u16, String) {
    let target = target.strip_prefix("/v1.0").unwrap();
    let sent = reqwest::Client::new().request(method, format!("{url}{target}")).headers(head).body(body);
    let response = sent.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn taken(url: &str, call: &impl Endpoint) {
    let (status, text) = status(url, call).await;
    assert_eq!(status, 200, "{text}");
}

async fn refused(url: &str, call: &impl Endpoint, expected: u16, why: &str) {
    let (status, text) = status(url, call).await;
    assert!(status == expected && text.contains(why), "{status}: {text}");
}

#[tokio::test]
async fn prism_takes_what_we_write_and_refuses_what_is_wrong() {
    let Some((url, _process)) = start() else { return };
    let list = ListUsers {}.filter(User::NAME.eq("O'Neil & +")).order_by(User::NAME.desc()).top(5).count();
    taken(&url, &list).await;
    taken(&url, &GetUser { id: "a b/c".into() }).await;
    taken(&url, &ListMessages { top: 5, skip: 10 }).await;
    let password_profile =
        PasswordProfile { password: "x".into(), force_change_password_next_sign_in: Some(true) };
    let business_phones = vec!["+1".to_owned()];
    taken(
        &url,
        &AddUser { display_name: "Zoë".into(), account_enabled: true, password_profile, business_phones },
    )
    .await;
    let department = Nullable::Value("Ops".to_owned());
    taken(&url, &PatchUser { id: "1".into(), job_title: Nullable::Null, department }).await;
    taken(&url, &DeleteGroup { id: "g1".into() }).await;
    let to = Recipient { email_address: EmailAddress { address: "a@contoso.com".into() } };
    let body = ItemBody { content_type: "html".into(), content: "<b>x</b>".into() };
    let message =
        Message { subject: "s".into(), body, to_recipients: vec![to], importance: Importance::High };
    taken(&url, &SendMail { message, save_to_sent_items: Some(false) }).await;
    let sku_id = "84a661c4-e949-4bd2-a560-ed7766fcaf2b".to_owned();
    let add = AssignedLicense { sku_id: sku_id.clone(), disabled_plans: vec![sku_id.clone()] };
    taken(&url, &AssignLicense { add_licenses: vec![add], remove_licenses: vec![sku_id] }).await;
    taken(
        &url,
        &SetPresence {
            session_id: "s".into(),
            availability: "Available".into(),
            activity: "Available".into(),
            expiration_duration: "PT1H".into(),
        },
    )
    .await;

    take_the_examples(&url).await;

    refused(&url, &ListUsers {}.order_by("nope"), 422, "$orderby").await;
    refused(&url, &ListMessages { top: 5, skip: 10 }.select("subjekt"), 422, "$select").await;
    let id = "1".to_owned();
    refused(&url, &PatchWrongUser { id, job_titel: "x".into() }, 422, "job").await;
    let message = WrongMessage { subject: 1, importance: "urgent".into() };
    refused(&url, &SendWrongMail { message }, 422, "message.importance").await;
    let wrong = vec![AssignedLicense { sku_id: "no guid".into(), disabled_plans: vec![] }];
    refused(&url, &AssignLicense { add_licenses: wrong, remove_licenses: vec![] }, 422, "uuid").await;
    refused(&url, &PutUsers {}, 405, "").await;
    refused(&url, &ListWrong {}, 404, "").await;
}

/// Below the version.
fn paths_of_examples() -> BTreeSet<&'static str> {
    let targets = exchanges(WHAT).iter().filter_map(|exchange| exchange["target"].as_str());
    targets.filter_map(|target| target.strip_prefix("/v1.0")?.split('?').next()).collect()
}

/// What the examples send to paths of the description. What differs in its digits alone is sent once.
async fn take_the_examples(url: &str) {
    let mut seen = BTreeSet::new();
    let (mut judged, mut elsewhere, mut problems) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for exchange in exchanges(WHAT) {
        let (method, target) = (exchange["method"].as_str().unwrap(), exchange["target"].as_str().unwrap());
        let call = format!("{method} {target} {}", exchange["request"]);
        if !seen.insert(call.replace(|c: char| c.is_ascii_digit(), "0")) {
            continue;
        }
        let mut head = HeaderMap::new();
        let mut body = Bytes::new();
        if !exchange["request"].is_null() {
            head.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            body = declared(&exchange["request"]).to_string().into();
        }
        if !target.starts_with("/v1.0/") {
            elsewhere.insert(call);
            continue;
        }
        let (status, text) = sent(url, method.parse().unwrap(), target, head, body).await;
        if text.contains("#NO_PATH_MATCHED_ERROR") {
            elsewhere.insert(call);
        } else if status == 200 {
            judged.insert(call);
        } else if call.starts_with(OF_OPEN_TYPE.0) && text.contains(OF_OPEN_TYPE.1) {
            elsewhere.insert(call);
        } else {
            problems.push(format!("{call}: {text}"));
        }
    }
    println!("{} requests of the examples by Prism; {} to other paths", judged.len(), elsewhere.len());
    assert!(problems.is_empty(), "{problems:#?}");
    let others: Vec<_> = elsewhere.iter().map(|call| call.split([' ', '?']).nth(1)).collect();
    assert!(
        judged.len() >= FEWEST || !are_all_built(),
        "only {} requests were judged; not these: {others:?}",
        judged.len()
    );
}

/// Without annotations, and without the properties that a tenant adds to its directory.
fn declared(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let is_declared = |name: &str| !name.contains('@') && !name.starts_with("extension_");
            let members = object.iter().filter(|(name, _)| is_declared(name));
            members.map(|(name, value)| (name.clone(), declared(value))).collect()
        }
        Value::Array(items) => items.iter().map(declared).collect(),
        other => other.clone(),
    }
}
