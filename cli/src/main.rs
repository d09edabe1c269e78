//! `cargo graph`.

mod commands;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

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
#[command(name = "cargo-graph", bin_name = "cargo graph", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    New(New),
    Add(Add),
    All(All),
    List(List),
    Permissions(Permissions),
    Check(Check),
    /// Keep a snapshot of Graph's schema, against which endpoints are checked while they compile
    Schema(Schema),
    /// Print what a shell needs to complete `cargo-graph`
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
        Command::All(all) => all.run(),
        Command::List(list) => list.run(),
        Command::Permissions(permissions) => return code(permissions.run()),
        Command::Check(check) => return code(check.run()),
        Command::Schema(schema) => return schema.run(),
        Command::Completions(completions) => completions.run(&mut Cli::command()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// 1 says that something was found; what could not be done is 2.
fn code(result: Result<ExitCode, String>) -> ExitCode {
    result.unwrap_or_else(|message| {
        eprintln!("error: {message}");
        ExitCode::from(2)
    })
}
