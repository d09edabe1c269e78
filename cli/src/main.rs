//! `cargo graph`.

mod commands;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::commands::Failure;
use crate::commands::add::Add;
use crate::commands::check::Check;
use crate::commands::completions::Completions;
use crate::commands::list::List;
use crate::commands::new::New;
use crate::commands::permissions::Permissions;
use crate::commands::schema::Schema;
use crate::commands::whole::All;

/// Declarations of Microsoft Graph endpoints
#[derive(Parser)]
#[command(name = "cargo-graph", bin_name = "cargo graph", version, after_help = FIRST_STEPS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const FIRST_STEPS: &str = "\
First steps:
  cargo graph schema pull                       a snapshot of what Graph has; commit it
  cargo graph schema show '/users/{id}'         what is at a path
  cargo graph add --to src/users.rs GET /users  a declaration of it

Exit codes:
  0  done
  1  something was found: a difference, or a warning with `--deny-warnings`
  2  it could not be done; stderr says why";

#[derive(Subcommand)]
enum Command {
    New(New),
    Add(Add),
    All(All),
    List(List),
    Permissions(Permissions),
    Check(Check),
    Schema(Schema),
    Completions(Completions),
}

fn main() -> ExitCode {
    // Cargo passes the subcommand's own name on: `cargo-graph graph new ...`.
    let mut arguments: Vec<_> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|first| first == "graph") {
        arguments.remove(1);
    }
    let result = match Cli::parse_from(arguments).command {
        Command::New(new) => new.run(),
        Command::Add(add) => add.run(),
        Command::All(all) => all.run().map(|()| ExitCode::SUCCESS).map_err(Failure::from),
        Command::List(list) => list.run(),
        Command::Permissions(permissions) => permissions.run(),
        Command::Check(check) => check.run(),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(&mut Cli::command()),
    };
    result.unwrap_or_else(Failure::report)
}
