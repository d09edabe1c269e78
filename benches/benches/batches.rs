//! A thousand small calls to a service that takes 20 ms for each response: one by one and 16 at a time with `reqwest`,
//! against batches and against calls that coalesce into batches. Requests sent, and wall time.
//!
//! `cargo bench -p graph-endpoint-benches --bench batches [-- CALLS ROUNDS]`, 1000 and 3 if not given.
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]

use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{env, thread};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use graph_endpoint::prelude::*;
use graph_endpoint_benches::measure::median;
use graph_endpoint_benches::server::serve;
use serde_json::{Value, json};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const DELAY: Duration = Duration::from_millis(20);
/// How long a call waits for company.
const WINDOW: Duration = Duration::from_millis(2);

#[graph_type("microsoft.graph.thing")]
struct Thing {
    number: usize,
}

#[graph_endpoint(GET, "/things/<id>", response = Thing)]
struct GetThing {
    id: usize,
}

fn main() -> Outcome {
    let arguments: Vec<usize> = env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .map(|text| text.parse())
        .collect::<Result<_, _>>()?;
    let number = |at: usize, or| arguments.get(at).copied().unwrap_or(or);
    let (calls, rounds) = (number(0, 1_000), number(1, 3));
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    let base = serve(move |stream, _| response(stream, &counted))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut least = None;
    println!("{calls} calls, {} ms a response, median of {rounds} rounds", DELAY.as_millis());
    for way in ["one by one, reqwest", "16 at a time, reqwest", "batch_all", "coalesced"] {
        let mut seconds = Vec::new();
        for _ in 0..rounds {
            requests.store(0, Ordering::Relaxed);
            let start = Instant::now();
            let sum = runtime.block_on(sum(way, &base, calls))?;
            seconds.push(start.elapsed().as_secs_f64());
            if sum != calls * (calls - 1) / 2 {
                return Err(format!("{way} lost some").into());
            }
        }
        let seconds = median(seconds);
        let one_by_one = *least.get_or_insert(seconds);
        println!(
            "  {:6} requests, {seconds:7.3} s, {:5.1} times as fast as one by one: {way}",
            requests.load(Ordering::Relaxed),
            one_by_one / seconds
        );
    }
    Ok(())
}

async fn sum(way: &str, base: &str, calls: usize) -> Outcome<usize> {
    let builder = Client::builder().token("t").base_url(base);
    Ok(match way {
        "batch_all" => {
            let things = builder.build()?.batch_all((0..calls).map(|id| GetThing { id }));
            things.try_fold(0, async |sum, thing| Ok(sum + thing.number)).await?
        }
        "coalesced" => {
            let client = builder.coalesce(WINDOW).build()?;
            let things = stream::iter(0..calls).map(|id| client.send(&GetThing { id }).into_future());
            things.buffer_unordered(calls).try_fold(0, async |sum, thing| Ok(sum + thing.number)).await?
        }
        _ => {
            let client = reqwest::Client::new();
            let at_once = if way.starts_with("16") { 16 } else { 1 };
            let things = stream::iter(0..calls).map(|id| by_hand(&client, base, id));
            things.buffer_unordered(at_once).try_fold(0, async |sum, number| Ok(sum + number)).await?
        }
    })
}

async fn by_hand(client: &reqwest::Client, base: &str, id: usize) -> Outcome<usize> {
    let response =
        client.get(format!("{base}/v1.0/things/{id}")).bearer_auth("t").send().await?.error_for_status()?;
    Ok(response.json::<Thing>().await?.number)
}

/// A server that takes its time and counts.
fn response(mut stream: TcpStream, requests: &AtomicUsize) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut first, mut line) = (String::new(), String::new());
    loop {
        first.clear();
        if reader.read_line(&mut first)? == 0 {
            return Ok(());
        }
        let mut length = 0;
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            let header = line.trim_end().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        requests.fetch_add(1, Ordering::Relaxed);
        thread::sleep(DELAY);
        let target = first.split(' ').nth(1).unwrap_or_default();
        let response = match serde_json::from_slice::<Value>(&body) {
            Ok(batch) => {
                let items =
                    batch.get("requests").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                let responses: Vec<Value> = items.iter().map(item_response).collect();
                json!({ "responses": responses })
            }
            Err(_) => thing(target),
        };
        let response = response.to_string();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            response.len()
        );
        stream.write_all(format!("{head}{response}").as_bytes())?;
    }
}

fn item_response(item: &Value) -> Value {
    let url = item.get("url").and_then(Value::as_str).unwrap_or_default();
    json!({ "id": item.get("id"), "status": 200, "body": thing(url) })
}

fn thing(target: &str) -> Value {
    let id: Option<usize> = target.rsplit('/').next().and_then(|id| id.parse().ok());
    json!({ "number": id })
}
