//! A million items over a thousand pages, against the loop that everybody writes: get a page, use it, get the next one.
//!
//! Each list is read by a process of its own, in turns, so that its CPU time and its peak of resident memory (`VmHWM`)
//! are its own; the server is in this process. Three services: one that answers at once; one whose responses take 20 ms
//! to come, with the link at their beginning, as Graph writes it; and one that says nothing for 20 ms.
//!
//! `cargo bench -p graph-endpoint-benches --bench lists [-- PAGES ROUNDS]`, 1000 and 3 if not given.
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]

use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, thread};

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint_benches::measure::{cpu_seconds, median, peak_memory};
use graph_endpoint_benches::server::serve;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const ITEMS_A_PAGE: u64 = 1_000;
const DELAY: Duration = Duration::from_millis(20);
const SERVICES: [(&str, &str); 3] = [
    ("at-once", "answers at once"),
    ("in-20-ms", "answers take 20 ms to come, the link first"),
    ("after-20-ms", "nothing comes for 20 ms"),
];

#[graph_type("microsoft.graph.user")]
struct User {
    id: String,
    display_name: String,
    number: u64,
}

#[graph_endpoint(GET, "/users", response = Page<User>)]
struct ListUsers {
    #[graph(query = "$skiptoken")]
    page: u64,
}

fn main() -> Outcome {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let [who, base, items] = arguments[..] {
        return read(who, base, items.parse()?);
    }
    let number = |at: usize, or| arguments.get(at).map_or(Ok(or), |text| text.parse::<u64>());
    let (pages, rounds) = (number(0, 1_000)?, number(1, 3)?);
    let base = serve(move |stream, base| response(stream, base, pages))?;
    println!("{} items over {pages} pages, median of {rounds} rounds", pages * ITEMS_A_PAGE);
    for (service, name) in SERVICES {
        let pairs: Vec<(Figures, Figures)> = (0..rounds)
            .map(|_| {
                let of = |who| run(who, &format!("{base}/{service}"), pages * ITEMS_A_PAGE);
                Ok((of("items")?, of("loop")?))
            })
            .collect::<Outcome<_>>()?;
        let of = |figure: &dyn Fn(&(Figures, Figures)) -> f64| median(pairs.iter().map(figure).collect());
        println!(
            "{name}\n  items {:.3} s wall, {:.3} s CPU, peak {:.1} MB; reqwest loop {:.3} s, {:.3} s, {:.1} MB; \
             items is {:.2} times as fast, with {:.2} of the CPU",
            of(&|(ours, _)| ours.wall),
            of(&|(ours, _)| ours.cpu),
            of(&|(ours, _)| ours.peak),
            of(&|(_, theirs)| theirs.wall),
            of(&|(_, theirs)| theirs.cpu),
            of(&|(_, theirs)| theirs.peak),
            of(&|(ours, theirs)| theirs.wall / ours.wall),
            of(&|(ours, theirs)| ours.cpu / theirs.cpu),
        );
    }
    Ok(())
}

struct Figures {
    wall: f64,
    cpu: f64,
    peak: f64,
}

/// One list in a process of its own.
fn run(who: &str, base: &str, items: u64) -> Outcome<Figures> {
    let output = Command::new(env::current_exe()?).args([who, base, &items.to_string()]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let figures: Result<Vec<f64>, _> = text.split_whitespace().map(str::parse).collect();
    match figures?[..] {
        [wall, cpu, peak] => Ok(Figures { wall, cpu, peak }),
        _ => Err(format!("{who}: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

fn read(who: &str, base: &str, items: u64) -> Outcome {
    // As `#[tokio::main]` has it.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (start, before) = (Instant::now(), cpu_seconds()?);
    let sum = runtime.block_on(async {
        match who {
            "items" => with_items(base).await,
            _ => by_hand::sum(base).await,
        }
    })?;
    if sum != items * (items - 1) / 2 {
        return Err(format!("{who} lost some").into());
    }
    println!("{} {} {}", start.elapsed().as_secs_f64(), cpu_seconds()? - before, peak_memory()?);
    Ok(())
}

/// Uses each item a little.
async fn with_items(base: &str) -> Outcome<u64> {
    let client = Client::builder().token("t").base_url(base).build()?;
    let items = client.items(&ListUsers { page: 0 });
    let sum = items.try_fold(0, async |sum, user| Ok(sum + used(&user.id, &user.display_name, user.number)));
    Ok(sum.await?)
}

fn used(id: &str, display_name: &str, number: u64) -> u64 {
    if id.is_empty() || display_name.is_empty() { 0 } else { number }
}

mod by_hand {
    //! The loop with `reqwest` and serde's derives.

    use serde::Deserialize;

    use super::{Outcome, used};

    #[derive(Deserialize)]
    struct Page {
        value: Vec<User>,
        #[serde(rename = "@odata.nextLink")]
        next_link: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct User {
        id: String,
        display_name: String,
        number: u64,
    }

    pub(super) async fn sum(base: &str) -> Outcome<u64> {
        let client = reqwest::Client::new();
        let mut url = Some(format!("{base}/v1.0/users?$skiptoken=0"));
        let mut sum = 0;
        while let Some(next) = url {
            let response = client.get(next).bearer_auth("t").send().await?.error_for_status()?;
            let page: Page = response.json().await?;
            sum += page.value.iter().map(|user| used(&user.id, &user.display_name, user.number)).sum::<u64>();
            url = page.next_link;
        }
        Ok(sum)
    }
}

/// A server that does as little as it can, so that the clients are what is measured.
fn response(mut stream: TcpStream, base: &str, pages: u64) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let service = line.split('/').nth(1).unwrap_or_default().to_owned();
        let page: u64 = line
            .split_once("skiptoken=")
            .and_then(|(_, token)| token.split(' ').next()?.parse().ok())
            .unwrap_or_default();
        while line.trim_end() != "" {
            line.clear();
            reader.read_line(&mut line)?;
        }
        let received = Instant::now();
        let next = match page + 1 {
            next if next < pages => {
                format!("\"@odata.nextLink\":\"{base}/{service}/v1.0/users?$skiptoken={next}\",")
            }
            _ => String::new(),
        };
        let beginning = format!("{{\"@odata.context\":\"{base}/v1.0/$metadata#users\",{next}\"value\":[");
        let items = items(page);
        let length = beginning.len() + items.len();
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
        let until = received + DELAY;
        match service.as_str() {
            "in-20-ms" => {
                stream.write_all(format!("{head}{beginning}").as_bytes())?;
                thread::sleep(until.saturating_duration_since(Instant::now()));
                stream.write_all(items.as_bytes())?;
            }
            _ => {
                if service == "after-20-ms" {
                    thread::sleep(until.saturating_duration_since(Instant::now()));
                }
                stream.write_all(format!("{head}{beginning}{items}").as_bytes())?;
            }
        }
    }
}

fn items(page: u64) -> String {
    let mut items = String::with_capacity(130 * 1_000);
    for number in page * ITEMS_A_PAGE..(page + 1) * ITEMS_A_PAGE {
        let comma = if number % ITEMS_A_PAGE == 0 { "" } else { "," };
        items.push_str(&format!(
            "{comma}{{\"id\":\"87d349ed-44d7-43e1-9a83-{number:012}\",\"displayName\":\"Adele Vance\",\"number\":{number}}}"
        ));
    }
    items.push_str("]}");
    items
}
