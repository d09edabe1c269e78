//! The conformance suite: holds the declarations that `cargo graph new` writes against the examples they were made from.
//!
//! `cargo run --release -p conformance -- FILE.jsonl` takes any file of the corpus's form. For each operation in it a
//! declaration is written, all of them are built into one program, and each example goes through its declaration and
//! back: request -> typed value -> request, response -> typed value -> JSON. What is not the same again is a gap, unless
//! the documentation breaks one of a few rules. Any gap makes the program fail.
//!
//! `cargo run -p conformance -- pages FOLDER` does so with pages, as a person gets their declarations: see [`pages`].
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]

mod corpus;
mod difference;
mod generate;
mod journal;
mod judge;
mod pages;
mod pasted;
mod plan;
mod report;
mod sample;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::report::Report;

/// Holds declarations made from documentation examples against the examples
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
struct Arguments {
    #[command(subcommand)]
    mode: Option<Mode>,
    /// Examples, one JSON object a line
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Only that many, chosen for variety
    #[arg(long, value_name = "COUNT")]
    sample: Option<usize>,
    /// Which ones
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Name every example that is broken in the documentation
    #[arg(long)]
    verbose: bool,
    /// Don't paste the declared paths as they are
    #[arg(long)]
    skip_pasted: bool,
    /// Only build the declarations, as a person gets them: without `--exact`
    #[arg(long)]
    plain: bool,
    /// Where the generated program goes
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Where to write what the declarations wrote, a line of JSON an exchange, for the test `bodies_of_the_documentation_fit_microsofts_types`
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Mode {
    /// Hold declarations made from documentation pages against the pages
    Pages {
        /// Folders of pages
        #[arg(required = true)]
        folders: Vec<PathBuf>,
        /// Where the generated program goes
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(report) => {
            let has_gaps = report.has_gaps();
            print!("{report}");
            if has_gaps { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<Report, String> {
    let mut report = Report::new(arguments.verbose);
    if let Some(Mode::Pages { folders, out }) = &arguments.mode {
        let workspace = generate::Workspace::new(out.as_deref())?;
        pages::check(&workspace, folders, &mut report)?;
        return Ok(report);
    }
    let mut cases = Vec::new();
    for file in &arguments.files {
        corpus::read(file, &mut cases, &mut report)?;
    }
    if let Some(count) = arguments.sample {
        cases = sample::varied(cases, count, arguments.seed);
    }
    report.examples = cases.len();
    let workspace = generate::Workspace::new(arguments.out.as_deref())?;
    if !arguments.skip_pasted {
        pasted::check(&workspace, &cases, &mut report)?;
    }
    let plan = plan::plan(&cases, !arguments.plain, &mut report);
    report.declarations = plan.len();
    let outcomes = workspace.run(&plan, &mut report)?;
    if let Some(file) = &arguments.journal {
        journal::write(file, &outcomes)?;
    }
    if arguments.plain {
        outcomes.values().for_each(|_| report.passed());
    } else {
        judge::judge(&cases, &outcomes, judge::Keeps::All, &mut report);
    }
    Ok(report)
}
