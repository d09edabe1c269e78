//! `cargo graph schema show`: what the schema has at a path, or of a type.

mod path;
mod ty;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cargo_graph::snapshots;
use cargo_graph::url::Url;
use clap::Args;
use graph_endpoint_schema::snapshot::{Member, Operation, Snapshot, TypeRef, in_full};
use serde_json::{Value, json};

use super::{Format, Version};
use crate::commands::sources::Published;

/// Show what the schema has at a path, or of a type
///
///   cargo graph schema show '/users/{id}/messages'
///   cargo graph schema show microsoft.graph.message
///   cargo graph schema show message
///
/// Of a path: the methods with what goes in and comes out, the values in it, the permissions where the published table is
/// (`--permissions`, or `graph-schema/permissions.json`), least privileged first, and what can follow. Of a type: what it derives
/// from, its properties with their types, its actions and functions, the types that derive from it.
#[derive(Args)]
#[command(verbatim_doc_comment, after_help = super::EXIT_CODES)]
pub(crate) struct Show {
    /// A path with its placeholders, `/users/{id}`; or a type, with or without `microsoft.graph.`
    path_or_type: String,
    /// Which of the workspace's snapshots to ask
    #[arg(long, alias = "api-version", value_enum, default_value = "v1.0")]
    version: Version,
    /// Ask this snapshot, or file of `$metadata`, instead of the workspace's
    #[arg(long, alias = "schema", value_name = "FILE")]
    from: Option<PathBuf>,
    #[command(flatten)]
    published: Published,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Show {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        let text = without_method(self.path_or_type.trim());
        let shown = if text.contains('/') {
            // As it is pasted: with a host, a version, a query, or without its first slash.
            let url = Url::parse(text);
            let snapshot = self.snapshot(url.version.as_deref().unwrap_or(self.version.name()))?;
            let path = format!("/{}", url.path.trim_matches('/'));
            path::show(&snapshot, &path, self.published.find()?.as_ref())?
        } else {
            ty::show(&self.snapshot(self.version.name())?, text)?
        };
        super::print(&match self.format {
            Format::Json => format!("{:#}\n", shown.json),
            Format::Text => shown.tree.to_string(),
        })?;
        Ok(ExitCode::SUCCESS)
    }

    fn snapshot(&self, version: &str) -> Result<Snapshot, String> {
        if let Some(file) = &self.from {
            return snapshots::read(file);
        }
        let folder = snapshots::folder(Path::new("."))?;
        snapshots::of_workspace(&folder, version)?.ok_or_else(|| {
            format!(
                "there is no {}; write it with `cargo graph schema pull`, or name a file with `--from`",
                snapshots::file(&folder, version).display()
            )
        })
    }
}

/// A path without the method that is pasted with it: `GET /users`.
fn without_method(text: &str) -> &str {
    match text.split_once(' ') {
        Some((method, path)) if method.chars().all(|c| c.is_ascii_uppercase()) => path.trim_start(),
        _ => text,
    }
}

/// The same twice: for people and for programs.
struct Shown {
    tree: Tree,
    json: Value,
}

/// A line, and the lines below it.
struct Tree {
    line: String,
    below: Vec<Tree>,
}

impl Tree {
    fn new(line: impl Into<String>, below: Vec<Tree>) -> Self {
        Self { line: line.into(), below }
    }

    fn leaf(line: impl Into<String>) -> Self {
        Self::new(line, Vec::new())
    }

    /// A heading with lines; nothing, if there are none.
    fn group(heading: &str, lines: impl IntoIterator<Item = String>) -> Option<Self> {
        let below: Vec<Tree> = lines.into_iter().map(Tree::leaf).collect();
        (!below.is_empty()).then(|| Self::new(heading, below))
    }

    fn write(&self, f: &mut std::fmt::Formatter<'_>, depth: usize) -> std::fmt::Result {
        writeln!(f, "{:1$}{2}", "", depth * 2, self.line)?;
        self.below.iter().try_for_each(|tree| tree.write(f, depth + 1))
    }
}

impl std::fmt::Display for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.write(f, 0)
    }
}

/// `Collection(Edm.String), not null`
fn typed(ty: TypeRef<'_>) -> String {
    if ty.is_nullable { ty.to_string() } else { format!("{ty}, not null") }
}

fn type_json(ty: TypeRef<'_>) -> Value {
    json!({ "name": ty.name.to_string(), "collection": ty.is_collection, "nullable": ty.is_nullable })
}

/// `messages: Collection(microsoft.graph.message), contained`
fn member_line(member: Member<'_>) -> String {
    let mut line = format!("{}: {}", member.name(), typed(member.ty()));
    for word in member.facts().words() {
        line = format!("{line}, {}", in_full(word));
    }
    line
}

fn member_json(member: Member<'_>) -> Value {
    json!({
        "name": member.name(),
        "type": type_json(member.ty()),
        "declaredBy": member.declared_by.to_string(),
        "facts": member.facts().words().map(in_full).collect::<Vec<_>>(),
    })
}

/// `assign(assignments: Collection(microsoft.graph.x)) -> Edm.String`
fn operation_line(operation: Operation<'_>) -> String {
    let parameters: Vec<String> = operation
        .parameters()
        .map(|parameter| {
            let optional = if parameter.is_optional { ", optional" } else { "" };
            format!("{}: {}{optional}", parameter.name, typed(parameter.ty))
        })
        .collect();
    let returns = operation.returns().map_or_else(String::new, |ty| format!(" -> {ty}"));
    format!("{}({}){returns}", operation.name().local(), parameters.join("; "))
}

fn operation_json(operation: Operation<'_>) -> Value {
    json!({
        "name": operation.name().to_string(),
        "kind": if operation.is_action() { "action" } else { "function" },
        "boundTo": operation.binding().map(type_json),
        "parameters": operation
            .parameters()
            .map(|parameter| json!({
                "name": parameter.name,
                "type": type_json(parameter.ty),
                "optional": parameter.is_optional,
            }))
            .collect::<Vec<_>>(),
        "returns": operation.returns().map(type_json),
        "deprecated": operation.facts().deprecated(),
    })
}
