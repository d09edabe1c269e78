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
