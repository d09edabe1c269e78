//! Declarations of every form, down to the bytes that they write.

use graph_endpoint::prelude::*;
use http::Method;

#[graph_endpoint(PATCH, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments")]
pub(crate) struct UpdateAssignments {
    id: String,
    target: Kept<Target>,
    #[graph(query = "$top")]
    top: Option<u32>,
    note: Nullable<String>,
}

#[graph_type("microsoft.graph.groupAssignmentTarget", odata_type)]
#[derive(Debug, PartialEq)]
pub(crate) struct Target {
    group_id: String,
    device_count: Option<i64>,
}

#[test]
fn a_builder_shows_its_fields_and_no_value() {
    let builder = UpdateAssignments::builder().id("T_1").top(5_u32);
    assert_eq!(format!("{builder:?}"), "UpdateAssignmentsBuilder { id, target, top, note }");
}

/// A workbook's lines have `{id}`, then `{id|name}` twice.
#[graph_endpoint(GET, "/me/drive/items/{id}/workbook/tables/{id|name}/columns/{id|name}")]
struct GetColumn {
    id: String,
    id2: String,
    name2: String,
}

#[test]
fn ids_are_numbered_where_names_would_do_as_well() {
    let get = GetColumn { id: "book".into(), id2: "sales".into(), name2: "price".into() };
    let request = get.to_http_request("https://graph.microsoft.com").unwrap();
    assert_eq!(request.uri().path(), "/v1.0/me/drive/items/book/workbook/tables/sales/columns/price");
}

/// What the README names is there with the prelude alone.
#[graph_endpoint(GET, "/users/<id>/photo/$value", response = Bytes)]
struct GetPhoto {
    id: String,
}

#[graph_endpoint(POST, "/users/<id>/describe", response = OneOf<ValueOf<Described>, Accepted>)]
struct Describe {
    id: String,
}

#[graph_type("microsoft.graph.user")]
struct Described {
    hired: Option<edm::DateTimeOffset>,
    levels: Option<Flags<Level>>,
    #[graph(additional)]
    more: AdditionalProperties,
}

#[graph_type]
enum Level {
    Low,
    High,
    #[graph(other)]
    Other(String),
}

#[test]
fn the_prelude_has_what_declarations_are_made_of() {
    let text = r#"{"hired":"2024-02-29T08:30:00Z","levels":"low,high","x":1}"#;
    let described: Described = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&described).unwrap(), text);
    let photo = GetPhoto::from_http_response(http::Response::new("JPEG".into())).unwrap();
    assert_eq!(photo, "JPEG");
    let described = http::Response::new(format!(r#"{{"value":{text}}}"#).into());
    assert!(matches!(Describe::from_http_response(described).unwrap(), OneOf::Usual(ValueOf { .. })));
    let (photo, describe) = (GetPhoto { id: "u".into() }, Describe { id: "u".into() });
    assert_eq!((photo.id, describe.id), ("u".to_owned(), "u".to_owned()));
}

#[test]
fn the_line_of_the_mission() {
    let target = Target { group_id: "g".into(), device_count: None };
    let request = UpdateAssignments::builder().id("T_1").target(target).note(None).build();
    let request = request.to_http_request("https://graph.microsoft.com").unwrap();
    assert_eq!(request.method(), Method::PATCH);
    assert_eq!(
        request.uri(),
        "https://graph.microsoft.com/v1.0/deviceAppManagement/iosManagedAppProtections/T_1/assignments"
    );
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(
        std::str::from_utf8(request.body()).unwrap(),
        r##"{"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g"},"note":null}"##
    );
    let back: Target = serde_json::from_str(r#"{"x":[1],"deviceCount":3,"groupId":"g"}"#).unwrap();
    assert_eq!(back, Target { group_id: "g".into(), device_count: Some(3) });
}
