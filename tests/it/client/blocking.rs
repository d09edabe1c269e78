//! The blocking client, in threads without async code and in one with it.

use graph_endpoint::{Client, Error, RetryPolicy};

use super::endpoints::get_user;
use super::server::{Reply, Server};

fn server() -> (tokio::runtime::Runtime, Server) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(Server::start(|seen, _| match seen.header("fail") {
        Some(_) => Reply::status(404),
        None => Reply::new(200, &[("request-id", "r-1")], r#"{"id":"u1"}"#),
    }));
    (runtime, server)
}

#[test]
fn the_same_calls_are_waited_for() {
    let (_runtime, server) = server();
    let client = Client::builder().token("t").base_url(&server.url).build_blocking().unwrap();
    assert_eq!(client.send(&get_user()).unwrap().id, "u1");
    let answer = client.call(&get_user()).client_request_id("mine").answer().unwrap();
    assert_eq!(answer.request_id(), Some("r-1"));
    let error = client.call(&get_user()).header("fail", "1").send().unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(server.seen()[1].header("client-request-id"), Some("mine"));
    // One connection serves all: it is driven between the calls, too.
    assert!(server.seen().iter().all(|seen| seen.connection == 0));
}

#[test]
fn clones_work_in_many_threads_and_in_async_code() {
    let (runtime, server) = server();
    let client = Client::builder().base_url(&server.url).build_blocking().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.clone().send(&get_user()).unwrap());
        }
    });
    let inside = client.clone();
    let user = runtime.block_on(async move { inside.send(&get_user()) });
    assert_eq!(user.unwrap().id, "u1");
    assert_eq!(server.seen().len(), 9);
}

#[test]
fn whatever_the_async_client_does_can_be_waited_for() {
    let (_runtime, server) = server();
    let client = Client::builder().base_url(&server.url).retry(RetryPolicy::none()).build_blocking().unwrap();
    let inner = client.as_async().clone();
    let both = client.wait(async move {
        Ok::<_, Error>((inner.send(&get_user()).await?, inner.send(&get_user()).await?))
    });
    assert_eq!(both.unwrap().1.id, "u1");
    let items: Vec<_> = client.iter(futures_util::stream::iter([1, 2, 3])).collect();
    assert_eq!(items, [1, 2, 3]);
}
