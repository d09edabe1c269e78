//! What is declared to come back against what the operation returns.

use graph_endpoint_schema::naming::pascal_case;
use graph_endpoint_schema::resolve::{Kind, Place};
use graph_endpoint_schema::snapshot::{Snapshot, TypeRef};
use syn::Type;

use super::value::{Held, held, rust};
use crate::model::Endpoint;
use crate::parse::{Method, is_named, spelt, ungrouped};
use crate::problems::Problems;

/// A page where one comes, and the reverse. What comes back where the schema says nothing of it is up to the
/// declaration: the schema is silent about much that the service sends.
pub(super) fn response(
    snapshot: &Snapshot,
    endpoint: &Endpoint,
    place: &Place<'_>,
    returned: Option<TypeRef<'_>>,
    problems: &mut Problems,
) {
    let is_raw = matches!(place.kind, Kind::Value) || returned.is_some_and(|ty| ty.name.is("Edm.Stream"));
    let (Some(declared), Some(returned)) = (&endpoint.response, returned.filter(|_| !is_raw)) else { return };
    let ty = &declared.ty;
    if let Some(message) = in_an_object(snapshot, place, returned, ty, endpoint.method) {
        return problems.at(ty, message);
    }
    let of_page = is_named(ty, "Page").then(|| item_of(ty)).flatten();
    if let Some(item) = &of_page
        && !returned.is_collection
    {
        let help =
            if returned.name.is_primitive() { format!("`ValueOf<{item}>`") } else { format!("`{item}`") };
        problems.at(ty, format!("one {returned} comes back, and no page; write {help}"));
    } else if of_page.is_none() && returned.is_collection && endpoint.method != Method::Head {
        let item = match held(ty) {
            Held::Many(item) => spelt(item),
            Held::Any if is_the_items(ty, returned) => spelt(ty),
            _ => return,
        };
        problems.at(ty, format!("a page of {} comes back; write `Page<{item}>`", returned.name));
    }
}

/// What is said of a number, a `bool` or a list where a JSON object comes: a value of OData's own stands in one as well,
/// `{"value": true}`. Text is what somebody reads as it is, and a count comes without an object.
/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_IndividualPropertyorOperationResponse>
fn in_an_object(
    snapshot: &Snapshot,
    place: &Place<'_>,
    returned: TypeRef<'_>,
    ty: &Type,
    method: Method,
) -> Option<String> {
    let holds = held(ty);
    let is_bare = match holds {
        Held::Bool | Held::Number => true,
        Held::Many(_) => !returned.is_collection,
        _ => false,
    };
    if !is_bare || matches!(place.kind, Kind::Count) || method == Method::Head {
        return None;
    }
    let item = rust(snapshot, returned.name);
    let help = match (item, returned.is_collection) {
        (Some(rust), true) => format!("`Page<{rust}>`"),
        (Some(rust), false) => format!("`ValueOf<{rust}>`"),
        (None, true) => format!("`Page` of a type declared as `#[graph_type(\"{}\")]`", returned.name),
        (None, false) => format!("a type declared as `#[graph_type(\"{}\")]`", returned.name),
    };
    Some(format!("the response for {returned} is an object; write {help} instead of `{}`", spelt(ty)))
}

/// `T` of `Page<T>`; a type of the user's own that is called `Page` has none.
fn item_of(page: &Type) -> Option<String> {
    let text = spelt(page);
    Some(text.split_once('<')?.1.strip_suffix('>')?.to_owned())
}

/// Whether a type has just the name of the items: a macro sees no more of it, and a page of somebody's own is called
/// otherwise.
pub(super) fn is_the_items(ty: &Type, returned: TypeRef<'_>) -> bool {
    let Type::Path(path) = ungrouped(ty) else { return false };
    let is_plain = path.path.segments.last().is_some_and(|last| last.arguments.is_none());
    is_plain && is_named(ty, &pascal_case(returned.name.local()))
}
