//! Query options that name properties: `$select`, `$expand`, `$filter`, `$orderby`.

use graph_endpoint_schema::snapshot::Type;
use percent_encoding::percent_decode_str;

use super::kind::is_value;
use super::properties::{Walk, of, structured, walk};
use super::split::split;
use super::{expression, refusal};
use crate::sandbox::SandboxError;

/// How deep `$expand` stands in itself at most; deeper ones aren't looked at.
const DEPTH: usize = 20;

/// All that begin with `$`, and the tokens of Graph's links.
/// <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_SystemQueryOptions>
const OPTIONS: [&str; 17] = [
    "apply",
    "compute",
    "count",
    "deltatoken",
    "expand",
    "filter",
    "format",
    "id",
    "index",
    "levels",
    "orderby",
    "schemaversion",
    "search",
    "select",
    "skip",
    "skiptoken",
    "top",
];

pub(super) fn check(ty: Type<'_>, query: &str) -> Result<(), SandboxError> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    query.split('&').try_for_each(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        option(ty, &decoded(name), &decoded(value))
    })
}

/// Whether there is an option for many things: which ones, how many and in which order. `$count=true` isn't among them: of
/// one it asks for what only counting services can do. Without their `$` these are names of parameters.
pub(super) fn names_many(query: &str) -> bool {
    query.split('&').any(|pair| {
        let name = pair.split('=').next().unwrap_or_default().replace("%24", "$").to_ascii_lowercase();
        ["$filter", "$orderby", "$skip", "$search", "$top"].contains(&name.as_str())
    })
}

/// One option. Graph takes the names without their `$`, too.
fn option(ty: Type<'_>, name: &str, value: &str) -> Result<(), SandboxError> {
    match name.strip_prefix('$').unwrap_or(name).to_ascii_lowercase().as_str() {
        "select" => value.split(',').try_for_each(|path| select(ty, path.trim())),
        "expand" => expand(ty, value, DEPTH),
        "filter" => expression::check_filter(ty, value),
        "orderby" => expression::check_order(ty, value),
        "top" | "skip" if value.parse::<u64>().is_err() => {
            Err(refusal::option_value(name, "a non-negative integer"))
        }
        "count" if !["true", "false"].contains(&value.to_ascii_lowercase().as_str()) => {
            Err(refusal::option_value(name, "'true' or 'false'"))
        }
        known if name.starts_with('$') && !OPTIONS.contains(&known) => Err(refusal::option(name)),
        _ => Ok(()),
    }
}

fn select(ty: Type<'_>, path: &str) -> Result<(), SandboxError> {
    if path.is_empty() || path == "*" {
        return Ok(());
    }
    match walk(ty.snapshot(), of(ty), path) {
        Walk::To(_) | Walk::Beyond => Ok(()),
        Walk::Lost(name, on) => Err(refusal::selected(&name, on.name())),
    }
}

/// Relations, each with options of its own in parentheses.
fn expand(ty: Type<'_>, value: &str, depth: usize) -> Result<(), SandboxError> {
    if depth == 0 {
        return Ok(());
    }
    split(value, ',').into_iter().try_for_each(|item| expand_one(ty, item.trim(), depth))
}

fn expand_one(ty: Type<'_>, item: &str, depth: usize) -> Result<(), SandboxError> {
    let (path, options) = item.split_once('(').unwrap_or((item, ""));
    if path.is_empty() || path.starts_with(['*', '$']) {
        return Ok(());
    }
    let found = match walk(ty.snapshot(), of(ty), path.trim()) {
        Walk::To(found) if is_value(ty.snapshot(), found.item()) => {
            return Err(refusal::expanded(path.trim(), ty.name()));
        }
        Walk::To(found) => found,
        Walk::Beyond => return Ok(()),
        Walk::Lost(name, on) => return Err(refusal::selected(&name, on.name())),
    };
    let Some(ty) = structured(ty.snapshot(), found) else { return Ok(()) };
    let options = options.strip_suffix(')').unwrap_or(options);
    split(options, ';').into_iter().try_for_each(|text| match text.trim().split_once('=') {
        Some((name, value)) if name.trim_start_matches('$').eq_ignore_ascii_case("expand") => {
            expand(ty, value, depth - 1)
        }
        Some((name, value)) => option(ty, name, value),
        None => Ok(()),
    })
}
