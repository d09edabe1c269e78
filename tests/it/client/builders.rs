//! A finished builder goes wherever an endpoint goes, with query options or without.

use futures_util::TryStreamExt as _;
use graph_endpoint::sandbox::Sandbox;
use graph_endpoint::{ValueOf, blocking, prelude::*};

#[graph_endpoint(GET, "/groups/<id>/members", response = Page<Member>)]
#[derive(Clone)]
struct ListMembers {
    id: String,
    #[graph(query = "$search")]
    text: Option<String>,
}

#[graph_type("microsoft.graph.user")]
#[derive(Clone)]
struct Member {
    id: String,
}

#[graph_endpoint(GET, "/users/<id>/displayName", response = ValueOf<String>)]
#[derive(Clone)]
struct GetName {
    id: String,
}

async fn sandbox() -> Sandbox {
    Sandbox::builder()
        .on(|list: ListMembers| async move { Page::from(vec![Member { id: list.id }]) })
        .on(|get: GetName| async move { ValueOf::from(get.id) })
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_finished_builder_goes_wherever_an_endpoint_goes() {
    let sandbox = sandbox().await;
    let client = Client::builder().token("any").base_url(sandbox.url()).build().unwrap();
    let list = || ListMembers::builder().id("g");
    let ids = |members: Vec<Member>| members.into_iter().map(|member| member.id).collect::<Vec<_>>();

    assert_eq!(ids(list().top(5).select("id").send(&client).await.unwrap().value), ["g"]);
    assert_eq!(ids(client.send(list().top(5).build()).await.unwrap().value), ["g"]);
    assert_eq!(ids(client.send(list()).await.unwrap().value), ["g"]);
    assert_eq!(ids(client.send(&list().build()).await.unwrap().value), ["g"]);
    assert_eq!(ids(list().build().send(&client).await.unwrap().value), ["g"]);
    assert_eq!(GetName { id: "x".into() }.send(&client).await.unwrap().value, "x");
    assert_eq!(
        ids(client.items(list().filter("accountEnabled eq true")).try_collect().await.unwrap()),
        ["g"]
    );
    let pages: Vec<Page<Member>> = client.pages(list().text("\"a\"")).try_collect().await.unwrap();
    assert_eq!(pages.len(), 1);
    let name = |id: &str| GetName::builder().id(id);
    let (first, second) = client.batch((name("a"), list().top(1))).await.unwrap();
    assert_eq!((first.unwrap().value.as_str(), second.unwrap().value.len()), ("a", 1));
    let names: Vec<ValueOf<String>> = client.batch_all(["b", "c"].map(name)).try_collect().await.unwrap();
    assert_eq!(names.iter().map(|name| &*name.value).collect::<Vec<_>>(), ["b", "c"]);
    let mut batch = client.new_batch();
    let item = batch.add(name("d"));
    assert_eq!(batch.send().await.unwrap().take(item).unwrap().value, "d");
    let queries: Vec<_> =
        sandbox.requests().iter().filter_map(|request| request.query().map(str::to_owned)).collect();
    assert!(queries.iter().any(|query| query == "$select=id&$top=5"), "{queries:?}");
}

#[test]
fn so_it_does_without_async() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = runtime.block_on(sandbox());
    let client = Client::builder().token("any").base_url(sandbox.url()).build().unwrap();
    let client = blocking::Client::from_async(client).unwrap();
    let list = || ListMembers::builder().id("g");
    assert_eq!(client.send(list().top(5)).unwrap().value.len(), 1);
    assert_eq!(client.items(list()).count(), 1);
    let (name, _) = client.batch((GetName::builder().id("a"), list())).unwrap();
    assert_eq!(name.unwrap().value, "a");
}
