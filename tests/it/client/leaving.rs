//! Header by header: what goes along to another scheme, port, subdomain or host, by each way that leads there. All of it over
//! TLS, so that nothing is held back for want of that.

use std::sync::{Arc, Mutex, OnceLock};

use futures_util::TryStreamExt as _;
use graph_endpoint::{Client, DeltaToken, RetryPolicy};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::credentials_stay::{Content, CreateSession, Get301, List, Operate, SECRET};
use crate::support::virtual_time::VirtualTime;

/// Each header that a call sets, and whether it goes on to where a redirect, or a link without credentials, leads.
const HEADERS: [(&str, bool); 9] = [
    ("authorization", false),
    ("cookie", false),
    ("cookie2", false),
    ("proxy-authorization", false),
    ("x-api-key", false),
    ("client-request-id", false),
    ("sdkversion", true),
    ("x-custom", true),
    ("prefer", true),
];

/// Of the requests, in lower case.
type Heads = Arc<Mutex<Vec<String>>>;

/// A server that speaks TLS and plain HTTP on one port, and hands out the URL which is set.
struct Server {
    port: u16,
    heads: Heads,
    leads_to: Arc<OnceLock<String>>,
}

async fn server() -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (heads, leads_to) = (Heads::default(), Arc::<OnceLock<String>>::default());
    let (seen, url) = (Arc::clone(&heads), Arc::clone(&leads_to));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (seen, url) = (Arc::clone(&seen), Arc::clone(&url));
            tokio::spawn(async move {
                // A record of TLS begins with this byte, and no request does.
                if !begins_with(&stream, 0x16).await {
                    return respond(stream, &seen, &url).await;
                }
                if let Ok(stream) = acceptor().accept(stream).await {
                    respond(stream, &seen, &url).await;
                }
            });
        }
    });
    Server { port, heads, leads_to }
}

async fn begins_with(stream: &TcpStream, byte: u8) -> bool {
    let mut first = [0];
    stream.peek(&mut first).await.is_ok_and(|length| length == 1) && first == [byte]
}

fn acceptor() -> TlsAcceptor {
    static ACCEPTOR: OnceLock<TlsAcceptor> = OnceLock::new();
    let make = || {
        let certified = rcgen::generate_simple_self_signed(["graph.test.example".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(certified.signing_key.serialize_der().into());
        let provider = tokio_rustls::rustls::crypto::aws_lc_rs::default_provider();
        let config = ServerConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certified.cert.der().clone()], key)
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    };
    ACCEPTOR.get_or_init(make).clone()
}

/// One exchange a connection.
async fn respond(mut stream: impl AsyncRead + AsyncWrite + Unpin, heads: &Heads, url: &OnceLock<String>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    let url = url.get().cloned().unwrap_or_default();
    // What is handed out here leads further.
    let further = path.strip_prefix("/further?to=").map(str::to_owned);
    let to = |status: u16, url: &str| (status, format!("location: {url}\r\n"), String::new());
    let json = |body: String| (200, "content-type: application/json\r\n".to_owned(), body);
    let (status, headers, body) = match path.as_str() {
        "/v1.0/list" => json(format!(r#"{{"value":[],"@odata.nextLink":"{url}/page"}}"#)),
        "/v1.0/moved/301" | "/v1.0/content" => to(307, &format!("{url}/moved")),
        "/v1.0/operate" => to(202, &format!("{url}/monitor")),
        "/v1.0/session" => json(format!(r#"{{"uploadUrl":"{url}/up"}}"#)),
        "/page" => json(format!(r#"{{"value":[],"@odata.deltaLink":"{url}/page"}}"#)),
        "/monitor" => json(r#"{"status":"succeeded"}"#.to_owned()),
        _ => match further {
            Some(url) => to(307, &url),
            None => json(r#"{"id":"1","value":[]}"#.to_owned()),
        },
    };
    heads.lock().unwrap().push(head);
    let length = body.len();
    let response = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    drop(stream.write_all(response.as_bytes()).await);
    drop(stream.shutdown().await);
}

fn http() -> reqwest::Client {
    static HTTP: OnceLock<reqwest::Client> = OnceLock::new();
    let make = || {
        let here = |builder: reqwest::ClientBuilder, host| builder.resolve(host, ([127, 0, 0, 1], 0).into());
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .danger_accept_invalid_certs(true)
            .no_proxy()
            .pool_max_idle_per_host(0);
        ["graph.test.example", "eu.graph.test.example", "test.example", "files.example"]
            .into_iter()
            .fold(builder, here)
            .build()
            .unwrap()
    };
    HTTP.get_or_init(make).clone()
}

const WAYS: [&str; 7] =
    ["redirect", "next link", "saved link", "delta link", "monitor", "upload session", "download"];

/// Whether it ended well.
async fn go(way: &str, client: &Client, url: &str, header: &'static str) -> bool {
    match way {
        "redirect" => client.send(&Get301(header)).await.is_ok(),
        "download" => client.download(Content(header)).to_writer(&mut Vec::new()).await.is_ok(),
        "next link" => client.items(List(header)).try_collect::<Vec<_>>().await.is_ok(),
        "saved link" => {
            let pages = client.pages_from(List(header), &format!("{url}/page"));
            pages.try_collect::<Vec<_>>().await.is_ok()
        }
        "delta link" => {
            let token = DeltaToken::from(format!("{url}/page"));
            client.delta_from(List(header), &token).try_collect::<Vec<_>>().await.is_ok()
        }
        "monitor" => match client.operation(Operate(header)).await {
            Ok(operation) => operation.wait().await.is_ok(),
            Err(_) => false,
        },
        "upload session" => client.upload(CreateSession(header), vec![7; 100]).await.is_ok(),
        _ => unreachable!("{way}"),
    }
}

/// What reached the place that the way leads to.
async fn reached(base: &str, place: &str, way: &str, header: &'static str) -> (bool, Vec<String>) {
    let (home, other) = (server().await, server().await);
    let url =
        |url: &str| url.replace("{home}", &home.port.to_string()).replace("{other}", &other.port.to_string());
    let (base, place) = (url(base), url(place));
    home.leads_to.set(place.clone()).unwrap();
    let client = Client::builder()
        .base_url(&base)
        .http_client(http())
        .retry(RetryPolicy::none())
        .credential_header("x-api-key")
        .environment(VirtualTime::new())
        .build()
        .unwrap();
    let well = go(way, &client, &place, header).await;
    let mut heads = std::mem::take(&mut *home.heads.lock().unwrap());
    heads.extend(std::mem::take(&mut *other.heads.lock().unwrap()));
    (well, heads.into_iter().filter(|head| !head.contains(" /v1.0/")).collect())
}

const GRAPH: &str = "https://graph.test.example:{home}";

#[tokio::test]
async fn what_goes_along_is_known_header_by_header() {
    for (change, base, place) in [
        ("scheme", "http://127.0.0.1:{home}", "https://127.0.0.1:{home}"),
        ("port", GRAPH, "https://graph.test.example:{other}"),
        ("subdomain", GRAPH, "https://eu.graph.test.example:{home}"),
        ("parent", GRAPH, "https://test.example:{home}"),
        ("host", GRAPH, "https://files.example:{home}"),
    ] {
        for way in WAYS {
            for (header, goes_on) in HEADERS {
                let case = format!("{header} by {way} to another {change}");
                let (well, heads) = reached(base, place, way, header).await;
                let is_link = way.ends_with("link");
                let is_credential = !goes_on && header != "client-request-id";
                // A link with a credential isn't followed at all.
                let refused = is_link && is_credential;
                assert_eq!((well, heads.len()), (!refused, usize::from(!refused)), "{case}");
                // Monitors, sessions and places of files are URLs of their own, to which no header of the caller's belongs.
                let belongs = goes_on && !matches!(way, "monitor" | "upload session" | "download");
                for head in heads {
                    assert_eq!(head.contains(SECRET), belongs, "{case}: {head}");
                    assert!(!head.contains("client-request-id:"), "{case}: {head}");
                }
            }
        }
    }
}

#[tokio::test]
async fn nothing_goes_from_https_to_http() {
    for way in WAYS {
        for (header, _) in HEADERS {
            let (well, heads) = reached(GRAPH, "http://graph.test.example:{home}", way, header).await;
            assert_eq!((well, heads.len()), (false, 0), "{header} by {way}");
        }
    }
}

/// Monitors, upload sessions and places of files redirect further as well: from another place to the base, which a credential
/// must not come back to, from the base to another place, and from one to the next.
#[tokio::test]
async fn what_redirects_further_takes_nothing_along() {
    let (port, host) = ("https://graph.test.example:{other}", "https://files.example:{home}");
    for (first, then) in
        [(port, GRAPH), (host, GRAPH), (GRAPH, port), (GRAPH, host), (port, host), (host, port)]
    {
        for way in ["monitor", "upload session", "download"] {
            for (header, _) in HEADERS {
                let case = format!("{header} by {way} to {first} and {then}");
                let (well, mut heads) =
                    reached(GRAPH, &format!("{first}/further?to={then}"), way, header).await;
                heads.sort_by_key(|head| !head.contains(" /further"));
                assert!(well && heads.len() == 2, "{case}: {heads:?}");
                for (at, head) in [first, then].into_iter().zip(heads) {
                    // What is at the base before anything has led elsewhere may be told who asks.
                    let is_home = at == GRAPH && first == GRAPH;
                    assert!(is_home || !head.contains(SECRET), "{case}: {head}");
                    // The id in Graph's log is for Graph, however a request comes there.
                    assert!(at == GRAPH || !head.contains("client-request-id:"), "{case}: {head}");
                }
            }
        }
    }
}

#[tokio::test]
async fn nor_does_it_lead_from_https_to_http() {
    let (plain, elsewhere) = ("http://graph.test.example:{home}", "https://files.example:{home}");
    for way in ["monitor", "upload session", "download"] {
        for first in [GRAPH, elsewhere] {
            let place = format!("{first}/further?to={plain}");
            let (well, heads) = reached(GRAPH, &place, way, "x-custom").await;
            assert!(
                !well && heads.iter().all(|head| head.contains("/further")),
                "{way} by {first}: {heads:?}"
            );
        }
    }
}

/// Where the base itself is over http, to which nothing of it leads.
#[tokio::test]
async fn nor_does_it_lead_back_to_a_base_over_http() {
    let base = "http://graph.test.example:{home}";
    for way in ["monitor", "upload session", "download"] {
        for plain in [base, "http://files.example:{home}"] {
            let place = format!("https://files.example:{{other}}/further?to={plain}");
            let (well, heads) = reached(base, &place, way, "x-custom").await;
            assert!(
                !well && heads.len() == 1 && heads[0].contains("/further"),
                "{way} to {plain}: {heads:?}"
            );
        }
    }
}

#[tokio::test]
async fn from_this_machine_nothing_leads_to_another_in_the_clear() {
    for way in WAYS {
        let reached =
            reached("http://127.0.0.1:{home}", "http://files.example:{other}", way, "x-custom").await;
        assert_eq!(reached, (false, Vec::new()), "{way}");
    }
}
