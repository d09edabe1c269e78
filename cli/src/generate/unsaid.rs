//! What the service asks of a request and its schema doesn't say.

use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::{Allowed, Kind, Place, Request};
use graph_endpoint_schema::snapshot::TypeRef;

use super::scope::Scope;
use crate::model::Attribute;
use crate::template::Template;

/// A field that a request can't do without.
pub(super) struct Unsaid {
    pub(super) field: &'static str,
    pub(super) attribute: Attribute,
    /// What it is, if that is always the same.
    pub(super) value: Option<&'static str>,
    pub(super) docs: &'static str,
}

/// Collections of events that are of a span of time.
/// <https://learn.microsoft.com/graph/api/user-list-calendarview>
const OF_A_SPAN: &[&str] = &["calendarView", "instances"];

pub(super) fn of(scope: &Scope<'_>, method: &str, template: &Template, place: &Place<'_>) -> Vec<Unsaid> {
    if method == "DELETE" && matches!(place.kind, Kind::Ref) && place.ty.is_collection {
        return vec![Unsaid {
            field: "link",
            attribute: Attribute::Query("@id".to_owned()),
            value: None,
            docs: "The URL of the one whose link goes.",
        }];
    }
    let is_of_events = place.ty.is_collection && place.ty.name.is("microsoft.graph.event");
    let last = template.segments().last().copied().flatten();
    if is_of_events && last.is_some_and(|last| OF_A_SPAN.contains(&last)) {
        let end = |field, option: &str, docs| Unsaid {
            field,
            attribute: Attribute::Query(option.to_owned()),
            value: None,
            docs,
        };
        return vec![
            end("start_date_time", "startDateTime", "ISO 8601, as in `2026-01-01T00:00:00Z`."),
            end("end_date_time", "endDateTime", "ISO 8601."),
        ];
    }
    if matches!(place.kind, Kind::Count) && counts_directory_objects(scope, template) {
        // <https://learn.microsoft.com/graph/aad-advanced-queries>
        return vec![Unsaid {
            field: "consistency_level",
            attribute: Attribute::Header("ConsistencyLevel".to_owned()),
            value: Some("eventual"),
            docs: "`eventual`: without it the directory counts nothing.",
        }];
    }
    Vec::new()
}

/// What comes back where content is put: the item that it is the content of.
/// <https://learn.microsoft.com/graph/api/driveitem-put-content>
pub(super) fn of_content<'s>(
    scope: &Scope<'s>,
    template: &Template,
    allowed: &Allowed<'_>,
) -> Option<TypeRef<'s>> {
    let is_put = allowed.method == "PUT" && matches!(allowed.request, Request::Stream);
    let item = template.declared().strip_suffix("/content").filter(|_| is_put)?;
    let ty = scope.snapshot.resolve(&PathTemplate::parse(item).0).ok()?.ty;
    ty.name.is("microsoft.graph.driveItem").then_some(ty)
}

fn counts_directory_objects(scope: &Scope<'_>, template: &Template) -> bool {
    let Some(counted) = template.declared().strip_suffix("/$count") else { return false };
    let (path, _) = PathTemplate::parse(counted);
    let Ok(place) = scope.snapshot.resolve(&path) else { return false };
    let mut ty = scope.ty(place.ty.name);
    while let Some(known) = ty {
        if known.name().is("microsoft.graph.directoryObject") {
            return true;
        }
        ty = known.base();
    }
    false
}
