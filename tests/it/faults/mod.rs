//! Ten thousand short lives of a client whose service does everything wrong: over real sockets, in this process, each
//! run decided by its seed, with a clock that jumps where somebody waits.
//!
//! In each run a list is read over all its pages while records are written, one after the other. In some of them calls
//! and waits are dropped halfway; a clone of the client works on a second runtime, which is dropped with all that is on
//! it; writes travel together; and content is downloaded from, uploaded to and a monitor asked on a host that asks
//! everybody to stay away for days.
//!
//! What must hold, whatever happens: each item of the list comes out once and in order, also when an error ends the list
//! and it is resumed; no write that isn't idempotent is carried out twice, and none that is reported as done wasn't; no
//! token, and no `client-request-id`, is seen by another host than the base's; nobody comes back before `Retry-After`;
//! no call is held by a pause that another host has asked for; nobody waits for ever. Nothing leaks: in the end all
//! permits are there, and no task is left.
//!
//! A run that fails prints its seed; `GRAPH_FAULTS_SEED=n` runs that one alone, `GRAPH_FAULTS_RUNS=n` as many as you
//! have time for.

mod aside;
mod batch;
mod dice;
mod fault;
mod jobs;
mod run;
mod service;
mod world;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;

use self::aside::Aside;
use self::dice::Dice;
use self::world::Tally;
use crate::nginx::Nginx;

const RUNS: u64 = 10_000;
/// A handshake and a proxy more.
const RUNS_OVER_HTTP_2: u64 = 500;
/// How many runs are in flight on one thread.
const AT_ONCE: usize = 16;
/// How long connections may take to end when all is over.
const LEFT: Duration = Duration::from_secs(10);

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn nothing_is_lost_sent_twice_or_told_to_strangers() {
    let http =
        || reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut tally = run_all(RUNS, None, http);
    if tally.lists > RUNS / 2 {
        // Were there no faults, all that would prove nothing.
        tally.assert_that_all_happened();
    }
}

/// The same through nginx, on few connections that all share.
#[test]
fn nor_is_it_over_http_2() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let Some(nginx) = runtime.block_on(Nginx::in_front("nginx-faults")) else { return };
    let tally = run_all(RUNS_OVER_HTTP_2, Some(nginx.port), || nginx.http());
    assert!(tally.requests > 0);
}

/// So many runs, over all processors; `in_front` is the port of a proxy.
fn run_all(runs: u64, in_front: Option<u16>, new_http: impl Fn() -> reqwest::Client + Sync) -> Tally {
    let (first, runs) = match setting("GRAPH_FAULTS_SEED") {
        Some(seed) => (seed, 1),
        None => (0, setting("GRAPH_FAULTS_RUNS").unwrap_or(u64::MAX).min(runs)),
    };
    let begin = Instant::now();
    let (next, tally, failures) =
        (AtomicU64::new(first), Mutex::new(Tally::default()), Mutex::new(Vec::new()));
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let http = new_http();
        let seeds = std::iter::from_fn(|| {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            (seed < first + runs).then_some(seed)
        });
        runtime.block_on(futures_util::stream::iter(seeds).for_each_concurrent(AT_ONCE, |seed| {
            // Over HTTP/2 all share a connection, and it ends with the runtime that made it: not for the other runs.
            let alone = in_front.is_some() && Aside::of(Dice::new(seed)).second;
            let http = if alone { new_http() } else { http.clone() };
            let (tally, failures) = (&tally, &failures);
            async move {
                let (mut seen, wrong) = run::run(seed, http, in_front).await;
                tally.lock().unwrap().add(&mut seen);
                if !wrong.is_empty() {
                    failures.lock().unwrap().push((seed, wrong));
                }
            }
        }));
        drop(http);
        let idle = async {
            while runtime.metrics().num_alive_tasks() > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let settled = runtime.block_on(async { tokio::time::timeout(LEFT, idle).await });
        assert!(settled.is_ok(), "{} tasks were left", runtime.metrics().num_alive_tasks());
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let (tally, failures) = (tally.into_inner().unwrap(), failures.into_inner().unwrap());
    println!("{runs} runs in {:.1} s: {tally:?}", begin.elapsed().as_secs_f64());
    for (seed, wrong) in failures.iter().take(5) {
        println!("GRAPH_FAULTS_SEED={seed}: {wrong:#?}");
    }
    assert!(failures.is_empty(), "{} of {runs} runs failed", failures.len());
    tally
}
