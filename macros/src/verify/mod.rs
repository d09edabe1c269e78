//! The stage between check and expand: a sound declaration against the service's own schema, where the crate has a
//! snapshot of it. Without one nothing is asked.
//!
//! A file a family of rules: [`path`] and method, [`body`], [`response`], [`types`] with their [`properties`], and what
//! a Rust [`value`] can hold of Edm's. [`snapshot`] finds the file, [`tracked`] makes the compiler look when it changes.

mod body;
mod path;
mod properties;
mod response;
mod snapshot;
#[cfg(test)]
mod tests;
mod tracked;
mod types;
mod value;

use graph_endpoint_schema::snapshot::Snapshot;

pub(crate) use self::tracked::tracked;
use crate::model::{Endpoint, GraphType, Version};
use crate::parse::EndpointArgs;
use crate::problems::Problems;

/// Verifies a sound endpoint, unless it says `unverified`.
pub(crate) fn endpoint(endpoint: &Endpoint, args: &EndpointArgs, problems: &mut Problems) {
    if endpoint.unverified || !problems.is_empty() {
        return;
    }
    if let Some(snapshot) = snapshot::of_this_crate(endpoint.version, problems) {
        endpoint_against(&snapshot, endpoint, args, problems);
    }
}

/// Verifies a sound type, unless it says `unverified`. A type has no version: where there is a snapshot of beta as well,
/// it is sound if it is so in one of the two.
pub(crate) fn graph_type(graph_type: &GraphType, problems: &mut Problems) {
    if graph_type.unverified || !problems.is_empty() {
        return;
    }
    let mut of_first = None;
    for version in [Version::V1, Version::Beta] {
        let Some(snapshot) = snapshot::of_this_crate(version, problems) else { continue };
        let mut found = Problems::default();
        types::graph_type(&snapshot, graph_type, &mut found);
        if found.is_empty() {
            return;
        }
        of_first = of_first.or(Some(found));
    }
    problems.append(of_first.unwrap_or_default());
}

fn endpoint_against(snapshot: &Snapshot, endpoint: &Endpoint, args: &EndpointArgs, problems: &mut Problems) {
    let Some(place) = path::place(snapshot, endpoint, problems) else { return };
    let Some(allowed) = path::allowed(&place, endpoint, args, problems) else { return };
    body::body(snapshot, endpoint, &place, allowed.request, problems);
    response::response(endpoint, &place, allowed.response, problems);
}
