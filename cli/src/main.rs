//! `cargo graph`.

mod commands;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::commands::new::New;

/// Declarations of Microsoft Graph endpoints
#[derive(Parser)]
#[command(name = "cargo-graph", bin_name = "cargo graph", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the declaration of an endpoint from an example of its call
    New(New),
}

fn main() -> ExitCode {
    // Cargo passes the subcommand's own name on: `cargo-graph graph new ...`.
    let mut arguments: Vec<_> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|first| first == "graph") {
        arguments.remove(1);
    }
    let result = match Cli::parse_from(arguments).command {
        Command::New(new) => new.run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
