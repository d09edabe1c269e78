//! Whether the path leads somewhere, and the method is allowed there.

use graph_endpoint_schema::resolve::{Allowed, Kind, PathProblem, Place, ProblemKind};
use graph_endpoint_schema::snapshot::Snapshot;
use proc_macro2::Span;

use super::findings::deprecation;
use crate::model::Endpoint;
use crate::parse::{EndpointArgs, Method};
use crate::problems::Problems;

/// Where the path leads, or the first part of it that the schema doesn't have.
pub(super) fn place<'s>(
    snapshot: &'s Snapshot,
    endpoint: &Endpoint,
    problems: &mut Problems,
) -> Option<Place<'s>> {
    let written = &endpoint.path.written;
    match snapshot.resolve(&written.template) {
        Ok(place) => {
            for found in &place.deprecated {
                let segment = written.template.part(&found.range);
                let message =
                    deprecation(&format!("`{segment}`"), found.since, found.removed, found.replacement);
                problems.warn_at_span(written.span(), segment, message);
            }
            Some(place)
        }
        Err(problem) => {
            problems.push(written.problem(&problem.range.clone(), &with_way_out(problem)));
            None
        }
    }
}

/// A name that the schema doesn't have, nor one like it, may be newer than the schema.
fn with_way_out(PathProblem { kind, message, .. }: PathProblem) -> String {
    let is_strange = matches!(kind, ProblemKind::UnknownSegment | ProblemKind::Cast);
    // What is known by another way to write it begins with the name.
    if !is_strange || message.starts_with('`') || message.ends_with('?') {
        return message;
    }
    let or = if message.contains("; write") { "or" } else { "or write" };
    format!("{message}, {or} `unverified` if you know better")
}

/// What the method does there, or where it is instead.
pub(super) fn allowed<'s>(
    place: &Place<'s>,
    endpoint: &Endpoint,
    args: &EndpointArgs,
    problems: &mut Problems,
) -> Option<Allowed<'s>> {
    // What can be read can be asked for its headers.
    let method = if endpoint.method == Method::Head { Method::Get } else { endpoint.method };
    let at = args.method.as_ref().map_or_else(Span::call_site, |method| method.span);
    match place.operation(method.name()) {
        Ok(_) if removes_any_link(place, endpoint) => {
            let collection = place.text.strip_suffix("/$ref").unwrap_or(&place.text);
            let message = format!(
                "DELETE of `{}` doesn't say which of the links goes; write `{collection}/<key>/$ref`, or add a field `#[graph(query = \"@id\")]`",
                place.text
            );
            problems.at_span(at, message);
            None
        }
        Ok(allowed) => Some(allowed),
        Err(problem) => {
            let or = if problem.message.ends_with("write it") { ", or" } else { "; write" };
            problems.at_span(at, format!("{}{or} `unverified` if you know better", problem.message));
            None
        }
    }
}

/// Of many links one is removed: by its key in the path, or by its URL in a query option, which OData calls `$id` and
/// Graph `@id`. <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_RemoveaReferencetoanEntity>
fn removes_any_link(place: &Place<'_>, endpoint: &Endpoint) -> bool {
    let names_one = || endpoint.query.iter().any(|(name, _)| matches!(name, "@id" | "$id"));
    endpoint.method == Method::Delete
        && matches!(place.kind, Kind::Ref)
        && place.ty.is_collection
        && !names_one()
}
