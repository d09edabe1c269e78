//! One run: a service, a client, a list that is read and records that are written.

use std::future::IntoFuture as _;
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::{OptionFuture, join_all};
use graph_endpoint::prelude::*;
use graph_endpoint::{
    AccessToken, Credential, CredentialFuture, Environment as _, RetryPolicy, TokenRequest,
};

use super::aside::{Aside, check_permits, check_waits, on_another_runtime, polled};
use super::world::{End, Tally, World};
use super::{jobs, service};
use crate::support::server::Server;
use crate::support::virtual_time::VirtualTime;

#[graph_type("microsoft.graph.thing")]
struct Thing {
    number: u32,
}

#[graph_endpoint(GET, "/things", response = Page<Thing>)]
struct ListThings {}

#[graph_endpoint(POST, "/records/<id>")]
struct Create {
    id: String,
    text: String,
}

#[graph_endpoint(PATCH, "/records/<id>")]
struct Update {
    id: String,
    text: String,
}

#[graph_endpoint(PUT, "/records/<id>")]
struct Replace {
    id: String,
    text: String,
}

#[graph_endpoint(DELETE, "/records/<id>")]
struct Remove {
    id: String,
}

pub(super) type Shared = Arc<Mutex<World>>;

/// Gives a new token each time, good for a few minutes.
struct Issuer(Shared);

impl Credential for Issuer {
    fn token<'a>(&'a self, _: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            let mut world = self.0.lock().unwrap();
            world.issued += 1;
            world.tally.tokens += 1;
            let life = Duration::from_secs(world.dice.of("life", world.issued).u64(60..1200));
            AccessToken::expiring_at(format!("token-{}", world.issued), world.time.date() + life)
        })
    }
}

/// What happened, and what must not have happened.
pub(super) async fn run(seed: u64, http: reqwest::Client, in_front: Option<u16>) -> (Tally, Vec<String>) {
    let mut rng = super::dice::Dice::new(seed).of("client", 0);
    let time = VirtualTime::new().random(rng.f64());
    let world = Arc::new(Mutex::new(World::new(seed, time.clone())));
    let home = serve(&world, service::home).await;
    let other = serve(&world, service::elsewhere).await;
    let (base, impatient, aside) = {
        let mut world = world.lock().unwrap();
        let authority = |server: &Server| server.url.trim_start_matches("http://").to_owned();
        world.home = authority(&home);
        world.other = authority(&other);
        if rng.u8(..4) == 0 {
            world.other = world.home.replace("127.0.0.1", "localhost");
        }
        if in_front.is_some() {
            // By the other of its names the proxy is another host.
            world.home = world.home.replace("127.0.0.1", "localhost");
            world.other = world.other.replace("localhost", "127.0.0.1");
            world.in_front = in_front;
        }
        (world.url_of_home(), world.impatient, world.aside)
    };
    let deadline = Duration::from_secs([60, 300, 86_400][rng.usize(..3)]);
    let retry = RetryPolicy::default().max_retries(rng.u32(..5));
    let permits = rng.usize(1..4);
    let client = |timeout: Duration| {
        let builder = match aside.coalesce {
            true => Client::builder().coalesce(Duration::from_millis(1)),
            false => Client::builder(),
        };
        builder
            .http_client(http.clone())
            .credential(Issuer(world.clone()))
            .base_url(&base)
            .environment(time.clone())
            .timeout(timeout)
            .deadline(deadline)
            .retry(retry)
            .max_concurrency(permits)
            .build()
            .unwrap()
    };
    let patient = client(Duration::from_secs(10));
    let client = if impatient { client(Duration::from_millis(100)) } else { patient.clone() };
    let second: OptionFuture<_> = aside.second.then(|| on_another_runtime(&client, &world)).into();
    let download: OptionFuture<_> = aside.download.then(|| jobs::download(&client, &world)).into();
    let copy: OptionFuture<_> = aside.copy.then(|| jobs::copy(&client, &world)).into();
    let upload: OptionFuture<_> = aside.upload.then(|| jobs::upload(&client, &world)).into();
    let records = rng.u32(1..3);
    let all = async {
        let lists = read(&client, &patient, &world);
        tokio::join!(lists, write(&client, &world, 0..records), second, download, copy, upload);
        // What comes too late can't be waited for together.
        if aside != Aside::default() && !impatient {
            check_permits(&client, &world, permits).await;
        }
    };
    let hangs = tokio::time::timeout(Duration::from_secs(100), all).await.is_err();
    let mut world = world.lock().unwrap();
    world.assert(!hangs, || "somebody waits for ever".to_owned());
    check_waits(&mut world);
    if !world.wrong.is_empty() {
        world.wrong.push(format!("{aside:?}, impatient: {impatient}"));
    }
    (std::mem::take(&mut world.tally), std::mem::take(&mut world.wrong))
}

async fn serve(
    world: &Shared,
    service: fn(&mut World, &crate::support::server::Seen) -> crate::support::server::Reply,
) -> Server {
    let world = world.clone();
    Server::start(move |seen, _| service(&mut world.lock().unwrap(), seen)).await
}

/// Reads the list to its end, however often that takes.
async fn read(mut client: &Client, patient: &Client, world: &Shared) {
    let wrong = |what: String| world.lock().unwrap().wrong.push(what);
    let (length, end, mut drops) = {
        let world = world.lock().unwrap();
        (world.list.len(), world.list.end, if world.aside.drops { 20 } else { 0 })
    };
    let mut items = client.items(&ListThings {});
    let (mut next, mut resumed) = (0, 0);
    loop {
        let polls =
            if drops == 0 { u32::MAX } else { world.lock().unwrap().dice.of("next", drops).u32(1..4) };
        // Whoever waits for an item may be dropped: it comes out all the same, next time.
        let Some(item) = polled(items.next(), polls).await else {
            drops -= 1;
            world.lock().unwrap().tally.dropped += 1;
            continue;
        };
        match item {
            Some(Ok(thing)) if thing.number == next && next < length => next += 1,
            Some(Ok(thing)) => return wrong(format!("item {} where {next} should be", thing.number)),
            None if next == length && end == End::Complete => break,
            // A page without an item that leads to itself is an end.
            None if length == 0 && end == End::Circle => break,
            None => return wrong(format!("the list ended at {next} of {length}")),
            // The circle was seen, or something else went wrong: a list that is resumed forgets where it has been.
            Some(Err(_)) if end == End::Circle => {
                world.lock().unwrap().tally.circles += u64::from(next == length);
                break;
            }
            Some(Err(error)) if end == End::Elsewhere && next == length && error.is_build() => {
                world.lock().unwrap().tally.strange_links += 1;
                break;
            }
            Some(Err(error)) if items.next_link().is_some_and(|link| link.contains("strange")) => {
                return wrong(format!("a link to another host was tried: {error}"));
            }
            Some(Err(error)) => {
                if resumed == 50 {
                    return wrong(format!("the list does not end: {error}"));
                }
                resumed += 1;
                if resumed == 10 {
                    // This machine is slower than the client would have it.
                    client = patient;
                }
                // Who comes back earlier is told the same again; so is who was refused with a new token, for a moment.
                let moment = if error.is_auth() { Duration::from_secs(1) } else { Duration::ZERO };
                let wait = error.retry_after().unwrap_or(moment);
                {
                    let mut world = world.lock().unwrap();
                    world.time.pass(wait);
                    world.called_off = true;
                }
                items = match items.next_link().map(str::to_owned) {
                    Some(link) => client.pages_from(&ListThings {}, &link).into_items(),
                    None if next == 0 => client.items(&ListThings {}),
                    None => return wrong(format!("no way on from {next}: {error}")),
                };
            }
        }
    }
    let mut world = world.lock().unwrap();
    world.tally.lists += 1;
    world.tally.resumed += resumed;
}

/// Writes some records, each with one call: one after the other, or together where they may travel as one.
pub(super) async fn write(client: &Client, world: &Shared, records: Range<u32>) {
    if world.lock().unwrap().aside.coalesce {
        join_all((records.start..records.end + 4).map(|number| write_or_drop(client, world, number))).await;
    } else {
        for number in records {
            write_or_drop(client, world, number).await;
        }
    }
}

async fn write_or_drop(client: &Client, world: &Shared, number: u32) {
    let (aside, mut rng, begin) = {
        let world = world.lock().unwrap();
        (world.aside, world.dice.of("drop", number), world.time.date())
    };
    let polls = if aside.drops && rng.bool() { rng.u32(1..6) } else { u32::MAX };
    let (id, outcome) = write_one(client, world, number, polls).await;
    let mut world = world.lock().unwrap();
    let written = world.written(&id);
    let Some(outcome) = outcome else {
        world.tally.dropped += 1;
        return;
    };
    // Held back without having been sent. An item's pause is not in our books.
    let held = outcome.as_ref().is_err_and(|error| error.is_throttled() && error.status().is_none());
    let by_graph = !held || aside.coalesce || world.has_paused_since(begin);
    world.assert(by_graph, || format!("{id} was held, and Graph had not asked for it"));
    world.assert(outcome.is_err() || written > 0, || format!("{id} was not written"));
    world.tally.writes += 1;
    world.tally.failed_writes += u64::from(outcome.is_err());
    world.tally.unknown_but_done += u64::from(outcome.is_err() && written > 0);
}

/// `None` for a call that was dropped after so many polls.
async fn write_one(
    client: &Client,
    world: &Shared,
    number: u32,
    polls: u32,
) -> (String, Option<Result<(), Error>>) {
    let kind = world.lock().unwrap().dice.of("record", number).u8(..5);
    let name = |kind: &str| {
        let id = format!("{kind}-{number}");
        (id.clone(), format!("of {id}"), id)
    };
    match kind {
        0 => {
            let (id, text, name) = name("POST-once");
            (name, polled(client.send(&Create { id, text }).into_future(), polls).await)
        }
        1 => {
            let (id, text, name) = name("PATCH-once");
            (name, polled(client.send(&Update { id, text }).into_future(), polls).await)
        }
        2 => {
            let (id, text, name) = name("POST-any");
            (name, polled(client.send(&Create { id, text }).idempotent().into_future(), polls).await)
        }
        3 => {
            let (id, text, name) = name("PUT-any");
            (name, polled(client.send(&Replace { id, text }).into_future(), polls).await)
        }
        _ => {
            let (id, _, name) = name("DELETE-any");
            (name, polled(client.send(&Remove { id }).into_future(), polls).await)
        }
    }
}
