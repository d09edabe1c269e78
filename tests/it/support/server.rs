//! A server that plays a script over a real socket: each request is written down, each reply is sent byte by byte as
//! the test has it, broken ones included.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use serde_json::{Value, json};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A client to build many on: TLS is set up with it, which takes a while. `graph.test.example` is a host that isn't this machine by its name, and is by its
/// address.
pub(crate) fn http() -> reqwest::Client {
    static HTTP: OnceLock<reqwest::Client> = OnceLock::new();
    let make = || {
        reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(0)
            .resolve("graph.test.example", ([127, 0, 0, 1], 0).into())
            .build()
            .unwrap()
    };
    HTTP.get_or_init(make).clone()
}

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Which connection it came on, from 0.
    pub(crate) connection: usize,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What the server does with a request.
pub(crate) enum Reply {
    /// These bytes, then the connection is kept.
    Raw(Vec<u8>),
    /// These bytes, then the connection is closed.
    Cut(Vec<u8>),
    /// These bytes, then the connection is reset: some of them may be lost with it.
    Reset(Vec<u8>),
    /// These bytes, a few at a time, then the connection is kept.
    Dribble(Vec<u8>),
    /// Nothing at all, for that long, then the connection is closed.
    Silence(Duration),
    /// The reply, later.
    After(Duration, Box<Reply>),
    /// The reply, once so many requests are there.
    Together(Arc<tokio::sync::Barrier>, Box<Reply>),
}

impl Reply {
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let mut text = format!("HTTP/1.1 {status} Scripted\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        text.push_str(body);
        Self::Raw(text.into_bytes())
    }

    pub(crate) fn json(body: &str) -> Self {
        Self::new(200, &[("content-type", "application/json")], body)
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::new(status, &[], "")
    }
}

type Handler = dyn Fn(&Seen, usize) -> Reply + Send + Sync;

pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// `reply` gets each request and how many came before it.
    pub(crate) async fn start(reply: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let task = tokio::spawn(accept(listener, seen.clone(), Arc::new(reply)));
        Self { url, seen, task }
    }

    /// The replies one after the other; the last one again and again.
    pub(crate) async fn script(replies: Vec<fn() -> Reply>) -> Self {
        Self::start(move |_, index| replies[index.min(replies.len() - 1)]()).await
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

async fn accept(listener: TcpListener, seen: Arc<Mutex<Vec<Seen>>>, reply: Arc<Handler>) {
    let mut connections = tokio::task::JoinSet::new();
    for connection in 0.. {
        let Ok((socket, _)) = listener.accept().await else { return };
        connections.spawn(serve(socket, connection, seen.clone(), reply.clone()));
    }
}

async fn serve(mut socket: TcpStream, connection: usize, log: Arc<Mutex<Vec<Seen>>>, reply: Arc<Handler>) {
    let mut buffer = Vec::new();
    while let Some(seen) = read_request(&mut socket, &mut buffer, connection).await {
        note(&seen);
        let index = {
            let mut log = log.lock().unwrap();
            log.push(seen.clone());
            log.len() - 1
        };
        let mut reply = reply(&seen, index);
        loop {
            reply = match reply {
                Reply::After(delay, then) => {
                    tokio::time::sleep(delay).await;
                    *then
                }
                Reply::Together(others, then) => {
                    others.wait().await;
                    *then
                }
                _ => break,
            }
        }
        match reply {
            Reply::Raw(bytes) => {
                if socket.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Reply::Cut(bytes) => {
                let _ = socket.write_all(&bytes).await;
                return;
            }
            Reply::Reset(bytes) => {
                let _ = socket.write_all(&bytes).await;
                let _ = socket.set_zero_linger();
                return;
            }
            Reply::Dribble(bytes) => {
                for piece in bytes.chunks(bytes.len().div_ceil(5).max(1)) {
                    if socket.write_all(piece).await.is_err() {
                        return;
                    }
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            }
            Reply::Silence(time) => {
                tokio::time::sleep(time).await;
                return;
            }
            Reply::After(..) | Reply::Together(..) => unreachable!(),
        }
    }
}

/// Adds a request with a body of JSON to the file that sandboxes add theirs to, for the judges.
fn note(seen: &Seen) {
    static JOURNAL: OnceLock<Option<File>> = OnceLock::new();
    let open =
        || OpenOptions::new().create(true).append(true).open(std::env::var_os("GRAPH_SANDBOX_JOURNAL")?).ok();
    let Some(mut journal) = JOURNAL.get_or_init(open).as_ref() else { return };
    if let Ok(body) = serde_json::from_slice::<Value>(&seen.body) {
        let line = json!({ "method": seen.method, "target": seen.target, "request": body, "status": 204, "response": null });
        drop(journal.write_all(format!("{line}\n").as_bytes()));
    }
}

async fn read_request(socket: &mut TcpStream, buffer: &mut Vec<u8>, connection: usize) -> Option<Seen> {
    let end = fill_until(socket, buffer, b"\r\n\r\n").await?;
    let head = String::from_utf8(buffer.drain(..end).collect()).ok()?;
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let mut seen = Seen { method, target, headers, body: Vec::new(), connection };
    if seen.header("transfer-encoding").is_some() {
        loop {
            let end = fill_until(socket, buffer, b"\r\n").await?;
            let line = String::from_utf8(buffer.drain(..end).collect()).ok()?;
            let size = usize::from_str_radix(line.trim(), 16).ok()?;
            fill(socket, buffer, size + 2).await?;
            seen.body.extend(buffer.drain(..size));
            buffer.drain(..2);
            if size == 0 {
                break;
            }
        }
    } else if let Some(length) = seen.header("content-length").and_then(|length| length.parse().ok()) {
        fill(socket, buffer, length).await?;
        seen.body = buffer.drain(..length).collect();
    }
    Some(seen)
}

async fn fill(socket: &mut TcpStream, buffer: &mut Vec<u8>, length: usize) -> Option<()> {
    while buffer.len() < length {
        if socket.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    Some(())
}

async fn fill_until(socket: &mut TcpStream, buffer: &mut Vec<u8>, mark: &[u8]) -> Option<usize> {
    loop {
        if let Some(start) = buffer.windows(mark.len()).position(|window| window == mark) {
            return Some(start + mark.len());
        }
        if socket.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
}
