//! What a snapshot of Graph's schema refuses, refused as Graph does it: unknown segments, methods, properties and
//! options, and values that don't go together.

mod advanced;
mod body;
mod expression;
mod functions;
mod kind;
mod path;
mod properties;
mod query;
mod refusal;
mod restrictions;
mod split;

use std::borrow::Cow;

use bytes::Bytes;
use graph_endpoint_schema::snapshot::{Snapshot, SnapshotError};
use http::{Method, Request};

use super::SandboxError;

/// A snapshot, and what it says of requests.
pub(super) struct Schema {
    snapshot: Snapshot,
}

impl Schema {
    pub(super) fn new(text: Cow<'static, str>) -> Result<Self, SnapshotError> {
        Ok(Self { snapshot: Snapshot::new(text)? })
    }

    /// Refuses what the schema doesn't have. Another API version than the snapshot's isn't looked at, nor is what can't be
    /// judged by it.
    pub(super) fn check(&self, request: &Request<Bytes>) -> Result<(), SandboxError> {
        let Some(path) = self.below_version(request.uri().path()) else { return Ok(()) };
        let method = match *request.method() {
            Method::OPTIONS | Method::TRACE => return Ok(()),
            Method::HEAD => "GET",
            _ => request.method().as_str(),
        };
        let Some(place) = path::resolve(&self.snapshot, path)? else { return Ok(()) };
        let allowed = place.operation(method).map_err(|problem| refusal::method(&problem.allowed))?;
        let query = request.uri().query().unwrap_or_default();
        let counted = path
            .strip_suffix("/$count")
            .map(|path| path::resolve(&self.snapshot, path))
            .transpose()?
            .flatten();
        let listed = counted.as_ref().unwrap_or(&place);
        // Of what a report gives as it is the schema says nothing.
        if let Some(ty) = self.snapshot.type_named(&listed.ty.name.to_string()) {
            query::check(ty, query)?;
            if method == "GET" {
                if !listed.ty.is_collection && query::names_many(query) {
                    return Err(refusal::of_collection());
                }
                restrictions::check(listed, counted.is_some(), query)?;
                advanced::check(listed, counted.is_some(), query, request.headers())?;
            }
        }
        body::check(&self.snapshot, allowed.request, request)
    }

    fn below_version<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix('/')?.strip_prefix(self.snapshot.header().version.as_str())?;
        rest.starts_with('/').then_some(rest)
    }
}
