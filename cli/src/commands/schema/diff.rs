//! `cargo graph schema diff`: what differs between two snapshots.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use cargo_graph::{operations_of, snapshots};
use clap::Args;
use graph_endpoint_schema::diff::{Change, Subject, diff};
use graph_endpoint_schema::snapshot::{Header, Snapshot};
use serde_json::{Value, json};

use super::Format;

/// Show what differs between two snapshots, by entity set, type and operation
///
/// Either can be a snapshot or a file of `$metadata`, packed with gzip or not:
///
///   git show HEAD~:graph-schema/v1.0.txt | cargo graph schema diff - graph-schema/v1.0.txt
///   cargo graph schema diff graph-schema/v1.0.txt metadata.xml --breaking
///
/// `+` is new, `-` is gone, `~` is another than it was, and `!` in front says that calls which were right can be wrong
/// now.
#[derive(Args)]
#[command(verbatim_doc_comment, after_help = super::EXIT_CODES)]
pub(crate) struct Diff {
    /// The one from before; `-` is stdin
    old: PathBuf,
    /// The one from now; `-` is stdin
    new: PathBuf,
    /// Only what breaks calls that were right
    #[arg(long)]
    breaking: bool,
    /// Also every method and path that is new or gone; takes longer
    #[arg(long)]
    operations: bool,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Diff {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        let (old, new) = (snapshots::read(&self.old)?, snapshots::read(&self.new)?);
        let mut changes = diff(&old, &new);
        changes.retain(|change| change.is_breaking || !self.breaking);
        let mut calls = if self.operations { Calls::between(&old, &new) } else { Calls::default() };
        if self.breaking {
            calls.new.clear();
        }
        let text = match self.format {
            Format::Json => format!("{}\n", json(&old, &new, &changes, &calls)),
            Format::Text => format!("{}{}", calls.text(), text(&changes)),
        };
        super::print(&text)?;
        let is_same = changes.is_empty() && calls.new.is_empty() && calls.gone.is_empty();
        Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

/// Methods and paths that only one of the two has.
#[derive(Default)]
struct Calls {
    new: Vec<(String, String)>,
    gone: Vec<(String, String)>,
}

impl Calls {
    fn between(old: &Snapshot, new: &Snapshot) -> Self {
        let of = |snapshot| operations_of(snapshot).into_iter().collect::<BTreeSet<_>>();
        let (old, new) = (of(old), of(new));
        let only = |one: &BTreeSet<_>, other| one.difference(other).cloned().collect();
        Self { new: only(&new, &old), gone: only(&old, &new) }
    }

    fn text(&self) -> String {
        let lines = |start: &str, calls: &[(String, String)]| {
            calls.iter().map(|(method, path)| format!("{start} {method} {path}\n")).collect::<String>()
        };
        lines("! -", &self.gone) + &lines("  +", &self.new)
    }

    fn json(calls: &[(String, String)]) -> Vec<Value> {
        calls.iter().map(|(method, path)| json!({ "method": method, "path": path })).collect()
    }
}

/// How wide a line may be.
const WIDTH: usize = 100;

/// A line a thing, and below it a line for each of its parts.
fn text(changes: &[Change]) -> String {
    let mut out = String::new();
    let mut last = None;
    for change in changes {
        let subject = match change.subject {
            Subject::Root => "/",
            Subject::Type => "type ",
            Subject::Operation => "",
        };
        let thing = (change.subject, &change.name);
        let breaking = if change.is_breaking { "!" } else { " " };
        if change.part.is_none() {
            let line = shown(change, 8);
            let (sign, rest) = line.split_once(' ').unwrap_or_default();
            out.push_str(&format!("{breaking} {sign} {subject}{rest}\n"));
        } else {
            if last != Some(thing) {
                out.push_str(&format!("    {subject}{}\n", change.name));
            }
            out.push_str(&format!("{breaking}     {}\n", shown(change, 10)));
        }
        last = Some(thing);
    }
    let breaking = changes.iter().filter(|change| change.is_breaking).count();
    let count = |sign: fn(&Change) -> bool| changes.iter().filter(|change| sign(change)).count();
    out.push_str(&format!(
        "{} new, {} gone, {} changed; {breaking} of them can break calls\n",
        count(|change| change.was.is_none()),
        count(|change| change.is.is_none()),
        count(|change| change.was.is_some() && change.is.is_some()),
    ));
    out
}

/// A change in a line; one that is too long for that, with a line for each of its parts that came or went.
fn shown(change: &Change, indent: usize) -> String {
    let line = change.to_string();
    let (Some(was), Some(is)) = (&change.was, &change.is) else { return line };
    if line.len() + indent <= WIDTH {
        return line;
    }
    let parts = |text: &str| text.split(", ").map(str::to_owned).collect::<Vec<_>>();
    let (was, is) = (parts(was), parts(is));
    let only = |of: &[String], other: &[String], sign: &str| {
        let own = of.iter().filter(|part| !other.contains(part));
        own.map(|part| format!("\n{:indent$}{sign} {part}", "")).collect::<String>()
    };
    let differ = only(&was, &is, "-") + &only(&is, &was, "+");
    let name = change.part.as_ref().unwrap_or(&change.name);
    if differ.is_empty() { line } else { format!("~ {name}:{differ}") }
}

fn json(old: &Snapshot, new: &Snapshot, changes: &[Change], calls: &Calls) -> Value {
    let header = |Header { version, cloud, date, source, .. }: &Header| json!({ "version": version, "cloud": cloud, "date": date, "source": source });
    let changes: Vec<Value> = changes
        .iter()
        .map(|change| {
            json!({
                "subject": change.subject.name(),
                "name": change.name,
                "part": change.part,
                "was": change.was,
                "is": change.is,
                "breaking": change.is_breaking,
            })
        })
        .collect();
    json!({
        "old": header(old.header()),
        "new": header(new.header()),
        "changes": changes,
        "operations": { "new": Calls::json(&calls.new), "gone": Calls::json(&calls.gone) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_changes_show_what_differs() {
        let same = "entity set of microsoft.graph.place, derived=microsoft.graph.room, no-insert";
        let change = |was: &str, is: &str| Change {
            subject: Subject::Root,
            name: "places".to_owned(),
            part: None,
            was: Some(was.to_owned()),
            is: Some(is.to_owned()),
            is_breaking: false,
        };
        let long = change(&format!("{same}, no-read"), &format!("{same}, no-delete"));
        assert_eq!(shown(&long, 8), "~ places:\n        - no-read\n        + no-delete");
        assert_eq!(shown(&change("a", "b"), 8), "~ places: a -> b");
    }
}
