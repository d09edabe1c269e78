//! Prism itself: what it is given to read, its process, and what it says of a request.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use graph_endpoint::Bytes;
use graph_endpoint::prelude::*;
use http::{HeaderMap, Method};

use crate::servers::{Running, skipped};
use crate::tools::{corpus, folder, install_node, node, printed};

pub(super) const WHAT: &str = "the calls against Prism";

/// The paths that it knows.
const PATHS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/judges/openapi-paths.txt");

pub(super) struct Prism {
    url: String,
    _process: Running,
}

impl Prism {
    pub(super) fn start() -> Option<Self> {
        let metadata = corpus("metadata-v1.0.xml.gz");
        if !Path::new(&metadata).exists() {
            skipped(&format!("{WHAT}: the documentation corpus isn't there"));
            return None;
        }
        let description = folder("openapi").join("graph.json");
        let mut make = node(WHAT, "openapi.mjs")?;
        println!(
            "{} paths",
            printed(&make.arg(&metadata).arg(PATHS).arg(&description).output().unwrap()).trim()
        );
        let packages = install_node(WHAT)?;
        let mut process = Command::new("node")
            .arg(packages.join("node_modules/@stoplight/prism-cli/dist/index.js"))
            .args(["mock", "--errors", "--host", "127.0.0.1", "--port", "0"])
            .arg(&description)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let process = Running(process);
        let url = lines.find_map(|line| Some(line.split_once("listening on ")?.1.trim().to_owned())).unwrap();
        // It goes on to write, and must not be stopped by that.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { url, _process: process })
    }

    /// The status that it gives, and what it says.
    pub(super) async fn status(&self, call: &impl Endpoint) -> (u16, String) {
        let request = call.to_http_request(&self.url).unwrap();
        let target = request.uri().path_and_query().unwrap().as_str();
        let (head, body) = (request.headers().clone(), request.body().clone());
        self.sent(request.method().clone(), target, head, body).await
    }

    /// It serves the paths without the version in front.
    pub(super) async fn sent(
        &self,
        method: Method,
        target: &str,
        head: HeaderMap,
        body: Bytes,
    ) -> (u16, String) {
        let target = target.strip_prefix("/v1.0").unwrap();
        let direct = reqwest::Client::builder().no_proxy().build().unwrap();
        let sent = direct.request(method, format!("{}{target}", self.url)).headers(head).body(body);
        let response = sent.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }
}
