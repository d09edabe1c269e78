//! A server that the world runs: nginx with TLS, HTTP/2 and `limit_req`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use graph_endpoint::{Client, ClientBuilder, RetryPolicy};

use crate::support::endpoints::{SendMail, get_user};
use crate::support::servers::{Running, certificate, folder, runs, skipped};

pub(crate) struct Nginx {
    url: String,
    pub(crate) port: u16,
    pem: Vec<u8>,
    http: reqwest::Client,
    process: Running,
    log: std::path::PathBuf,
}

impl Nginx {
    /// A server of its own for each test.
    async fn start(name: &str, version: u8) -> Option<Self> {
        Self::run(name, |folder, port| server(folder, port, version)).await
    }

    /// HTTP/2 in front of the servers of this machine: `/4711/path` is `/path` of the one that listens on port 4711.
    pub(crate) async fn in_front(name: &str) -> Option<Self> {
        Self::run(name, in_front).await
    }

    /// In the foreground and with all its files in one folder; `server` gets the folder and the port.
    async fn run(name: &str, server: impl FnOnce(&Path, u16) -> String) -> Option<Self> {
        if !runs("nginx", "-v") {
            skipped("there is no nginx; the client was not tested against its TLS, HTTP/2 and limit_req");
            return None;
        }
        let folder = folder(name);
        let (_, certificate) = certificate(&folder);
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (log, text) = (folder.join("access.log"), configuration(&folder, &server(&folder, port)));
        let _ = std::fs::remove_file(&log);
        let file = folder.join("nginx.conf");
        std::fs::write(&file, text).unwrap();
        let process = Command::new("nginx")
            .args(["-e", "stderr", "-p"])
            .arg(&folder)
            .arg("-c")
            .arg(&file)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let pem = std::fs::read(&certificate).unwrap();
        let url = format!("https://localhost:{port}");
        let server = Self { url, port, http: http(&pem), pem, process: Running(process), log };
        server.ready(port).await;
        Some(server)
    }

    async fn ready(&self, port: u16) {
        let begin = Instant::now();
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            assert!(begin.elapsed() < Duration::from_secs(20), "nginx does not listen");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A client of its own that trusts this server.
    pub(crate) fn http(&self) -> reqwest::Client {
        http(&self.pem)
    }

    fn client(&self) -> ClientBuilder {
        Client::builder().token("t").base_url(&self.url).http_client(self.http.clone())
    }

    /// What was asked for, as `protocol method status connection` on each line, once nginx has ended.
    fn log(mut self) -> Vec<String> {
        let _ = Command::new("kill").args(["-QUIT", &self.process.0.id().to_string()]).status();
        self.process.0.wait().unwrap();
        std::fs::read_to_string(&self.log).unwrap().lines().map(str::to_owned).collect()
    }
}

fn http(pem: &[u8]) -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .tls_certs_only([reqwest::Certificate::from_pem(pem).unwrap()])
        .build()
        .unwrap()
}

fn configuration(folder: &Path, server: &str) -> String {
    let folder = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path \"{folder}/{kind}\";\n"))
        .concat();
    format!(
        r#"daemon off; master_process off; pid "{folder}/nginx.pid"; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  {temporary}
  log_format short "$server_protocol $request_method $status $connection";
  access_log "{folder}/access.log" short;
  {server}
}}
"#
    )
}

/// Listens with TLS, as `localhost`, with the certificate of that folder.
fn listen(folder: &Path, port: u16, version: u8) -> String {
    let folder = folder.display();
    let http2 = if version == 2 { " http2" } else { "" };
    format!(
        r#"listen 127.0.0.1:{port} ssl{http2};
    server_name localhost;
    ssl_certificate "{folder}/certificate.pem"; ssl_certificate_key "{folder}/key.pem";"#
    )
}

fn server(folder: &Path, port: u16, version: u8) -> String {
    let listen = listen(folder, port, version);
    format!(
        r#"limit_req_zone $server_name zone=all:1m rate=200r/s;
  limit_req_status 429;
  server {{
    {listen}
    keepalive_requests 10000;
    default_type application/json;
    location /v1.0/users/u1/sendMail {{ return 202; }}
    location /v1.0/users/limited {{
      limit_req zone=all burst=40 nodelay;
      # What `return` says is said before the limit is looked at.
      try_files /none @user;
      error_page 429 = @wait;
    }}
    location @user {{ return 200 '{{"id":"u1"}}'; }}
    location @wait {{ add_header Retry-After 1 always; return 429 '{{}}'; }}
    location /v1.0/users/ {{ return 200 '{{"id":"u1"}}'; }}
  }}"#
    )
}

fn in_front(folder: &Path, port: u16) -> String {
    let listen = listen(folder, port, 2);
    format!(
        r#"server {{
    {listen}
    location ~ ^/(\d+)(/.*)$ {{
      proxy_pass http://127.0.0.1:$1$2$is_args$args;
      proxy_http_version 1.1;
      proxy_set_header Host $host:$1;
      proxy_pass_header Date;
      proxy_buffering off;
      proxy_next_upstream off;
    }}
  }}"#
    )
}

#[tokio::test]
async fn over_tls_graph_is_spoken_to_in_http_2() {
    let Some(server) = Nginx::start("nginx-http2", 2).await else { return };
    let client = server.client().build().unwrap();
    let response = client.send(&get_user()).response().await.unwrap();
    assert_eq!(response.value().id, "u1");
    client.send(&SendMail::default()).await.unwrap();
    join_all((0..50).map(|_| async { client.send(&get_user()).await.unwrap() })).await;
    let log = server.log();
    assert_eq!(log.len(), 52);
    assert!(log.iter().all(|line| line.starts_with("HTTP/2.0 ")), "{log:?}");
    let connections: std::collections::HashSet<_> = log.iter().map(|line| line.rsplit(' ').next()).collect();
    assert_eq!(connections.len(), 1, "one connection for all");
}

#[tokio::test]
async fn a_server_without_http_2_is_spoken_to_in_http_1_1() {
    let Some(server) = Nginx::start("nginx-http1", 1).await else { return };
    let client = server.client().build().unwrap();
    client.send(&get_user()).await.unwrap();
    assert!(server.log().iter().all(|line| line.starts_with("HTTP/1.1 GET 200")));
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_and_named() {
    let Some(server) = Nginx::start("nginx-strange", 2).await else { return };
    let client = Client::builder().token("t").base_url(&server.url).build().unwrap();
    let error = client.send(&get_user()).await.unwrap_err();
    assert!(error.is_connect() && error.to_string().contains("TLS"), "{error:?}");
    assert!(server.log().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn two_hundred_calls_at_once_under_a_limit_all_come_through() {
    for version in [1, 2] {
        let Some(server) = Nginx::start(&format!("nginx-limit-{version}"), version).await else { return };
        let client = server.client().retry(RetryPolicy::default().max_retries(10)).build().unwrap();
        let limited = Arc::new(crate::support::endpoints::GetUser { id: "limited".to_owned() });
        let calls = (0..200).map(|_| async { client.send(&*limited).await.unwrap().id });
        assert!(join_all(calls).await.iter().all(|id| id == "u1"));
        let log = server.log();
        let of = |status: &str| log.iter().filter(|line| line.contains(status)).count();
        assert_eq!(of(" 200 "), 200);
        // How often depends on how fast this machine sends.
        assert!(of(" 429 ") > 0, "the limit was not met");
        println!("HTTP/{version}: {} requests for 200 calls", log.len());
    }
}
