//! `cargo graph schema`: the snapshot that endpoints are checked against, made, shown and compared.

mod diff;
mod import;
mod pull;
mod show;
mod store;

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use self::diff::Diff;
use self::import::Import;
use self::pull::Pull;
use self::show::Show;
use super::{Failure, Format, print};

/// Keep a snapshot of Graph's schema, against which endpoints are checked while they compile
///
/// `pull` or `import` write it to `graph-schema/v1.0.txt` beside `Cargo.lock`. Commit it. From then on every
/// `#[graph_endpoint]` and `#[graph_type]` of the workspace is compared with it, without a network: paths, methods,
/// parameters, properties, types, null. `unverified` on an endpoint, or `#[graph(unverified)]` on a field or a variant,
/// leaves one out.
///
///   cargo graph schema pull
///   cargo graph schema show '/users/{id}/messages'
///   git show HEAD~:graph-schema/v1.0.txt | cargo graph schema diff - graph-schema/v1.0.txt
#[derive(Args)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES)]
pub(crate) struct Schema {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done; of `diff`: nothing differs
  1  of `diff`: something differs
  2  it could not be done; stderr says why, and nothing was changed";

#[derive(Subcommand)]
enum Command {
    Pull(Pull),
    Import(Import),
    Show(Show),
    Diff(Diff),
}

/// An API version with a snapshot of its own.
#[derive(Clone, Copy, ValueEnum)]
enum Version {
    #[value(name = "v1.0")]
    V1,
    Beta,
}

/// A deployment of Graph. <https://learn.microsoft.com/graph/deployments>
#[derive(Clone, Copy, ValueEnum)]
enum Cloud {
    /// The worldwide service
    Global,
    /// The US government, L4 (GCC High)
    UsGov,
    /// The US government, L5 (DOD)
    UsGovDod,
    /// China, operated by 21Vianet
    China,
}

impl Schema {
    pub(crate) fn run(self) -> Result<ExitCode, Failure> {
        let result = match self.command {
            Command::Pull(pull) => pull.run(),
            Command::Import(import) => import.run(),
            Command::Show(show) => show.run(),
            Command::Diff(diff) => diff.run(),
        };
        Ok(result?)
    }
}

impl Version {
    fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

impl Cloud {
    fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::UsGov => "us-gov",
            Self::UsGovDod => "us-gov-dod",
            Self::China => "china",
        }
    }

    fn base_url(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGov => "https://graph.microsoft.us",
            Self::UsGovDod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }
}
