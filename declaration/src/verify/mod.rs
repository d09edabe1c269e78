//! The last stage: a sound declaration against the service's own schema, where the caller has a snapshot of it. Without
//! one nothing is asked.
//!
//! A file a group of rules: `path` and method, `body`, `response`, `types` with their `properties`, and what a Rust `value`
//! can hold of Edm's; `findings` is what an expansion adds then.

mod body;
mod findings;
mod path;
mod properties;
mod response;
#[cfg(test)]
mod tests;
mod types;
mod undeclared;
mod unexpanded;
mod value;

use std::sync::Arc;

use graph_endpoint_schema::snapshot::Snapshot;

pub use self::findings::{EndpointFindings, Related, TypeFindings};
pub use self::undeclared::{Undeclared, loss};
use crate::model::{Endpoint, GraphType, Version};
use crate::parse::EndpointArgs;
use crate::problems::Problems;

/// Verifies a sound endpoint, unless it says `unverified`. `snapshot_of` gives the snapshot of a version, if there is one.
pub fn endpoint(
    endpoint: &Endpoint,
    args: &EndpointArgs,
    snapshot_of: impl Fn(Version, &mut Problems) -> Option<Arc<Snapshot>>,
    problems: &mut Problems,
) -> EndpointFindings {
    if endpoint.unverified || !problems.is_empty() {
        return EndpointFindings::default();
    }
    let snapshot = snapshot_of(endpoint.version, problems);
    let found = snapshot.and_then(|snapshot| endpoint_against(&snapshot, endpoint, args, problems));
    found.unwrap_or_default()
}

/// Verifies a sound type, unless it says `unverified`. A type has no version: where there is a snapshot of beta as well,
/// it is sound if it is so in one of the two, and else the one that knows it says what is wrong.
pub fn graph_type(
    graph_type: &GraphType,
    snapshot_of: impl Fn(Version, &mut Problems) -> Option<Arc<Snapshot>>,
    problems: &mut Problems,
) -> TypeFindings {
    if graph_type.unverified || !problems.is_empty() {
        return TypeFindings::default();
    }
    let mut closest: Option<(u8, Problems)> = None;
    for version in [Version::V1, Version::Beta] {
        let Some(snapshot) = snapshot_of(version, problems) else { continue };
        let mut found = Problems::default();
        types::graph_type(&snapshot, graph_type, &mut found);
        if found.is_empty() {
            problems.append(found);
            return type_findings(&snapshot, graph_type);
        }
        let close = closeness(&snapshot, graph_type);
        if closest.as_ref().is_none_or(|(closer, _)| close > *closer) {
            closest = Some((close, found));
        }
    }
    problems.append(closest.map(|(_, found)| found).unwrap_or_default());
    TypeFindings::default()
}

/// How near a snapshot is to a type with a mistake: it has the type, or one of nearly that name, or neither. What is said
/// of a type that beta alone has is said by beta.
fn closeness(snapshot: &Snapshot, graph_type: &GraphType) -> u8 {
    match &graph_type.name {
        Some(name) if snapshot.type_named(&name.text).is_some() => 2,
        Some(name) => u8::from(snapshot.nearest_type(&name.text).is_some()),
        None => 0,
    }
}

fn type_findings(snapshot: &Snapshot, graph_type: &GraphType) -> TypeFindings {
    let name = graph_type.name.as_ref();
    TypeFindings::of(snapshot, name.and_then(|name| snapshot.type_named(&name.text)), &graph_type.shape)
}

fn endpoint_against(
    snapshot: &Snapshot,
    endpoint: &Endpoint,
    args: &EndpointArgs,
    problems: &mut Problems,
) -> Option<EndpointFindings> {
    let place = path::place(snapshot, endpoint, problems)?;
    let allowed = path::allowed(&place, endpoint, args, problems)?;
    body::body(snapshot, endpoint, &place, allowed.request, problems);
    response::response(snapshot, endpoint, &place, allowed.response, problems);
    Some(EndpointFindings::of(snapshot, endpoint, &place, &allowed))
}
