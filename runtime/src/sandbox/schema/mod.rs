//! What a snapshot of Graph's schema refuses, refused as Graph does it: unknown segments, methods, properties and
//! options, and values that don't go together.

mod body;
mod expression;
mod functions;
mod kind;
mod path;
mod properties;
mod query;
mod refusal;
mod split;

use std::borrow::Cow;

use bytes::Bytes;
use graph_endpoint_schema::resolve::Place;
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
        if let Some(query) = request.uri().query()
            && let Some(ty) = self.selected_from(path, &place)?
        {
            query::check(ty, query)?;
            let is_one = !place.ty.is_collection && !path.ends_with("/$count");
            if is_one && method == "GET" && query::names_many(query) {
                return Err(refusal::of_collection());
            }
        }
        body::check(&self.snapshot, allowed.request, request)
    }

    fn below_version<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix('/')?.strip_prefix(self.snapshot.header().version.as_str())?;
        rest.starts_with('/').then_some(rest)
    }

    /// The type that query options name properties of.
    fn selected_from<'s>(
        &'s self,
        path: &str,
        place: &Place<'s>,
    ) -> Result<Option<graph_endpoint_schema::snapshot::Type<'s>>, SandboxError> {
        // A count is filtered by the properties of what is counted.
        let name = match path.strip_suffix("/$count") {
            Some(counted) => path::resolve(&self.snapshot, counted)?.map(|place| place.ty.name),
            None => Some(place.ty.name),
        };
        Ok(name.and_then(|name| self.snapshot.type_named(&name.to_string())))
    }
}
