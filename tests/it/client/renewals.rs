//! One renewal is one renewal: for all who wait for it, whatever it comes to, whoever is dropped.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use graph_endpoint::{
    AccessToken, Client, Credential, CredentialFuture, Environment, Error, RetryPolicy, TokenRequest,
};

use crate::support::endpoints::get_user;
use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

type Token = Result<AccessToken, Error>;
type Coming = Pin<Box<dyn Future<Output = Token> + Send>>;

/// Answers as a script says, by how often it was asked before.
struct Scripted<F> {
    asked: AtomicUsize,
    claims: Mutex<Vec<Option<String>>>,
    dropped: Arc<AtomicUsize>,
    response: F,
}

impl<F: Fn(usize) -> Coming + Send + Sync> Scripted<F> {
    fn new(response: F) -> Arc<Self> {
        Arc::new(Self {
            asked: AtomicUsize::new(0),
            claims: Mutex::default(),
            dropped: Arc::default(),
            response,
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

struct Dropped(Arc<AtomicUsize>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl<F: Fn(usize) -> Coming + Send + Sync> Credential for Scripted<F> {
    fn token<'a>(&'a self, request: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
        let guard = Dropped(self.dropped.clone());
        self.claims.lock().unwrap().push(request.claims().map(str::to_owned));
        let response = (self.response)(self.asked.fetch_add(1, Ordering::SeqCst));
        Box::pin(async move {
            let _guard = guard;
            response.await
        })
    }
}

fn soon(token: impl FnOnce() -> Token + Send + 'static) -> Coming {
    Box::pin(async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        token()
    })
}

fn never() -> Coming {
    Box::pin(std::future::pending())
}

fn good(time: &VirtualTime, name: usize) -> Token {
    AccessToken::expiring_at(format!("token-{name}"), time.date() + Duration::from_secs(3600))
}

fn client<F: Fn(usize) -> Coming + Send + Sync + 'static>(
    server: &Server,
    time: &VirtualTime,
    credential: &Arc<Scripted<F>>,
) -> Client {
    Client::builder()
        .credential(credential.clone())
        .base_url(&server.url)
        .environment(time.clone())
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

async fn fine() -> Server {
    Server::start(|_, _| Reply::json(r#"{"id":"u1"}"#)).await
}

async fn refusing() -> Server {
    Server::start(|_, _| Reply::status(401)).await
}

fn moment() -> Duration {
    Duration::from_secs(1)
}

#[tokio::test]
async fn fifty_calls_share_one_failure_and_so_do_those_of_the_next_moment() {
    let (server, time) = (fine().await, VirtualTime::new());
    let credential = Scripted::new(|_| soon(|| Err(Error::auth("the issuer is down"))));
    let client = client(&server, &time, &credential);
    let fifty = || join_all((0..50).map(|_| async { client.send(&get_user()).await.unwrap_err() }));
    for round in 1..=3 {
        for error in fifty().await.into_iter().chain(fifty().await) {
            assert!(error.is_auth() && error.to_string().contains("the issuer is down"), "{error}");
        }
        assert_eq!(credential.asked(), round);
        time.pass(moment());
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_token_that_has_expired_on_arrival_is_used_for_a_moment() {
    let (server, time) = (fine().await, VirtualTime::new());
    let date = time.date();
    let credential =
        Scripted::new(move |_| soon(move || AccessToken::expiring_at("old", date - Duration::from_secs(60))));
    let client = client(&server, &time, &credential);
    join_all((0..50).map(|_| async { client.send(&get_user()).await.unwrap() })).await;
    client.send(&get_user()).await.unwrap();
    assert_eq!(credential.asked(), 1);
    time.pass(moment());
    client.send(&get_user()).await.unwrap();
    assert_eq!(credential.asked(), 2);
}

#[tokio::test]
async fn a_renewal_that_gives_the_same_token_is_one_for_all_who_were_refused() {
    let (server, time) = (refusing().await, VirtualTime::new());
    let of = time.clone();
    let credential = Scripted::new(move |_| {
        let of = of.clone();
        soon(move || good(&of, 0))
    });
    let client = client(&server, &time, &credential);
    for round in 0..3 {
        let errors = join_all((0..50).map(|_| async { client.send(&get_user()).await.unwrap_err() })).await;
        assert!(errors.iter().all(|error| error.status().unwrap() == 401));
        assert!(client.send(&get_user()).await.is_err());
        // The first one was to have a token at all.
        assert_eq!(credential.asked(), 2 + round);
        time.pass(moment());
    }
    // The very same token is not tried again.
    assert_eq!(server.seen().len(), 3 * 51);
}

#[tokio::test]
async fn twenty_calls_in_a_row_that_are_refused_renew_once() {
    let (server, time) = (refusing().await, VirtualTime::new());
    let of = time.clone();
    let credential = Scripted::new(move |number| {
        let of = of.clone();
        soon(move || good(&of, number))
    });
    let client = client(&server, &time, &credential);
    for _ in 0..20 {
        assert!(client.send(&get_user()).await.unwrap_err().is_auth());
    }
    assert_eq!((credential.asked(), server.seen().len()), (2, 21));
    time.pass(moment());
    assert!(client.send(&get_user()).await.unwrap_err().is_auth());
    assert_eq!((credential.asked(), server.seen().len()), (3, 23));
}

#[tokio::test]
async fn different_claims_are_different_renewals_and_the_same_are_one() {
    // {"access_token":{"nbf":{"essential":true,"value":"1"}}}, and "2".
    const ONE: &str = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxIn19fQ==";
    const TWO: &str = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIyIn19fQ==";
    let server = Server::start(|seen, _| match (seen.header("authorization"), seen.header("kind")) {
        (Some("Bearer token-0"), Some(kind)) => {
            let claims = if kind == "one" { ONE } else { TWO };
            Reply::new(401, &[("WWW-Authenticate", &format!(r#"Bearer claims="{claims}""#))], "{}")
        }
        _ => Reply::json(r#"{"id":"u1"}"#),
    })
    .await;
    let time = VirtualTime::new();
    let of = time.clone();
    let credential = Scripted::new(move |number| {
        let of = of.clone();
        soon(move || good(&of, number))
    });
    let client = client(&server, &time, &credential);
    let calls = (0..40).map(|number| {
        let kind = if number % 2 == 0 { "one" } else { "two" };
        let client = &client;
        async move { client.send(&get_user()).header("kind", kind).await.unwrap() }
    });
    join_all(calls).await;
    let mut claims = credential.claims.lock().unwrap().clone();
    claims.sort();
    let claim =
        |value| Some(format!(r#"{{"access_token":{{"nbf":{{"essential":true,"value":"{value}"}}}}}}"#));
    assert_eq!(claims, [None, claim(1), claim(2)]);
}

#[tokio::test]
async fn a_credential_that_hangs_neither_delays_nor_fails_calls_whose_token_is_good() {
    let (server, time) = (fine().await, VirtualTime::new());
    let of = time.clone();
    let credential = Scripted::new(move |number| {
        let of = of.clone();
        if number == 0 { soon(move || good(&of, 0)) } else { never() }
    });
    let client = client(&server, &time, &credential);
    client.send(&get_user()).await.unwrap();
    time.pass(Duration::from_secs(3400));
    let begin = Instant::now();
    for _ in 0..20 {
        client.send(&get_user()).timeout(Duration::from_secs(5)).await.unwrap();
    }
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_eq!(credential.asked(), 2);
}

#[tokio::test]
async fn a_credential_that_hangs_is_given_up_with_its_last_call_and_asked_anew() {
    let (server, time) = (fine().await, VirtualTime::new());
    let of = time.clone();
    let credential = Scripted::new(move |number| {
        let of = of.clone();
        if number == 0 { never() } else { soon(move || good(&of, 1)) }
    });
    let client = client(&server, &time, &credential);
    let calls = (0..5).map(|_| async { client.send(&get_user()).timeout(Duration::from_millis(50)).await });
    for outcome in join_all(calls).await {
        let error = outcome.unwrap_err();
        assert!(error.is_timeout() && error.to_string().contains("50ms ran out"), "{error}");
        assert!(error.to_string().contains("waited for a token"), "{error}");
    }
    client.send(&get_user()).await.unwrap();
    assert_eq!((credential.asked(), credential.dropped.load(Ordering::SeqCst)), (2, 2));
}

#[tokio::test]
async fn when_the_call_that_asked_is_dropped_the_others_still_get_their_token() {
    let (server, time) = (fine().await, VirtualTime::new());
    let of = time.clone();
    let credential = Scripted::new(move |number| {
        let of = of.clone();
        soon(move || good(&of, number))
    });
    let client = client(&server, &time, &credential);
    let call = || {
        let client = client.clone();
        tokio::spawn(async move { client.send(&get_user()).await })
    };
    let first = call();
    while credential.asked() == 0 {
        tokio::task::yield_now().await;
    }
    let others: Vec<_> = (0..10).map(|_| call()).collect();
    tokio::task::yield_now().await;
    first.abort();
    for other in others {
        other.await.unwrap().unwrap();
    }
    assert_eq!(credential.asked(), 1);
}

#[tokio::test]
async fn a_credential_that_panics_fails_its_calls_and_is_asked_again_later() {
    let (server, time) = (fine().await, VirtualTime::new());
    let of = time.clone();
    let credential = Scripted::new(move |number| {
        let of = of.clone();
        soon(move || if number == 0 { panic!("a bug in the credential") } else { good(&of, number) })
    });
    let client = client(&server, &time, &credential);
    let errors = join_all((0..10).map(|_| async { client.send(&get_user()).await.unwrap_err() })).await;
    assert!(errors.iter().all(|error| error.is_auth() && error.to_string().contains("panicked")));
    time.pass(moment());
    client.send(&get_user()).await.unwrap();
    assert_eq!(credential.asked(), 2);
}

/// A runtime of its own, on which a call has begun to wait for a token; and whether it is driven from there on.
fn elsewhere(client: &Client) -> tokio::runtime::Runtime {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = client.clone();
    runtime.spawn(async move { client.send(&get_user()).await });
    let turn = async {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    };
    runtime.block_on(turn);
    runtime
}

/// Outside of async code a runtime can be dropped.
fn on_two_runtimes(expired: bool, drop_it: bool) {
    let time = VirtualTime::new();
    let home = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = home.block_on(fine());
    let of = time.clone();
    // What the other runtime is asked hangs.
    let hanging = if expired { 0 } else { 1 };
    let credential = Scripted::new(move |number| {
        let of = of.clone();
        if number == hanging { never() } else { soon(move || good(&of, number)) }
    });
    let client = client(&server, &time, &credential);
    let call = || home.block_on(async { client.send(&get_user()).timeout(Duration::from_secs(20)).await });
    if !expired {
        call().unwrap();
        time.pass(Duration::from_secs(3400));
    }
    let other = elsewhere(&client);
    assert_eq!(credential.asked(), hanging + 1);
    let waiting = home.spawn({
        let client = client.clone();
        async move { client.send(&get_user()).timeout(Duration::from_secs(20)).await }
    });
    let other = if drop_it {
        other.shutdown_background();
        None
    } else {
        Some(other)
    };
    home.block_on(waiting).unwrap().unwrap();
    call().unwrap();
    if expired || drop_it {
        let begin = Instant::now();
        while credential.asked() < hanging + 2 && begin.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(credential.asked(), hanging + 2);
    }
    drop(other);
}

#[test]
fn when_the_runtime_of_a_renewal_ends_those_on_others_begin_anew() {
    on_two_runtimes(true, true);
}

#[test]
fn when_the_runtime_of_a_renewal_ahead_ends_the_next_call_begins_another() {
    on_two_runtimes(false, true);
}

#[test]
fn a_renewal_on_a_runtime_that_nobody_drives_is_not_waited_for_long() {
    on_two_runtimes(true, false);
}
