//! Deltas: what has changed, what is gone, and a token to go on from, from a sandbox on loopback.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use futures_util::StreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Sandbox, SandboxError};
use graph_endpoint::{AdditionalProperties, Change, Delta, DeltaToken, RemovalReason, Resync};
use http::Response;
use serde_json::{Value, json};

#[graph_type("microsoft.graph.thing")]
#[derive(Clone, Debug, PartialEq)]
struct Thing {
    id: String,
    name: Nullable<String>,
    #[graph(additional)]
    more: AdditionalProperties,
}

#[graph_endpoint(GET, "/things/delta", response = Page<Thing>)]
#[derive(Default)]
struct ThingChanges {
    #[graph(query = "$skiptoken")]
    skip: Option<String>,
    #[graph(query = "$deltatoken")]
    token: Option<String>,
    #[graph(header = "Prefer")]
    prefer: Option<String>,
}

enum Canned {
    Page(Value),
    Error(SandboxError),
}

/// Service by token, each as often as it is asked for; the first one's token is empty.
type Service = Arc<Mutex<HashMap<String, Canned>>>;

async fn service() -> (Sandbox, Client, Service) {
    let responses = Service::default();
    let served = responses.clone();
    let sandbox = Sandbox::builder()
        .on(move |changes: ThingChanges| {
            let token = changes.skip.or(changes.token).unwrap_or_default();
            let response = match served.lock().unwrap().get(&token) {
                Some(Canned::Page(page)) => Ok(Response::new(serde_json::to_vec(page).unwrap())),
                Some(Canned::Error(error)) => Err(error.clone()),
                None => Err(SandboxError::new(404, "itemNotFound", "no such page")),
            };
            async move { response }
        })
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    (sandbox, client, responses)
}

fn put(responses: &Service, token: &str, response: Canned) {
    responses.lock().unwrap().insert(token.to_owned(), response);
}

fn page(sandbox: &Sandbox, items: Value, link: (&str, &str)) -> Canned {
    let (kind, query) = link;
    let url = format!("{}/v1.0/things/delta?{query}", sandbox.url());
    Canned::Page(json!({ (format!("@odata.{kind}")): url, "value": items }))
}

/// What came, in short: `+id`, `-id`, `!code`.
async fn all(delta: &mut Delta<Thing>) -> (Vec<String>, Option<Error>) {
    let mut seen = Vec::new();
    while let Some(change) = delta.next().await {
        seen.push(match change {
            Ok(Change::Changed(thing)) => format!("+{}", thing.id),
            Ok(Change::Removed(removed)) => format!("-{}", removed.id()),
            Ok(Change::Resync(resync)) => format!("!{}", resync.code().unwrap_or_default()),
            Ok(_) => unreachable!(),
            Err(error) => return (seen, Some(error)),
        });
    }
    (seen, None)
}

fn token(sandbox: &Sandbox, query: &str) -> DeltaToken {
    DeltaToken::from(format!("{}/v1.0/things/delta?{query}", sandbox.url()))
}

fn minimal() -> ThingChanges {
    ThingChanges { prefer: Some("return=minimal".into()), ..ThingChanges::default() }
}

#[tokio::test]
async fn a_first_run_and_a_second_one_from_what_was_stored() {
    let (sandbox, client, responses) = service().await;
    put(&responses, "", page(&sandbox, json!([{"id": "1"}, {"id": "2"}]), ("nextLink", "$skiptoken=s1")));
    put(&responses, "s1", page(&sandbox, json!([]), ("nextLink", "$skiptoken=s2")));
    put(&responses, "s2", page(&sandbox, json!([{"id": "3"}]), ("deltaLink", "$deltatoken=d1")));
    let mut first = client.delta(minimal());
    assert!(first.token().is_none() && first.checkpoint().is_none());
    assert_eq!(all(&mut first).await.0, ["+1", "+2", "+3"]);
    // Stored as JSON, say, and read by another process.
    let stored = serde_json::to_string(first.token().unwrap()).unwrap();
    assert!(!format!("{first:?} {:?}", first.token()).contains("d1"));

    let removed = json!([
        {"id": "1", "name": null, "members@delta": [{"id": "m", "@removed": {"reason": "deleted"}}]},
        {"id": "2", "@removed": {"reason": "changed"}, "kind": 1.5},
        {"@removed": {"reason": "deleted"}, "id": "3"},
        {"id": "4"},
        {"id": "4"},
    ]);
    put(&responses, "d1", page(&sandbox, removed, ("deltaLink", "$deltatoken=d2")));
    sandbox.take_requests();
    let mut second = client.delta_from(minimal(), &serde_json::from_str(&stored).unwrap());
    let mut changes = Vec::new();
    while let Some(change) = second.next().await {
        changes.push(change.unwrap());
    }
    let [Change::Changed(changed), Change::Removed(left), Change::Removed(deleted), replayed @ ..] =
        &changes[..]
    else {
        panic!("{changes:?}")
    };
    assert_eq!(changed.name, Nullable::Null);
    assert!(changed.more.get("members@delta").unwrap().contains("\"m\""));
    assert_eq!((left.id(), left.reason()), ("2", Some(&RemovalReason::Changed)));
    assert_eq!(left.properties().get_as::<f64>("kind").unwrap(), Some(1.5));
    assert_eq!((deleted.id(), deleted.reason()), ("3", Some(&RemovalReason::Deleted)));
    assert_eq!(replayed.len(), 2);
    assert_eq!(second.token(), Some(&token(&sandbox, "$deltatoken=d2")));
    let requests = sandbox.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].header("prefer"), Some("return=minimal"));
}

#[tokio::test]
async fn from_now_on() {
    let (sandbox, client, responses) = service().await;
    put(&responses, "latest", page(&sandbox, json!([]), ("deltaLink", "$deltatoken=d1")));
    let latest = ThingChanges { token: Some("latest".into()), ..ThingChanges::default() };
    let mut delta = client.delta(&latest);
    assert_eq!(all(&mut delta).await.0.len(), 0);
    assert_eq!(delta.token(), Some(&token(&sandbox, "$deltatoken=d1")));
    assert_eq!(sandbox.requests()[0].query(), Some("$deltatoken=latest"));
    put(&responses, "d1", page(&sandbox, json!([{"id": "1"}]), ("deltaLink", "$deltatoken=d2")));
    let stored: DeltaToken = delta.token().unwrap().to_string().parse().unwrap();
    assert_eq!(all(&mut client.delta_from(ThingChanges::default(), &stored)).await.0, ["+1"]);
}

#[graph_type("microsoft.graph.driveItem")]
#[derive(Debug, PartialEq)]
struct DriveItem {
    id: String,
    deleted: Option<Untyped>,
}

#[graph_endpoint(GET, "/drives/<drive>/root/delta", response = Page<DriveItem>)]
struct DriveChanges {
    drive: String,
    #[graph(query = "token")]
    token: Option<String>,
}

/// Drives have another name for the token, and tell a removal by a property.
#[tokio::test]
async fn drives_have_ways_of_their_own() {
    let sandbox = Sandbox::builder()
        .on(|changes: DriveChanges| async move {
            let (token, items) = match changes.token.as_deref() {
                Some("latest") => ("d1", json!([])),
                _ => ("d2", json!([{"id": "1", "deleted": {"state": "softdeleted"}}, {"id": "2"}])),
            };
            let link = format!("/v1.0/drives/{}/root/delta?token={token}", changes.drive.replace('/', "%2F"));
            Response::new(json!({"@odata.deltaLink": link, "value": items}).to_string())
        })
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let mut latest = client.delta(&DriveChanges { drive: "a/b".into(), token: Some("latest".into()) });
    assert!(latest.next().await.is_none());
    let everything = DriveChanges { drive: "a/b".into(), token: None };
    let changes: Vec<_> =
        client.delta_from(&everything, latest.token().unwrap()).map(Result::unwrap).collect().await;
    let [Change::Changed(gone), Change::Changed(there)] = &changes[..] else { panic!("{changes:?}") };
    assert!(gone.deleted.as_ref().unwrap().get("state").is_some() && there.deleted.is_none());
    assert_eq!(sandbox.requests()[1].path(), "/v1.0/drives/a%2Fb/root/delta");
    assert_eq!(sandbox.requests()[1].query(), Some("token=d1"));
}

#[tokio::test]
async fn a_request_that_can_not_be_built_says_so() {
    let (sandbox, client, _) = service().await;
    let nowhere = DriveChanges { drive: "..".into(), token: None };
    for mut delta in [client.delta(&nowhere), client.delta_from(&nowhere, &token(&sandbox, "x"))] {
        let error = delta.next().await.unwrap().unwrap_err();
        assert!(error.is_build());
        assert_eq!(
            error.to_string(),
            "GET /drives/<drive>/root/delta: the path value `drive` is `..`, which would name another resource"
        );
        assert!(delta.next().await.is_none());
    }
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn gone_begins_anew_where_the_answer_says() {
    let (sandbox, client, responses) = service().await;
    let gone = |code: &str| SandboxError::new(410, "resyncRequired", "..").inner_code(code);
    // With an absolute and with a relative `Location`, with an empty one, and without any.
    let absolute = format!("{}/v1.0/things/delta?$deltatoken=anew", sandbox.url());
    let locations = [Some(absolute.as_str()), Some("/v1.0/things/delta?$deltatoken=anew"), Some(""), None];
    put(&responses, "", page(&sandbox, json!([{"id": "from the start"}]), ("deltaLink", "$deltatoken=d2")));
    put(&responses, "anew", page(&sandbox, json!([{"id": "anew"}]), ("deltaLink", "$deltatoken=d2")));
    for location in locations {
        let mut error = gone("resyncChangesUploadDifferences");
        if let Some(location) = location {
            error = error.header("Location", location);
        }
        put(&responses, "old", Canned::Error(error));
        let mut delta = client.delta_from(minimal(), &token(&sandbox, "$deltatoken=old"));
        let (seen, error) = all(&mut delta).await;
        assert!(error.is_none());
        let item = if location.is_none_or(str::is_empty) { "+from the start" } else { "+anew" };
        assert_eq!(seen, ["!resyncChangesUploadDifferences", item]);
        assert_eq!(delta.token(), Some(&token(&sandbox, "$deltatoken=d2")));
    }
    assert!(sandbox.requests().iter().all(|request| request.header("prefer") == Some("return=minimal")));
    assert_eq!(sandbox.requests().len(), 8);
}

#[tokio::test]
async fn gone_in_the_middle_of_a_run_and_with_other_codes() {
    let (sandbox, client, responses) = service().await;
    for (error, resync) in [
        (SandboxError::new(410, "syncStateNotFound", ".."), Resync::StateNotFound),
        (SandboxError::new(400, "SyncStateNotFound", ".."), Resync::StateNotFound),
        (SandboxError::new(410, "new", ".."), Resync::Other(Some("new".into()))),
    ] {
        put(&responses, "d1", page(&sandbox, json!([{"id": "1"}]), ("nextLink", "$skiptoken=s1")));
        put(&responses, "s1", Canned::Error(error));
        put(&responses, "", page(&sandbox, json!([{"id": "2"}]), ("deltaLink", "$deltatoken=d2")));
        let mut delta = client.delta_from(minimal(), &token(&sandbox, "$deltatoken=d1"));
        assert!(matches!(delta.next().await, Some(Ok(Change::Changed(thing))) if thing.id == "1"));
        assert_eq!(delta.checkpoint(), Some(&token(&sandbox, "$deltatoken=d1")));
        assert_eq!(delta.next().await.unwrap().unwrap(), Change::Resync(resync));
        assert!(delta.checkpoint().is_none());
        assert_eq!(all(&mut delta).await.0, ["+2"]);
    }
}

#[tokio::test]
async fn gone_again_is_an_error_and_no_loop() {
    let (sandbox, client, responses) = service().await;
    put(&responses, "", Canned::Error(SandboxError::new(410, "resyncRequired", "..")));
    let mut delta = client.delta(minimal());
    let (seen, error) = all(&mut delta).await;
    assert_eq!(seen, ["!resyncRequired"]);
    assert_eq!(error.unwrap().status().unwrap(), 410);
    assert!(delta.next().await.is_none() && delta.token().is_none());
    assert_eq!(sandbox.requests().len(), 2);
}

#[tokio::test]
async fn no_token_goes_to_another_host() {
    let (sandbox, client, responses) = service().await;
    let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let link = format!("http://{}/v1.0/things/delta", elsewhere.local_addr().unwrap());
    let gone = SandboxError::new(410, "resyncRequired", "..").header("Location", link.clone());
    put(&responses, "old", Canned::Error(gone));
    for from in [token(&sandbox, "$deltatoken=old"), DeltaToken::from(link)] {
        let (_, error) = all(&mut client.delta_from(minimal(), &from)).await;
        assert!(error.unwrap().to_string().contains("host"));
    }
    assert!(elsewhere.accept().is_err(), "nobody connected");
}

#[tokio::test]
async fn an_error_ends_it_and_the_checkpoint_goes_on() {
    let (sandbox, client, responses) = service().await;
    put(&responses, "", page(&sandbox, json!([{"id": "1"}]), ("nextLink", "$skiptoken=s1")));
    let mut delta = client.delta(minimal());
    let (seen, error) = all(&mut delta).await;
    assert_eq!(seen, ["+1"]);
    assert!(error.unwrap().is_not_found());
    assert!(delta.token().is_none());
    let checkpoint = delta.checkpoint().unwrap().clone();
    assert_eq!(checkpoint, token(&sandbox, "$skiptoken=s1"));
    put(&responses, "s1", page(&sandbox, json!([{"id": "2"}]), ("deltaLink", "$deltatoken=d1")));
    assert_eq!(all(&mut client.delta_from(minimal(), &checkpoint)).await.0, ["+2"]);
}

#[tokio::test]
async fn items_that_are_wrong_are_named_by_their_path() {
    let (sandbox, client, responses) = service().await;
    let gone = json!({"id": "1", "@removed": {"reason": "deleted"}});
    for (item, problem) in [
        (json!({"id": 7}), "value[1].id: expected a string, found an integer"),
        (json!({"name": "secret"}), "value[1].id: the property is missing"),
        (json!(7), "value[1]: expected an object"),
        (json!({"@removed": {"reason": "deleted"}}), "value[1].id: the property is missing"),
    ] {
        // With removals in the page, and, as far as the item is none, without.
        for first in [gone.clone(), json!({"id": "1"})] {
            put(&responses, "", page(&sandbox, json!([first, item]), ("deltaLink", "$deltatoken=d1")));
            let (_, error) = all(&mut client.delta(minimal())).await;
            let error = error.unwrap();
            assert!(error.is_decode());
            assert!(error.to_string().contains(problem), "{error}");
        }
    }
}

#[tokio::test]
async fn a_list_that_is_no_delta_is_told() {
    let (_sandbox, client, responses) = service().await;
    put(&responses, "", Canned::Page(json!({"value": [{"id": "1"}]})));
    let (seen, error) = all(&mut client.delta(minimal())).await;
    assert_eq!(seen, ["+1"]);
    assert!(error.unwrap().to_string().contains("delta link"));
}

#[graph_type("microsoft.graph.directoryObject")]
#[derive(Debug, PartialEq)]
enum Object {
    #[graph(type = "microsoft.graph.user")]
    User { id: String },
    #[graph(other)]
    Other(Untyped),
}

#[graph_endpoint(GET, "/directoryObjects/delta", response = Page<Object>)]
struct ObjectChanges {}

#[tokio::test]
async fn families_of_types_change_as_well() {
    let sandbox = Sandbox::builder()
        .on(|_: ObjectChanges| async {
            Response::new(
                json!({"@odata.deltaLink": "x", "value": [
                    {"id": "1", "@odata.type": "#microsoft.graph.user"},
                    {"@odata.type": "#microsoft.graph.user", "id": "2", "@removed": {"reason": "deleted"}},
                ]})
                .to_string(),
            )
        })
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let changes: Vec<_> = client.delta(&ObjectChanges {}).map(Result::unwrap).collect().await;
    assert_eq!(changes[0], Change::Changed(Object::User { id: "1".into() }));
    assert!(matches!(&changes[1], Change::Removed(gone) if gone.properties().get("@odata.type").is_some()));
}

#[test]
fn without_async_the_token_is_in_reach_too() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (sandbox, client, responses) = runtime.block_on(service());
    put(&responses, "", page(&sandbox, json!([{"id": "1"}]), ("deltaLink", "$deltatoken=d1")));
    let client = graph_endpoint::blocking::Client::from_async(client).unwrap();
    let mut changes = client.iter(client.as_async().delta(minimal()));
    assert_eq!(changes.by_ref().map(Result::unwrap).count(), 1);
    assert!(changes.next().is_none());
    assert_eq!(changes.stream().unwrap().token(), Some(&token(&sandbox, "$deltatoken=d1")));
}

#[tokio::test]
async fn links_that_lead_back_end_the_run_behind_the_changes_until_then() {
    let (sandbox, client, responses) = service().await;
    put(&responses, "", page(&sandbox, json!([{"id": "1"}]), ("nextLink", "$skiptoken=s1")));
    put(&responses, "s1", page(&sandbox, json!([{"id": "2"}]), ("nextLink", "$skiptoken=s2")));
    put(&responses, "s2", page(&sandbox, json!([{"id": "3"}]), ("nextLink", "%24skiptoken=s1#1")));
    let mut delta = client.delta(ThingChanges::default());
    let mut changes = Vec::new();
    let error = loop {
        match delta.next().await.unwrap() {
            Ok(change) => changes.push(change),
            Err(error) => break error,
        }
    };
    assert_eq!((changes.len(), sandbox.requests().len()), (3, 3));
    assert!(error.is_paging_loop(), "{error:?}");
    assert!(delta.token().is_none() && delta.checkpoint().is_some() && delta.next().await.is_none());
    // A page that leads to itself, and has nothing, has no token either.
    put(&responses, "s2", page(&sandbox, json!([]), ("nextLink", "$skiptoken=s2")));
    let mut delta = client.delta(ThingChanges::default());
    while delta.next().await.is_some_and(|change| change.is_ok()) {}
    assert!(delta.token().is_none() && delta.checkpoint().is_some());
}

/// The text of a token alone would name another resource beside the list, and no text the list from its beginning.
#[tokio::test]
async fn a_token_that_is_no_link_is_refused_before_anything_is_sent() {
    let (sandbox, client, _) = service().await;
    let link = format!("{}/v1.0/things/delta?token=1", sandbox.url());
    // As JSON, as some editors save it, and what is no link.
    let around = [format!("\"{link}\""), format!("\u{feff}{link}"), format!("'{link}'")];
    let none = ["", " ", "aB3", "latest"].map(str::to_owned);
    for saved in around.into_iter().chain(none) {
        let mut changes = client.delta_from(ThingChanges::default(), &DeltaToken::from(saved.clone()));
        let error = changes.next().await.unwrap().unwrap_err();
        assert!(error.is_build(), "{saved:?}: {error}");
        assert!(
            error
                .to_string()
                .contains("the delta link that was saved is none; save all of it, with its host"),
            "{error}"
        );
        assert!(changes.next().await.is_none());
    }
    let mut pages = client.pages_from(ThingChanges::default(), "aB3");
    assert!(pages.next().await.unwrap().is_err_and(|error| error.is_build()));
    assert!(sandbox.requests().is_empty());
}
