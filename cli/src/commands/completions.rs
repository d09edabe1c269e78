//! `cargo graph completions`: what a shell needs to complete the command.

use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::Shell;

use super::Failure;

/// Print what a shell needs to complete `cargo-graph`
///
///   cargo graph completions bash > ~/.local/share/bash-completion/completions/cargo-graph
///   cargo graph completions zsh  > ~/.zfunc/_cargo-graph
///   cargo graph completions fish > ~/.config/fish/completions/cargo-graph.fish
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Completions {
    /// Whose completions
    shell: Shell,
}

impl Completions {
    /// Shells complete programs, so these are about `cargo-graph ..`; `cargo graph ..` is cargo's own line.
    pub(crate) fn run(self, command: &mut Command) -> Result<ExitCode, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, command, "cargo-graph", &mut script);
        super::print(&String::from_utf8_lossy(&script))?;
        Ok(ExitCode::SUCCESS)
    }
}
