//! `cargo graph schema pull`: a snapshot of what the service publishes.

use std::error::Error as _;
use std::io::{IsTerminal as _, Read, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use cargo_graph::snapshots;
use clap::Args;
use reqwest::blocking::{Client, Response};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING};
use reqwest::redirect::Policy;

use super::store::{Imported, Store};

/// Make the snapshot from the service's public `$metadata`; nobody signs in
///
/// With a proxy, set `HTTPS_PROXY`. Without a network, see `cargo graph schema import --help`.
///
///   cargo graph schema pull
///   cargo graph schema pull --version beta --cloud us-gov
#[derive(Args)]
#[command(verbatim_doc_comment, after_help = super::EXIT_CODES)]
pub(crate) struct Pull {
    #[command(flatten)]
    store: Store,
    /// Another root than the deployment's own, without a version, as of a proxy
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// How long it may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
}

impl Pull {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        // Known before anything is asked for: whether there is a place to write to.
        self.store.folder()?;
        let base = self.base_url.as_deref().unwrap_or(self.store.cloud.base_url());
        let url = format!("{}/{}/$metadata", base.trim_end_matches('/'), self.store.version.name());
        let instead = |problem: String| {
            format!(
                "can't get {url}: {problem}; get it with a browser or `curl --compressed -o metadata.xml '{url}'`, then write `cargo graph schema import metadata.xml`"
            )
        };
        let bytes = self.get(&url).map_err(instead)?;
        if !begins_as_xml(&bytes) {
            return Err(instead(
                "what came is no `$metadata`, as of a proxy that wants a sign-in".to_owned(),
            ));
        }
        let today = jiff::Timestamp::now().to_string();
        let imported = Imported { name: Path::new(&url), xml: &bytes, date: today.get(..10) };
        self.store.import(&imported).map_err(|problem| match problem.strip_prefix(&format!("{url}:")) {
            Some(problem) => instead(format!("what came is not whole or not sound, {problem}")),
            None => problem,
        })
    }

    fn get(&self, url: &str) -> Result<Vec<u8>, String> {
        let client = Client::builder()
            .timeout(Duration::from_secs(self.timeout))
            .connect_timeout(Duration::from_secs(self.timeout.min(30)))
            .https_only(self.base_url.is_none())
            .redirect(same_host())
            .user_agent(concat!("cargo-graph/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| innermost(&error))?;
        let request = client.get(url).header(ACCEPT, "application/xml").header(ACCEPT_ENCODING, "gzip");
        let response = request.send().map_err(|error| innermost(&error))?;
        if response.status().is_redirection() {
            return Err("the service redirects to another host".to_owned());
        }
        if !response.status().is_success() {
            return Err(format!("the service answered {}", response.status()));
        }
        let whole = response.content_length();
        let bytes = snapshots::limited(Counted::new(response)).map_err(|error| error.to_string())?;
        if whole.is_some_and(|whole| whole != bytes.len() as u64) {
            return Err("it was cut off".to_owned());
        }
        snapshots::unpacked(bytes).map_err(|error| error.to_string())
    }
}

/// A redirect to another host is a proxy's or somebody else's: nothing of it is followed.
fn same_host() -> Policy {
    Policy::custom(|attempt| {
        let is_same = attempt.previous().first().is_some_and(|first| {
            let url = attempt.url();
            (first.scheme(), first.host(), first.port_or_known_default())
                == (url.scheme(), url.host(), url.port_or_known_default())
        });
        match (is_same, attempt.previous().len()) {
            (true, 0..10) => attempt.follow(),
            (true, _) => attempt.error("it redirects in a circle"),
            (false, _) => attempt.stop(),
        }
    })
}

/// Whether the root element can be that of `$metadata`, whatever is wrong inside. A page of a proxy can't.
fn begins_as_xml(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..1000).unwrap_or(bytes)).to_ascii_lowercase();
    start.contains("<edmx") || start.contains(":edmx")
}

/// What reqwest found in the end: its own words name the URL again.
fn innermost(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "it took too long; give it a longer `--timeout`".to_owned();
    }
    let mut source = error.source();
    while let Some(inner) = source.and_then(std::error::Error::source) {
        source = Some(inner);
    }
    source.map_or_else(|| error.to_string(), ToString::to_string)
}

/// A response's body, which tells on a terminal how much of it is there.
struct Counted {
    response: Response,
    bytes: u64,
    told: u64,
    is_terminal: bool,
}

impl Counted {
    /// So often: every 256 KiB.
    const STEP: u64 = 256 << 10;

    fn new(response: Response) -> Self {
        Self { response, bytes: 0, told: 0, is_terminal: std::io::stderr().is_terminal() }
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.response.read(buffer)?;
        self.bytes += count as u64;
        if self.is_terminal && (self.bytes >= self.told + Self::STEP || count == 0) {
            self.told = self.bytes;
            let end = if count == 0 { "\n" } else { "" };
            // A terminal that can't be written to is no reason to stop.
            let _ = write!(std::io::stderr(), "\rgetting $metadata: {} kB{end}", self.bytes / 1000);
        }
        Ok(count)
    }
}
