//! Uploads by session and downloads of a large file on loopback, against the same by hand with `reqwest`.
//!
//! Each transfer runs in a process of its own, in turns, so that its CPU time and its peak of resident memory (`VmHWM`)
//! are its own; the server is in this process. Ratios are those of pairs, ours by theirs; their medians count.
//!
//! `cargo bench -p graph-endpoint-benches --bench transfers [-- MIB ROUNDS]`, 1024 and 5 if not given.
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]

use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use futures_util::TryStreamExt as _;
use graph_endpoint::UploadSession;
use graph_endpoint::prelude::*;
use graph_endpoint_benches::measure::{cpu_seconds, median, peak_memory};
use graph_endpoint_benches::server::serve;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const MIB: u64 = 1 << 20;
const SLICE: u64 = 16 * 327_680;

#[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
struct CreateUploadSession {
    path: String,
}

#[graph_endpoint(GET, "/me/drive/items/<id>/content")]
struct GetContent {
    id: String,
}

#[graph_type("microsoft.graph.driveItem")]
struct Item {
    size: u64,
}

/// What is compared: ours, and the ways to do the same by hand.
const PAIRS: [(&str, &str, &str); 4] = [
    ("upload of a file by session", "up", "up-by-hand"),
    ("the same against one PUT of the file as a stream", "up", "up-in-one"),
    ("download to a file", "down", "down-by-hand"),
    ("download, bytes dropped", "drop", "drop-by-hand"),
];

fn main() -> Outcome {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let [mode, base, folder, size] = arguments[..] {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (start, before) = (Instant::now(), cpu_seconds()?);
        runtime.block_on(transfer(mode, base, Path::new(folder), size.parse()?))?;
        println!("{} {} {}", start.elapsed().as_secs_f64(), cpu_seconds()? - before, peak_memory()?);
        return Ok(());
    }
    let number = |at: usize, or| arguments.get(at).map_or(Ok(or), |text| text.parse::<u64>());
    let (mib, rounds) = (number(0, 1024)?, number(1, 5)?);
    let folder = env::temp_dir().join(format!("graph-endpoint-transfers-{}", std::process::id()));
    fs::create_dir(&folder)?;
    let outcome = compare(&folder, mib, rounds);
    fs::remove_dir_all(&folder)?;
    outcome
}

fn compare(folder: &Path, mib: u64, rounds: u64) -> Outcome {
    let mut file = fs::File::create(folder.join("source"))?;
    let piece: Vec<u8> = (0..MIB).map(|at| (at ^ (at >> 9)) as u8).collect();
    for _ in 0..mib {
        file.write_all(&piece)?;
    }
    drop(file);
    let base = serve(move |stream, base| response(stream, base, mib * MIB))?;
    for (name, ours, theirs) in PAIRS {
        let (mut wall, mut cpu, mut figures) = (vec![], vec![], vec![]);
        for round in 0..=rounds {
            let pair = (run(ours, &base, folder, mib)?, run(theirs, &base, folder, mib)?);
            // The first round warms the file cache.
            if round > 0 || rounds == 0 {
                wall.push(pair.0.wall / pair.1.wall);
                cpu.push(pair.0.cpu / pair.1.cpu);
                figures.push(pair);
            }
        }
        let of = |figure: fn(&(Figures, Figures)) -> f64| median(figures.iter().map(figure).collect());
        println!("{name}, {mib} MiB, median of {rounds} rounds");
        println!(
            "  ours {:.3} s wall, {:.3} s CPU, peak {:.1} MB; reqwest {:.3} s, {:.3} s, {:.1} MB; ours is {:.3} of it by wall, {:.3} by CPU",
            of(|(ours, _)| ours.wall),
            of(|(ours, _)| ours.cpu),
            of(|(ours, _)| ours.peak),
            of(|(_, theirs)| theirs.wall),
            of(|(_, theirs)| theirs.cpu),
            of(|(_, theirs)| theirs.peak),
            median(wall),
            median(cpu),
        );
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Figures {
    wall: f64,
    cpu: f64,
    /// In MB.
    peak: f64,
}

/// One transfer in a process of its own.
fn run(mode: &str, base: &str, folder: &Path, mib: u64) -> Outcome<Figures> {
    let size = (mib * MIB).to_string();
    let output = Command::new(env::current_exe()?).args([mode, base]).arg(folder).arg(size).output()?;
    let text = String::from_utf8(output.stdout)?;
    let figures: Result<Vec<f64>, _> = text.split_whitespace().map(str::parse).collect();
    match figures?[..] {
        [wall, cpu, peak] => Ok(Figures { wall, cpu, peak }),
        _ => Err(format!("{mode}: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

async fn transfer(mode: &str, base: &str, folder: &Path, size: u64) -> Outcome {
    let (source, target) = (folder.join("source"), folder.join("target"));
    let ours = || Client::builder().token("t").base_url(base).build();
    let content = GetContent { id: "1".to_owned() };
    let moved = match mode {
        "up" => {
            let create = CreateUploadSession { path: "file".to_owned() };
            let uploaded = ours()?.upload(&create, source).await?;
            Some(uploaded.item::<Item>()?.size)
        }
        "up-by-hand" => by_hand::upload(base, &source).await?,
        "up-in-one" => by_hand::upload_in_one(base, &source).await?,
        "down" => Some(ours()?.download(&content).to_file(&target).await?.length()),
        "down-by-hand" => {
            by_hand::download(base, &target).await?;
            Some(fs::metadata(&target)?.len())
        }
        "drop" => {
            let stream = ours()?.download(&content).into_stream();
            Some(stream.try_fold(0, async |sum, piece| Ok(sum + piece.len() as u64)).await?)
        }
        "drop-by-hand" => Some(by_hand::drop_all(base).await?),
        _ => return Err("no such mode".into()),
    };
    if moved == Some(size) { Ok(()) } else { Err(format!("{moved:?} of {size} bytes").into()) }
}

mod by_hand {
    //! The same with `reqwest`, as it is written every day.

    use super::*;

    async fn create(client: &reqwest::Client, base: &str) -> Outcome<String> {
        let url = format!("{base}/v1.0/me/drive/root:/file:/createUploadSession");
        let session = client.post(url).bearer_auth("t").header("content-length", 0).send().await?;
        Ok(session.error_for_status()?.json::<UploadSession>().await?.upload_url)
    }

    pub(super) async fn upload(base: &str, source: &Path) -> Outcome<Option<u64>> {
        let client = reqwest::Client::new();
        let url = create(&client, base).await?;
        let mut file = tokio::fs::File::open(source).await?;
        let total = file.metadata().await?.len();
        let mut at = 0;
        loop {
            let mut slice = vec![0; usize::try_from(SLICE.min(total - at))?];
            file.read_exact(&mut slice).await?;
            let end = at + slice.len() as u64;
            let range = format!("bytes {at}-{}/{total}", end - 1);
            let response = client.put(&url).header("content-range", range).body(slice).send().await?;
            let response = response.error_for_status()?;
            if end == total {
                return Ok(Some(response.json::<Item>().await?.size));
            }
            response.json::<serde::de::IgnoredAny>().await?;
            at = end;
        }
    }

    pub(super) async fn upload_in_one(base: &str, source: &Path) -> Outcome<Option<u64>> {
        let client = reqwest::Client::new();
        let url = create(&client, base).await?;
        let file = tokio::fs::File::open(source).await?;
        let total = file.metadata().await?.len();
        let request = client.put(&url).header("content-range", format!("bytes 0-{}/{total}", total - 1));
        let response = request.header("content-length", total).body(file).send().await?;
        Ok(Some(response.error_for_status()?.json::<Item>().await?.size))
    }

    async fn get(base: &str) -> Outcome<reqwest::Response> {
        let url = format!("{base}/v1.0/me/drive/items/1/content");
        Ok(reqwest::Client::new().get(url).bearer_auth("t").send().await?.error_for_status()?)
    }

    pub(super) async fn download(base: &str, target: &Path) -> Outcome {
        let mut response = get(base).await?;
        let mut file = tokio::fs::File::create(target).await?;
        while let Some(piece) = response.chunk().await? {
            file.write_all(&piece).await?;
        }
        file.flush().await?;
        Ok(())
    }

    pub(super) async fn drop_all(base: &str) -> Outcome<u64> {
        let mut response = get(base).await?;
        let mut length = 0;
        while let Some(piece) = response.chunk().await? {
            length += piece.len() as u64;
        }
        Ok(length)
    }
}

/// A server that does as little as it can: bytes that come are dropped, those that go are the same MiB again and again.
fn response(stream: TcpStream, base: &str, size: u64) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::with_capacity(1 << 18, stream);
    let piece = vec![7; 1 << 20];
    loop {
        let (mut first, mut length, mut end) = (String::new(), 0, 0);
        if reader.read_line(&mut first)? == 0 {
            return Ok(());
        }
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let header = line.trim_end().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            if let Some((_, range)) = header.split_once("content-range: bytes ") {
                let last = range.split(['-', '/']).nth(1).and_then(|last| last.parse::<u64>().ok());
                end = last.map_or(0, |last| last + 1);
            }
        }
        while length > 0 {
            let there = reader.fill_buf()?.len();
            let taken = there.min(usize::try_from(length).unwrap_or(there));
            if taken == 0 {
                return Ok(());
            }
            reader.consume(taken);
            length -= taken as u64;
        }
        let json = |status, body: String| {
            format!(
                "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        let head = if first.starts_with("POST") {
            json(200, format!(r#"{{"uploadUrl":"{base}/up/1","nextExpectedRanges":["0-"]}}"#))
        } else if first.starts_with("PUT") && end < size {
            json(202, format!(r#"{{"nextExpectedRanges":["{end}-"]}}"#))
        } else if first.starts_with("PUT") {
            json(201, format!(r#"{{"id":"1","size":{end}}}"#))
        } else if first.contains("/content ") {
            format!("HTTP/1.1 302 Found\r\nlocation: {base}/blob/1\r\ncontent-length: 0\r\n\r\n")
        } else {
            format!("HTTP/1.1 200 OK\r\netag: \"1\"\r\ncontent-length: {size}\r\n\r\n")
        };
        writer.write_all(head.as_bytes())?;
        if first.starts_with("GET /blob") {
            for _ in 0..size / MIB {
                writer.write_all(&piece)?;
            }
        }
    }
}
