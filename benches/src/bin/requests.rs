//! Requests a second on loopback: declared calls against the same calls with `reqwest`, in turns, in one process.
//!
//! By hand twice: with the headers and the timeout that a declared call has, and with neither.
//! The server answers every request with the same JSON; it runs on one thread of its own, the same for all clients: with
//! a thread for each, the scheduler's luck would be measured. The calls take turns, round by round, so that a busy machine
//! is busy for all of them; the rounds' medians count, for wall time and for CPU time of the calling thread. At the end,
//! the peak of resident memory of a process that does nothing but such calls, each kind in one of its own.
//!
//! `cargo run --profile bench -p graph-endpoint-benches --bin requests [ROUNDS] [CALLS]`: linked as one piece, as the other
//! benchmarks are.
//!
//! A busy machine's clocks don't show one percent; instructions do. `requests serve` is the server alone and prints its URL,
//! `valgrind --tool=callgrind target/release/requests declared URL` (or `reqwest URL`) counts what 500 calls cost.
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]

use std::error::Error;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use graph_endpoint::prelude::*;
use graph_endpoint_benches::measure::{median, peak_memory};
use graph_endpoint_benches::{ANSWER, by_hand, update};
use memchr::memmem;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const TOKEN: &str = "a-token";
const USER_AGENT: &str = "graph-endpoint/0.1.0";
/// As hyper writes it.
const CONTENT_LENGTH: &[u8] = b"content-length: ";
/// How many calls are in flight at once in the concurrent half.
const CONCURRENT: usize = 16;
/// How many calls are made where memory is measured.
const MEMORY_CALLS: usize = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1).peekable();
    if let Some(who) = arguments.next_if(|word| ["declared", "reqwest"].contains(&word.as_str())) {
        return only(&who, &arguments.next().ok_or("no URL")?);
    }
    if arguments.next_if_eq("serve").is_some() {
        println!("{}", serve()?);
        loop {
            thread::park();
        }
    }
    let rounds: usize = arguments.next().map_or(Ok(30), |rounds| rounds.parse())?;
    let calls: usize = arguments.next().map_or(Ok(2_000), |calls| calls.parse())?;
    let base = serve()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Client::builder().token(TOKEN).base_url(base.as_str()).build()?;
    let bare = reqwest::Client::new();
    let alike =
        reqwest::Client::builder().user_agent(USER_AGENT).timeout(Duration::from_secs(100)).build()?;
    for concurrent in [1, CONCURRENT] {
        let [mut ours, mut alikes, mut bares] = [const { Samples::new() }; 3];
        for round in 0..=rounds {
            let declared = runtime.block_on(timed(concurrent, calls, || declared(&client)))?;
            let by_hand = runtime.block_on(timed(concurrent, calls, || with_reqwest(&alike, &base, true)))?;
            let least = runtime.block_on(timed(concurrent, calls, || with_reqwest(&bare, &base, false)))?;
            // The first round opens the connections.
            if round > 0 {
                ours.push(declared);
                alikes.push(by_hand);
                bares.push(least);
            }
        }
        println!("{concurrent:2} at once, {calls} calls a round, median of {rounds} rounds");
        ours.report("declared", calls, &ours);
        alikes.report("reqwest, same headers and timeout", calls, &ours);
        bares.report("reqwest, neither", calls, &ours);
    }
    let peaks = |who| (0..rounds).map(|_| peak(who, &base)).collect::<Result<Vec<_>, _>>().map(median);
    let (declared, by_hand) = (peaks("declared")?, peaks("reqwest")?);
    println!(
        "peak of memory over {MEMORY_CALLS} calls: declared {declared:.2} MB, reqwest {by_hand:.2} MB; declared is {:.3} of it",
        declared / by_hand
    );
    Ok(())
}

/// Calls in a process of its own; prints its peak of memory.
fn only(who: &str, base: &str) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if who == "declared" {
        let client = Client::builder().token(TOKEN).base_url(base).build()?;
        runtime.block_on(timed(1, MEMORY_CALLS, || declared(&client)))?;
    } else {
        let client = reqwest::Client::builder().build()?;
        runtime.block_on(timed(1, MEMORY_CALLS, || with_reqwest(&client, base, false)))?;
    }
    println!("{}", peak_memory()?);
    Ok(())
}

fn peak(who: &str, base: &str) -> Result<f64, Box<dyn Error>> {
    let output = Command::new(env::current_exe()?).args([who, base]).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

async fn declared(client: &Client) -> Result<(), Box<dyn Error>> {
    client.send(&update()).await?;
    Ok(())
}

/// `identified`: with the id that Graph's logs ask for, as the declared call has it.
async fn with_reqwest(client: &reqwest::Client, base: &str, identified: bool) -> Result<(), Box<dyn Error>> {
    let mut request = by_hand::reqwest_request(client, &update(), base, TOKEN);
    if identified {
        request = request.header("client-request-id", guid());
    }
    let response = request.send().await?;
    let _: by_hand::Assignment = response.error_for_status()?.json().await?;
    Ok(())
}

/// Wall and CPU seconds of that many calls.
async fn timed<F: Future<Output = Result<(), Box<dyn Error>>>>(
    concurrent: usize,
    calls: usize,
    call: impl Fn() -> F,
) -> Result<(f64, f64), Box<dyn Error>> {
    let (cpu, start) = (cpu_seconds()?, Instant::now());
    // Not `join_all`, which polls all of a few futures whenever one can go on.
    let mut workers: FuturesUnordered<_> = (0..concurrent)
        .map(|_| async {
            for _ in 0..calls / concurrent {
                call().await?;
            }
            Ok::<_, Box<dyn Error>>(())
        })
        .collect();
    while let Some(outcome) = workers.next().await {
        outcome?;
    }
    Ok((start.elapsed().as_secs_f64(), cpu_seconds()? - cpu))
}

/// A random GUID, as it is written by hand.
fn guid() -> String {
    let random = fastrand::u128(..);
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        (random >> 96) as u32,
        (random >> 80) as u16,
        (random >> 64) as u16 & 0xfff,
        (random >> 48) as u16 & 0xfff,
        random as u64 & 0xffff_ffff_ffff
    )
}

struct Samples {
    wall: Vec<f64>,
    cpu: Vec<f64>,
}

impl Samples {
    const fn new() -> Self {
        Self { wall: Vec::new(), cpu: Vec::new() }
    }

    fn push(&mut self, (wall, cpu): (f64, f64)) {
        self.wall.push(wall);
        self.cpu.push(cpu);
    }

    /// The ratio is that of pairs: the two of a round ran one after the other.
    fn report(&self, name: &str, calls: usize, ours: &Samples) {
        let ratio = |theirs: &[f64], ours: &[f64]| {
            median(theirs.iter().zip(ours).map(|(theirs, ours)| theirs / ours).collect())
        };
        println!(
            "  {:7.0} requests/s, {:5.1} us CPU a call; declared is {:.3} of it by requests/s, {:.3} by CPU: {name}",
            calls as f64 / median(self.wall.clone()),
            median(self.cpu.clone()) / calls as f64 * 1e6,
            ratio(&self.wall, &ours.wall),
            ratio(&self.cpu, &ours.cpu),
        );
    }
}

/// CPU time of this process's calling thread, in nanoseconds: the first field of `/proc/thread-self/schedstat`. The
/// server's threads are not in it.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat")
        .map_err(|_| "this benchmark reads /proc, which only Linux has")?;
    let nanoseconds: f64 = stat.split_whitespace().next().ok_or("an empty schedstat")?.parse()?;
    Ok(nanoseconds / 1e9)
}

/// A server that does as little as it can, so that the clients are what is measured.
fn serve() -> Result<String, Box<dyn Error>> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let base = format!("http://{}", listener.local_addr()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    thread::spawn(move || runtime.block_on(accept(listener)));
    Ok(base)
}

async fn accept(listener: std::net::TcpListener) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        tokio::spawn(response(listener.accept().await?.0));
    }
}

async fn response(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{ANSWER}",
        ANSWER.len()
    );
    let mut request = Vec::with_capacity(4096);
    while stream.read_buf(&mut request).await? > 0 {
        if request.len() >= length(&request).unwrap_or(usize::MAX) {
            request.clear();
            stream.write_all(response.as_bytes()).await?;
        }
    }
    Ok(())
}

/// The length of the request that has begun to come. What a client sends in other headers takes no time here.
fn length(request: &[u8]) -> Option<usize> {
    let head = memmem::find(request, b"\r\n\r\n")? + 4;
    let value = memmem::find(request, CONTENT_LENGTH)? + CONTENT_LENGTH.len();
    let digits = request.get(value..)?.iter().take_while(|byte| byte.is_ascii_digit());
    Some(head + digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0')))
}
