//! A drive with one file: upload sessions and content with ranges, by the rules, over lines that break where the test
//! says.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What goes wrong with a request for the session or the content.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    Nothing,
    /// The line breaks after that many bytes of a slice; they are kept, or not.
    Cut {
        after: usize,
        kept: bool,
    },
    /// The slice is taken, and the line breaks before the response.
    NoResponse,
    /// The slice is not taken, and this is answered.
    Response(u16, &'static str),
    /// The session is forgotten, and the slice with it.
    Forget,
}

/// A request, without its body.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) head: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

#[derive(Default)]
pub(crate) struct Drive {
    /// Of the session in flight.
    pub(crate) uploaded: Vec<u8>,
    /// Which session is alive, from 1.
    pub(crate) session: usize,
    pub(crate) alive: bool,
    pub(crate) done: bool,
    /// How often an upload was completed.
    pub(crate) completions: usize,
    pub(crate) content: Vec<u8>,
    pub(crate) etag: String,
    pub(crate) faults: VecDeque<Fault>,
    /// Answers as Outlook does.
    pub(crate) outlook: bool,
    /// The item appears once it is committed.
    pub(crate) deferred: bool,
    pub(crate) seen: Vec<Seen>,
    /// Ranges of the content are not heeded.
    pub(crate) no_ranges: bool,
    /// What redirects lead to, in place of the drive's own content.
    pub(crate) location: Option<String>,
    /// The content is answered where it is asked for.
    pub(crate) direct: bool,
    /// How many redirects were handed out, and the first one that is still good.
    pub(crate) links: usize,
    pub(crate) oldest_link: usize,
}

pub(crate) struct Blob {
    pub(crate) url: String,
    pub(crate) drive: Arc<Mutex<Drive>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Blob {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Blob {
    pub(crate) async fn start(faults: Vec<Fault>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let drive = Drive { faults: faults.into(), etag: "\"one\"".into(), ..Drive::default() };
        let drive = Arc::new(Mutex::new(drive));
        let task = tokio::spawn({
            let (url, drive) = (url.clone(), drive.clone());
            async move {
                let mut connections = tokio::task::JoinSet::new();
                while let Ok((socket, _)) = listener.accept().await {
                    connections.spawn(serve(socket, url.clone(), drive.clone()));
                }
            }
        });
        Self { url, drive, task }
    }

    pub(crate) fn seen(&self, method: &str) -> Vec<Seen> {
        let drive = self.drive.lock().unwrap();
        drive.seen.iter().filter(|seen| seen.method == method).cloned().collect()
    }
}

struct Response {
    status: u16,
    headers: String,
    body: Vec<u8>,
    /// The line breaks after that many bytes of the body.
    cut: Option<usize>,
}

impl Response {
    fn json(status: u16, body: String) -> Self {
        Self { status, headers: String::new(), body: body.into_bytes(), cut: None }
    }
}

async fn serve(mut socket: TcpStream, url: String, drive: Arc<Mutex<Drive>>) {
    socket.set_nodelay(true).unwrap();
    let mut buffer = Vec::new();
    while let Some(seen) = read_head(&mut socket, &mut buffer).await {
        drive.lock().unwrap().seen.push(seen.clone());
        let length = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
        let fault = match seen.method.as_str() {
            "PUT" => drive.lock().unwrap().faults.pop_front().unwrap_or(Fault::Nothing),
            _ => Fault::Nothing,
        };
        let take = if let Fault::Cut { after, .. } = fault { length.min(after) } else { length };
        while buffer.len() < take {
            if socket.read_buf(&mut buffer).await.unwrap_or(0) == 0 {
                return;
            }
        }
        let body: Vec<u8> = buffer.drain(..take).collect();
        let Some(response) = response(&seen, &body, fault, &url, &mut drive.lock().unwrap()) else { return };
        let Response { status, headers, body, cut } = response;
        let head = format!("HTTP/1.1 {status} Said\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
        let sent = &body[..cut.unwrap_or(body.len())];
        if socket.write_all(head.as_bytes()).await.is_err()
            || socket.write_all(sent).await.is_err()
            || cut.is_some()
        {
            return;
        }
    }
}

fn response(seen: &Seen, body: &[u8], fault: Fault, url: &str, drive: &mut Drive) -> Option<Response> {
    let target = seen.target.split('?').next().unwrap().to_owned();
    if target.ends_with("createUploadSession") {
        drive.session += 1;
        (drive.alive, drive.uploaded) = (true, Vec::new());
        let session = drive.session;
        let body = format!(r#"{{"uploadUrl":"{url}/up/{session}","nextExpectedRanges":["0-"]}}"#);
        return Some(Response::json(200, body));
    }
    if let Some(session) = target.strip_prefix("/up/") {
        if !drive.alive || session != drive.session.to_string() {
            return Some(Response::json(404, r#"{"error":{"code":"itemNotFound"}}"#.into()));
        }
        return match seen.method.as_str() {
            "PUT" => put(seen, body, fault, drive),
            "POST" => {
                drive.alive = false;
                Some(Response::json(201, format!(r#"{{"id":"item","size":{}}}"#, drive.uploaded.len())))
            }
            "DELETE" => {
                drive.alive = false;
                Some(Response::json(204, String::new()))
            }
            _ => Some(state(200, drive)),
        };
    }
    content(seen, &target, url, drive)
}

fn state(status: u16, drive: &Drive) -> Response {
    let at = drive.uploaded.len();
    let body = match drive.outlook {
        true => format!(r#"{{"NextExpectedRanges":["{at}"]}}"#),
        false => format!(r#"{{"nextExpectedRanges":["{at}-"]}}"#),
    };
    Response::json(status, body)
}

fn put(seen: &Seen, body: &[u8], fault: Fault, drive: &mut Drive) -> Option<Response> {
    let range = seen.header("content-range").unwrap().strip_prefix("bytes ").unwrap();
    let (range, total) = range.split_once('/').unwrap();
    let (first, last) = range.split_once('-').unwrap();
    let (first, last, total): (usize, usize, usize) =
        (first.parse().unwrap(), last.parse().unwrap(), total.parse().unwrap());
    if first != drive.uploaded.len() {
        return Some(Response::json(416, r#"{"error":{"code":"invalidRange"}}"#.into()));
    }
    match fault {
        Fault::Response(status, body) => return Some(Response::json(status, body.into())),
        Fault::Forget => {
            drive.alive = false;
            return Some(Response::json(404, String::new()));
        }
        Fault::Cut { kept, .. } => {
            if kept {
                drive.uploaded.extend(body);
            }
            return None;
        }
        Fault::NoResponse | Fault::Nothing => {
            assert_eq!(body.len(), last + 1 - first, "the range is that of the body");
            drive.uploaded.extend(body);
        }
    }
    if drive.deferred && drive.uploaded.len() == total {
        return Some(Response::json(202, r#"{"nextExpectedRanges":[]}"#.into()));
    }
    if drive.uploaded.len() == total {
        (drive.alive, drive.done) = (false, true);
        drive.completions += 1;
    }
    match (fault, drive.done, drive.outlook) {
        (Fault::NoResponse, ..) => None,
        (_, true, true) => {
            let headers = "Location: https://outlook.example/attachments('1')\r\n".to_owned();
            Some(Response { status: 201, headers, body: Vec::new(), cut: None })
        }
        (_, true, false) => Some(Response::json(201, format!(r#"{{"id":"item","size":{total}}}"#))),
        (_, false, true) => Some(state(200, drive)),
        (_, false, false) => Some(state(202, drive)),
    }
}

/// The content, or the redirect to it.
fn content(seen: &Seen, target: &str, url: &str, drive: &mut Drive) -> Option<Response> {
    if target.ends_with("/content") && !drive.direct {
        drive.links += 1;
        let location = drive.location.clone().unwrap_or_else(|| format!("{url}/blob/{}", drive.links));
        let headers = format!("Location: {location}\r\n");
        return Some(Response { status: 302, headers, body: Vec::new(), cut: None });
    }
    if let Some(link) = target.strip_prefix("/blob/")
        && link.parse::<usize>().unwrap() < drive.oldest_link
    {
        return Some(Response::json(403, String::new()));
    }
    let fault = drive.faults.pop_front().unwrap_or(Fault::Nothing);
    let total = drive.content.len();
    let mut headers = match drive.etag.as_str() {
        "" => String::new(),
        etag => format!("ETag: {etag}\r\n"),
    };
    let range = seen
        .header("range")
        .filter(|_| !drive.no_ranges && seen.header("if-range").is_none_or(|etag| etag == drive.etag));
    let (status, bytes) = match range {
        None => (200, 0..total),
        Some(range) => {
            let (first, last) = range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
            let first: usize = first.parse().unwrap();
            let end = last.parse().map_or(total, |last: usize| (last + 1).min(total));
            if first >= end {
                headers.push_str(&format!("Content-Range: bytes */{total}\r\n"));
                return Some(Response { status: 416, headers, body: Vec::new(), cut: None });
            }
            headers.push_str(&format!("Content-Range: bytes {first}-{}/{total}\r\n", end - 1));
            (206, first..end)
        }
    };
    let (status, body, cut) = match fault {
        Fault::Cut { after, .. } => {
            (status, drive.content[bytes.clone()].to_vec(), Some(after.min(bytes.len())))
        }
        Fault::Response(status, body) => (status, body.as_bytes().to_vec(), None),
        Fault::NoResponse => return None,
        Fault::Forget => {
            // The next link is another one.
            drive.oldest_link = drive.links + 1;
            (status, drive.content[bytes.clone()].to_vec(), Some(5.min(bytes.len())))
        }
        Fault::Nothing => (status, drive.content[bytes].to_vec(), None),
    };
    Some(Response { status, headers, body, cut })
}

async fn read_head(socket: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Seen> {
    let end = loop {
        if let Some(start) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break start + 4;
        }
        if socket.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(buffer.drain(..end).collect()).ok()?;
    let mut first = head.lines().next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    Some(Seen { method, target, head })
}
