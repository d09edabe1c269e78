//! Requests a second on loopback: declared calls against the same calls with `reqwest`, in turns, in one process.
//!
//! The server answers every request with the same JSON; it runs on a thread of its own. Medians of the rounds count, for
//! wall time and for CPU time of the whole process.
//!
//! `cargo run --release -p graph-endpoint-benches --bin requests [ROUNDS] [CALLS]`

use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Instant;
use std::{env, fs, thread};

use graph_endpoint::prelude::*;
use graph_endpoint_benches::{ANSWER, by_hand, update};

const TOKEN: &str = "a-token";
/// How many calls are under way at once in the concurrent half.
const CONCURRENT: usize = 16;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let rounds: usize = arguments.next().map_or(Ok(15), |rounds| rounds.parse())?;
    let calls: usize = arguments.next().map_or(Ok(2_000), |calls| calls.parse())?;
    let base = serve()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Client::builder().token(TOKEN).base_url(base.as_str()).build()?;
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    for concurrent in [1, CONCURRENT] {
        let (mut ours, mut theirs) = (Samples::default(), Samples::default());
        for round in 0..=rounds {
            let declared = runtime.block_on(timed(concurrent, calls, || declared(&client)))?;
            let by_hand = runtime.block_on(timed(concurrent, calls, || with_reqwest(&http, &base)))?;
            // The first round opens the connections.
            if round > 0 {
                ours.push(declared);
                theirs.push(by_hand);
            }
        }
        let (wall, cpu) = (theirs.wall() / ours.wall(), theirs.cpu() / ours.cpu());
        println!("{concurrent:2} at once, {calls} calls a round, median of {rounds} rounds");
        println!(
            "  declared: {:8.0} requests/s, {:5.1} us CPU",
            calls as f64 / ours.wall(),
            ours.cpu() / calls as f64 * 1e6
        );
        println!(
            "  reqwest:  {:8.0} requests/s, {:5.1} us CPU",
            calls as f64 / theirs.wall(),
            theirs.cpu() / calls as f64 * 1e6
        );
        println!("  declared / reqwest: {wall:.3} by requests/s, {cpu:.3} by requests per CPU second");
    }
    Ok(())
}

async fn declared(client: &Client) -> Result<(), Box<dyn Error>> {
    client.send(&update()).await?;
    Ok(())
}

async fn with_reqwest(client: &reqwest::Client, base: &str) -> Result<(), Box<dyn Error>> {
    let answer = by_hand::reqwest_request(client, &update(), base, TOKEN).send().await?;
    let _: by_hand::Assignment = answer.error_for_status()?.json().await?;
    Ok(())
}

/// Wall and CPU seconds of that many calls.
async fn timed<F: Future<Output = Result<(), Box<dyn Error>>>>(
    concurrent: usize,
    calls: usize,
    call: impl Fn() -> F,
) -> Result<(f64, f64), Box<dyn Error>> {
    let (cpu, start) = (cpu_seconds()?, Instant::now());
    let workers = (0..concurrent).map(|_| async {
        for _ in 0..calls / concurrent {
            call().await?;
        }
        Ok::<_, Box<dyn Error>>(())
    });
    for outcome in futures_util::future::join_all(workers).await {
        outcome?;
    }
    Ok((start.elapsed().as_secs_f64(), cpu_seconds()? - cpu))
}

#[derive(Default)]
struct Samples {
    wall: Vec<f64>,
    cpu: Vec<f64>,
}

impl Samples {
    fn push(&mut self, (wall, cpu): (f64, f64)) {
        self.wall.push(wall);
        self.cpu.push(cpu);
    }

    fn wall(&self) -> f64 {
        median(&self.wall)
    }

    fn cpu(&self) -> f64 {
        median(&self.cpu)
    }
}

fn median(samples: &[f64]) -> f64 {
    let mut samples = samples.to_vec();
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or_default()
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
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let base = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    Ok(base)
}

fn answer(stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{ANSWER}",
        ANSWER.len()
    );
    let mut line = String::new();
    loop {
        let mut length = 0;
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let header = line.trim_end().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;
        writer.write_all(head.as_bytes())?;
    }
}
