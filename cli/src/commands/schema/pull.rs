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

use super::store::{Imported, Store};

/// Make the snapshot from the service's public `$metadata`; nobody signs in
///
/// With a proxy, set `HTTPS_PROXY`. Without a network, see `cargo graph schema import --help`.
#[derive(Args)]
#[command(after_help = super::EXIT_CODES)]
pub(crate) struct Pull {
    #[command(flatten)]
    store: Store,
    /// Another root than the deployment's own, without a version, as of a proxy
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// How long it may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 100)]
    timeout: u64,
}

impl Pull {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        // Known before anything is asked for: whether there is a place to write to.
        self.store.folder()?;
        let base = self.base_url.as_deref().unwrap_or(self.store.cloud.base_url());
        let url = format!("{}/{}/$metadata", base.trim_end_matches('/'), self.store.version.name());
        let bytes = self.get(&url).map_err(|problem| {
            format!(
                "can't get {url}: {problem}; get it with a browser or `curl --compressed -o metadata.xml '{url}'`, then write `cargo graph schema import metadata.xml`"
            )
        })?;
        let today = jiff::Timestamp::now().to_string();
        let imported = Imported { name: Path::new(&url), xml: &bytes, date: today.get(..10) };
        self.store.import(&imported)
    }

    fn get(&self, url: &str) -> Result<Vec<u8>, String> {
        let client = Client::builder()
            .timeout(Duration::from_secs(self.timeout))
            .connect_timeout(Duration::from_secs(self.timeout.min(30)))
            .https_only(self.base_url.is_none())
            .user_agent(concat!("cargo-graph/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| innermost(&error))?;
        let request = client.get(url).header(ACCEPT, "application/xml").header(ACCEPT_ENCODING, "gzip");
        let response = request.send().map_err(|error| innermost(&error))?;
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
