//! A crate's declarations against another schema than the one that they were written for: what the compiler would say
//! (`errors`), and what else differs in what they use (`changes`).

mod changes;
mod errors;

use std::sync::Arc;

use graph_endpoint_schema::snapshot::Snapshot;

use crate::source::{self, Source};

/// Something that the other schema takes away or changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The item: an endpoint or a type.
    pub name: String,
    /// Where it stands.
    pub place: source::Place,
    /// What it is, the method and path of an endpoint or the name of a type.
    pub of: String,
    /// What the compiler would say with that schema, and doesn't say with the old one.
    pub errors: Vec<Error>,
    /// What is another thing in that schema, as `was -> is`.
    pub changes: Vec<String>,
}

/// A message of the compiler's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// In the file of the item; 1 is the first.
    pub line: usize,
    /// What is wrong; what to write instead. May have several lines.
    pub message: String,
}

/// What a newer schema, or another cloud's, breaks. With an older one, only what that had and this one hasn't; without,
/// all that this one hasn't. Both are of one version, and endpoints of another are passed over.
pub fn compare(
    source: &Source,
    version: &str,
    old: Option<&Arc<Snapshot>>,
    new: &Arc<Snapshot>,
) -> Vec<Break> {
    let of = |snapshot| errors::of(source, version, snapshot);
    let (before, now) = (old.map(of), of(new));
    let errors = |at: usize| {
        let before = before.as_ref().and_then(|before| before.get(at));
        let is_new = |error: &&Error| {
            before.is_none_or(|before| before.iter().all(|known| known.message != error.message))
        };
        now.get(at).into_iter().flatten().filter(is_new).cloned().collect::<Vec<_>>()
    };
    let mut breaks = Vec::new();
    for (at, endpoint) in source.endpoints.iter().enumerate() {
        if endpoint.declared.unverified || endpoint.version() != version {
            continue;
        }
        breaks.push(Break {
            name: endpoint.name.clone(),
            place: endpoint.place.clone(),
            of: format!("{} {}", endpoint.method(), endpoint.path()),
            errors: errors(at),
            changes: old.map_or_else(Vec::new, |old| changes::of_endpoint(&endpoint.declared, old, new)),
        });
    }
    for (at, ty) in source.types.iter().enumerate() {
        if ty.declared.unverified {
            continue;
        }
        breaks.push(Break {
            name: ty.name.clone(),
            place: ty.place.clone(),
            of: ty.graph_name().unwrap_or_default().to_owned(),
            errors: errors(source.endpoints.len() + at),
            changes: old.map_or_else(Vec::new, |old| changes::of_type(&ty.declared, old, new)),
        });
    }
    breaks.retain(|one| !one.errors.is_empty() || !one.changes.is_empty());
    breaks
}
