//! An OData service of Graph's own metadata, by `odatapy`: it serves our calls and batches, and says of each query
//! option that we write whether it fits by name and by type.

mod plan;
mod shapes;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;

use graph_endpoint::Nullable;
use graph_endpoint::prelude::*;
use graph_endpoint::query::{Expand, Property, property};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::json;

use crate::examples::exchanges;
use crate::servers::{Running, skipped};
use crate::tools::{corpus, python};

/// The random plans of query options that are judged.
const PLANS: usize = 600;

#[graph_type("microsoft.graph.user")]
#[derive(Debug, PartialEq)]
struct User {
    id: Option<String>,
    display_name: Option<String>,
    account_enabled: Option<bool>,
}

impl User {
    const NAME: Property<Self, String> = Property::new("displayName");
    const ENABLED: Property<Self, bool> = Property::new("accountEnabled");
}

/// odatapy makes no keys of text, so we bring them.
#[graph_endpoint(POST, "/users", response = User)]
struct AddUser {
    id: String,
    display_name: String,
    account_enabled: bool,
}

#[graph_endpoint(GET, "/users/{id}", response = User)]
struct GetUser {
    id: String,
}

#[graph_endpoint(PATCH, "/users/{id}")]
struct PatchUser {
    id: String,
    display_name: Nullable<String>,
}

#[graph_endpoint(DELETE, "/users/{id}")]
struct DeleteUser {
    id: String,
}

#[graph_endpoint(GET, "/users", response = Page<User>, select)]
struct ListUsers {}

/// Graph's `accountEnabled` is a boolean.
#[graph_endpoint(POST, "/users", response = User)]
struct AddWrongUser {
    account_enabled: String,
}

struct Service {
    url: String,
    _process: Running,
}

impl Service {
    fn start() -> Option<Self> {
        let metadata = metadata("the calls against odatapy's server")?;
        let mut process = python("the calls against odatapy's server", "service.py")?
            .args(["serve", &metadata])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let url = format!("http://127.0.0.1:{}", port.trim());
        Some(Self { url, _process: Running(process) })
    }
}

fn metadata(what: &str) -> Option<String> {
    let path = corpus("metadata-v1.0.xml.gz");
    if !Path::new(&path).exists() {
        skipped(&format!("{what}: the documentation corpus isn't there"));
        return None;
    }
    Some(path)
}

#[tokio::test]
async fn a_server_of_the_metadata_takes_our_calls_and_batches() {
    let Some(service) = Service::start() else { return };
    let client = Client::builder().token("any").base_url(&service.url).build().unwrap();
    calls(&client).await;
    batches(&client).await;
    // What doesn't fit the metadata isn't taken.
    let error = client.send(&AddWrongUser { account_enabled: "yes".into() }).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 400, "{error}");
    let error = client.send(&ListUsers {}.order_by("displayNam")).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 400, "{error}");
}

async fn calls(client: &Client) {
    let name = "Zoë O'Neil; 100% & +";
    // A dot would be a type's name to odatapy, for a key behind a slash.
    let id = "a b!%2F ë".to_owned();
    let made = AddUser { id: id.clone(), display_name: name.into(), account_enabled: true };
    assert_eq!(client.send(&made).await.unwrap().id.as_ref(), Some(&id));
    let other = AddUser { id: "b".into(), display_name: "B".into(), account_enabled: false };
    client.send(&other).await.unwrap();
    let found = |page: Page<User>| page.value.into_iter().map(|user| user.id.unwrap()).collect::<Vec<_>>();
    let named = ListUsers {}.filter(User::NAME.eq(name).and(User::ENABLED.eq(true))).top(5);
    assert_eq!(found(client.send(&named).await.unwrap()), std::slice::from_ref(&id));
    let all = client.send(&ListUsers {}.order_by(User::NAME.desc()).count()).await.unwrap();
    assert_eq!((all.count, found(all)), (Some(2), vec![id.clone(), "b".to_owned()]));
    let patch = PatchUser { id: id.clone(), display_name: Nullable::Null };
    client.send(&patch).await.unwrap();
    let user = client.send(&GetUser { id: id.clone() }).await.unwrap();
    assert_eq!((user.display_name, user.account_enabled), (None, Some(true)));
    client.send(&DeleteUser { id: id.clone() }).await.unwrap();
    assert!(client.send(&GetUser { id }).await.unwrap_err().is_not_found());
}

async fn batches(client: &Client) {
    let mut batch = client.new_batch();
    let made = batch.add(&AddUser { id: "ann".into(), display_name: "Ann".into(), account_enabled: true });
    let found = batch.add_after(&made, &ListUsers {}.filter(User::NAME.eq("Ann")));
    let missing = batch.add_after(&found, &GetUser { id: "missing".into() });
    let mut responses = batch.send().await.unwrap();
    let made = responses.take(made).unwrap();
    let found = responses.take(found).unwrap().value;
    assert_eq!((found.len(), &found[0].id), (1, &made.id));
    assert!(responses.take(missing).unwrap_err().is_not_found());
    let (one, two) = client
        .batch((GetUser { id: made.id.clone().unwrap() }, DeleteUser { id: "missing".into() }))
        .await
        .unwrap();
    assert_eq!(one.unwrap().display_name, made.display_name);
    assert!(two.unwrap_err().is_not_found());
}

/// What odatapy says of paths with their queries; `None` for what fits.
fn judged(targets: &[String]) -> Option<Vec<Option<String>>> {
    let what = "the query options by odatapy";
    let metadata = metadata(what)?;
    let mut process = python(what, "service.py")?
        .args(["check", &metadata])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = process.stdin.take().unwrap();
    let lines: String = targets.iter().map(|target| format!("{}\n", json!(target))).collect();
    let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = process.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    let decisions: Vec<Option<String>> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(decisions.len(), targets.len());
    Some(decisions)
}

fn target(request: &impl Endpoint) -> String {
    let request = request.to_http_request("https://graph.microsoft.com").unwrap();
    request.uri().path_and_query().unwrap().as_str().strip_prefix("/v1.0").unwrap().to_owned()
}

/// What the examples ask for, but of files by their paths, which aren't OData's, and of keys with a dot: to odatapy they
/// are names of types.
fn queries_of_examples() -> impl Iterator<Item = String> {
    let targets =
        exchanges("the queries of the examples").iter().filter_map(|exchange| exchange["target"].as_str());
    let known = targets.filter_map(|target| target.strip_prefix("/v1.0"));
    let asks = |target: &&str| {
        let query = target.split_once('?').map_or("", |(_, query)| query);
        query.contains('$')
    };
    let is_odata = |target: &&str| !target.contains("root:") && !target.contains(".com");
    known.filter(asks).filter(is_odata).map(str::to_owned)
}

#[test]
fn query_options_that_we_write_fit_the_metadata() {
    let expanded = ListUsers {}
        .expand(Expand::new("manager").select("id").levels_max())
        .expand(Expand::new("ownedDevices").filter(property::<String>("id").eq("a;b)'")).top(1).count());
    let mut targets =
        vec![target(&expanded), target(&ListUsers {}.order_by(User::NAME.desc()).order_by(User::ENABLED))];
    let mut runner = TestRunner::deterministic();
    let strategy = plan::strategy();
    targets.extend((0..PLANS).map(|_| strategy.new_tree(&mut runner).unwrap().current().target()));
    targets.extend(shapes::targets());
    targets.extend(queries_of_examples());
    let mut wrong = vec![
        target(&ListUsers {}.filter(property::<i64>("displayName").eq(1))),
        target(&ListUsers {}.filter(property::<String>("accountEnabled").starts_with("a"))),
        target(&ListUsers {}.filter(property::<String>("displayNam").eq("a"))),
        target(&ListUsers {}.order_by("nope desc")),
        target(&ListUsers {}.expand("displayName")),
        target(&ListUsers {}.select("nope/never")),
        target(&ListUsers {}.filter(User::NAME.eq("a"))).replace("$filter", "$filtr"),
    ];
    wrong.extend(shapes::wrong_types_and_flags());
    targets.extend(wrong.clone());
    let Some(decisions) = judged(&targets) else { return };
    let (right, wrong_decisions) = decisions.split_at(decisions.len() - wrong.len());
    for (target, problem) in targets.iter().zip(right) {
        assert_eq!(problem, &None, "{target}");
    }
    for (target, problem) in wrong.iter().zip(wrong_decisions) {
        assert!(problem.is_some(), "odatapy takes {target}");
    }
}
