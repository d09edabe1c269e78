//! One client in several runtimes, of which some are idle and some have ended.

use std::collections::HashSet;
use std::time::Duration;

use graph_endpoint::prelude::*;
use graph_endpoint::{RetryPolicy, blocking};
use tokio::runtime::{Builder, Runtime};

use crate::support::endpoints::get_user;
use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A server in a runtime that is driven all the time; with a header `busy` it is, the first time.
fn server() -> (Runtime, Server) {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(Server::start(|seen, _| match seen.header("busy").is_some() {
        true if seen.header("retry-attempt").is_none() => Reply::status(503),
        _ => Reply::new(200, &[], r#"{"id":"u1"}"#),
    }));
    (runtime, server)
}

fn client(server: &Server) -> Client {
    let retry = RetryPolicy::default().max_retries(1);
    let builder = Client::builder().token("t").base_url(&server.url).environment(VirtualTime::new());
    // Who waits for a runtime that is idle waits this long.
    builder.retry(retry).timeout(Duration::from_secs(20)).build().unwrap()
}

/// One call in this runtime, which is idle before and after.
fn call(client: &Client, runtime: &Runtime) {
    let user = runtime.block_on(async { client.send(&get_user()).await });
    assert_eq!(user.unwrap().id, "u1");
}

fn connections(server: &Server) -> usize {
    server.seen().iter().map(|seen| seen.connection).collect::<HashSet<_>>().len()
}

#[test]
fn a_runtime_waits_for_no_idle_one_and_keeps_its_connection() {
    let (_home, server) = server();
    let client = client(&server);
    let runtimes = [current_thread(), current_thread(), current_thread()];
    for _ in 0..3 {
        for runtime in &runtimes {
            call(&client, runtime);
        }
    }
    assert_eq!((server.seen().len(), connections(&server)), (9, 3));
}

#[test]
fn two_threads_with_a_runtime_each_share_a_client() {
    let (_home, server) = server();
    let client = client(&server);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let runtime = current_thread();
                for _ in 0..50 {
                    call(&client, &runtime);
                }
            });
        }
    });
    assert_eq!((server.seen().len(), connections(&server)), (100, 2));
}

#[test]
fn a_new_connection_after_a_503_is_its_runtimes_own() {
    let (_home, server) = server();
    let client = client(&server);
    let runtimes = [current_thread(), current_thread()];
    for _ in 0..2 {
        for runtime in &runtimes {
            let user = runtime.block_on(async { client.send(&get_user()).header("busy", "1").await });
            assert_eq!(user.unwrap().id, "u1");
        }
    }
    // Each runtime's kept one, and each retry's.
    assert_eq!((server.seen().len(), connections(&server)), (8, 6));
}

#[test]
fn a_runtime_that_has_ended_takes_its_connections_with_it() {
    let (_home, server) = server();
    let client = client(&server);
    for _ in 0..30 {
        call(&client, &current_thread());
    }
    assert_eq!(connections(&server), 30);
}

#[test]
fn blocking_goes_on_after_async_and_async_after_blocking() {
    let (_home, server) = server();
    let client = client(&server);
    let idle = current_thread();
    call(&client, &idle);
    let blocking = blocking::Client::from_async(client.clone()).unwrap();
    assert_eq!(blocking.send(&get_user()).unwrap().id, "u1");
    call(&client, &idle);
    drop(idle);
    assert_eq!(blocking.send(&get_user()).unwrap().id, "u1");
    drop(blocking);
    call(&client, &current_thread());
    let again = blocking::Client::from_async(client).unwrap();
    assert_eq!(again.send(&get_user()).unwrap().id, "u1");
    assert_eq!((server.seen().len(), connections(&server)), (6, 4));
}
