//! The paths that pages declare, pasted into the attribute as they are: each compiles, or is refused with a message that
//! says what to write, and then what `cargo graph` writes for it compiles.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cargo_graph::template::Template;
use graph_endpoint_schema::naming::field_ident;
use graph_endpoint_schema::path::PathTemplate;

use crate::corpus::Case;
use crate::generate::{Workspace, package};
use crate::report::Report;

/// Words of a message that says what to write.
const ADVICE: &[&str] = &["write ", "add ", "remove ", "leave it out", "did you mean", "rename "];

/// Compiles every declared path of the cases.
pub(crate) fn check(workspace: &Workspace, cases: &[Case], report: &mut Report) -> Result<(), String> {
    let paths: BTreeSet<(&str, &str)> = cases
        .iter()
        .flat_map(|case| &case.declared)
        .map(|(method, path)| (method.as_str(), path.as_str()))
        .collect();
    let paths: Vec<(&str, &str)> = paths.into_iter().filter(|(_, path)| !path.is_empty()).collect();
    report.pasted = paths.len();
    if paths.is_empty() {
        return Ok(());
    }
    let pasted: Vec<String> =
        paths.iter().map(|(method, path)| declaration(method, path, &docs_fields(path))).collect();
    let refused = errors(workspace, "pasted", &pasted)?;
    report.pasted_compile = paths.len() - refused.len();
    let mut rewritten = Vec::new();
    for (index, messages) in &refused {
        let Some((method, path)) = paths.get(*index) else { continue };
        let title = format!("{method} {path}");
        let silent = messages.iter().find(|message| !ADVICE.iter().any(|advice| message.contains(advice)));
        match silent {
            Some(message) => report.gap(&title, &format!("refused without saying what to write: {message}")),
            None => report
                .refused
                .push((title, messages.join(" | ").lines().next().unwrap_or_default().to_owned())),
        }
        rewritten.push((*method, *path));
    }
    let ours: Vec<String> = rewritten.iter().map(|(method, path)| written(method, path)).collect();
    for (index, messages) in errors(workspace, "rewritten", &ours)? {
        let Some((method, path)) = rewritten.get(index) else { continue };
        // What is no request line of Graph's stays none, whoever writes it.
        let advised = messages.iter().all(|message| ADVICE.iter().any(|advice| message.contains(advice)));
        let is_closed = path.matches('(').count() == path.matches(')').count();
        let is_path = path.starts_with('/') && !path.contains("//") && is_closed;
        let is_method = matches!(*method, "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | "HEAD");
        if is_path && is_method || !advised {
            report.gap(
                &format!("{method} {path}"),
                &format!("as written by cargo graph: {}", messages.join(" | ")),
            );
        }
    }
    Ok(())
}

/// The fields that the documentation's names stand for; of a choice, the first that no other placeholder needs.
fn docs_fields(path: &str) -> Vec<String> {
    let (template, _) = PathTemplate::parse(path);
    let is_needed =
        |name: &&String| template.placeholders().any(|other| other.fields.as_slice() == [(*name).clone()]);
    let mut fields: Vec<String> = Vec::new();
    for placeholder in template.placeholders() {
        let names = &placeholder.fields;
        let free = names.iter().find(|name| names.len() > 1 && !is_needed(name));
        if let Some(field) = free.or(names.first()).filter(|field| !fields.contains(field)) {
            fields.push(field.clone());
        }
    }
    fields
}

/// What `cargo graph` writes for a declared path.
fn written(method: &str, path: &str) -> String {
    let template = Template::parse(cargo_graph::url::Url::parse(path).path.trim_end_matches('/'));
    let fields: Vec<String> = template.fields().map(str::to_owned).collect();
    declaration(method, template.declared(), &fields)
}

fn declaration(method: &str, path: &str, fields: &[String]) -> String {
    let is_ident =
        |field: &&String| !field.is_empty() && field.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let fields: String =
        fields.iter().filter(is_ident).map(|field| format!("pub {}: String, ", field_ident(field))).collect();
    format!(
        "pub mod NAME {{ #[graph_endpoint::graph_endpoint({method}, {path:?})] pub struct Pasted {{ {fields}}} }}"
    )
}

/// The errors of each declaration, one a line of the generated file.
fn errors(
    workspace: &Workspace,
    name: &str,
    declarations: &[String],
) -> Result<BTreeMap<usize, Vec<String>>, String> {
    let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    if declarations.is_empty() {
        return Ok(found);
    }
    let mut lib = String::new();
    for (index, declaration) in declarations.iter().enumerate() {
        let _ = writeln!(lib, "{}", declaration.replacen("NAME", &format!("d{index}"), 1));
    }
    let inner = Workspace::new(Some(&workspace.folder().join(name)))?;
    inner.write_workspace(&[format!("\"{name}\"")])?;
    let dependencies =
        format!("graph-endpoint = {{ path = {:?}, default-features = false }}\n", workspace.runtime());
    inner.put(&format!("{name}/Cargo.toml"), &package(name, &dependencies))?;
    inner.put(&format!("{name}/src/lib.rs"), &lib)?;
    for error in workspace.cargo(inner.folder(), "check")? {
        let Some(index) = error.line.checked_sub(1).filter(|_| error.file == "lib.rs") else {
            return Err(format!("{name}: {}: {}", error.file, error.message));
        };
        found.entry(index).or_default().push(error.message);
    }
    Ok(found)
}
