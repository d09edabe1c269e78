//! `cargo graph new`: the declaration of an endpoint, from the schema or from an example of its call.

mod what;

use std::process::ExitCode;

use cargo_graph::file;
use clap::Args;

pub(crate) use self::what::What;
use super::Failure;

/// Write the declaration of an endpoint, by the schema or from an example of its call
///
/// `new METHOD PATH` takes everything from the snapshot: the struct, the types that it needs and no more, and its
/// permissions where the published table is there. `new --example FILE` reads a documentation page, a bare HTTP message, a
/// `curl` transcript or an `.http` file, and takes types and null from the snapshot where there is one.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct New {
    #[command(flatten)]
    what: What,
}

const EXAMPLES: &str = "\
Examples:
  cargo graph new GET /users --select id,displayName,manager/id >> src/users.rs
  cargo graph new PATCH /deviceAppManagement/iosManagedAppProtections/{id}/assignments/{id}
  cargo graph new POST '/users/{id}/assignLicense' --permissions permissions.json
  cargo graph new --example page.md
  curl -v ... 2>&1 | cargo graph new --example -";

impl New {
    pub(crate) fn run(self) -> Result<ExitCode, Failure> {
        let declarations = self.what.declarations()?;
        super::print(&super::formatted(file(&declarations.declarations)))?;
        declarations.verdict()
    }
}
