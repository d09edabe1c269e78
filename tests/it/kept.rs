//! What is read and written back keeps what its type doesn't declare.

use bytes::Bytes;
use graph_endpoint::{Kept, prelude::*};

#[graph_type("microsoft.graph.mobileAppAssignment")]
#[derive(Debug)]
struct Assignment {
    id: Option<String>,
    target: Target,
}

#[graph_type("microsoft.graph.deviceAndAppManagementAssignmentTarget")]
#[derive(Debug)]
enum Target {
    #[graph(type = "microsoft.graph.groupAssignmentTarget")]
    Group { group_id: String },
    #[graph(type = "microsoft.graph.allDevicesAssignmentTarget")]
    AllDevices,
    #[graph(other)]
    Other(Untyped),
}

#[graph_endpoint(GET, "/deviceAppManagement/mobileApps/{id}/assignments", response = Page<Kept<Assignment>>)]
struct ListAssignments {
    id: String,
}

#[graph_endpoint(POST, "/deviceAppManagement/mobileApps/{id}/assign")]
struct Assign {
    id: String,
    mobile_app_assignments: Vec<Kept<Assignment>>,
}

#[graph_endpoint(PATCH, "/deviceAppManagement/mobileApps/{id}/assignments/{assignment}")]
struct UpdateAssignment {
    id: String,
    assignment: String,
    target: Kept<Target>,
}

#[graph_endpoint(PUT, "/planner/tasks/{id}")]
struct PutTask {
    id: String,
    #[graph(body)]
    task: Kept<Assignment>,
}

const GROUP: &str = r##"{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g","deviceAndAppManagementAssignmentFilterId":"f"}"##;
const DEVICES: &str = r##"{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget","deviceAndAppManagementAssignmentFilterType":"include"}"##;

fn assignments() -> Vec<Kept<Assignment>> {
    let settings = r#""settings":{"notifications":"showAll","useDeviceLicensing":true}"#;
    let body = format!(
        r#"{{"@odata.context":"c","value":[{{"@odata.etag":"W/\"1\"","id":"1","intent":"required","target":{GROUP},{settings}}},
           {{"id":"2","target":{DEVICES},"x@odata.navigationLink":"n"}}]}}"#
    );
    ListAssignments::from_http_response(http::Response::new(Bytes::from(body))).unwrap().value
}

fn body(endpoint: &impl Endpoint) -> String {
    let request = endpoint.to_http_request("https://graph.microsoft.com").unwrap();
    String::from_utf8(request.into_body().to_vec()).unwrap()
}

#[test]
fn a_list_that_replaces_the_old_one_loses_nothing_and_says_nothing_of_the_service() {
    let request = Assign::builder().id("a").mobile_app_assignments(assignments()).build();
    let settings = r#""settings":{"notifications":"showAll","useDeviceLicensing":true}"#;
    assert_eq!(
        body(&request),
        format!(
            r#"{{"mobileAppAssignments":[{{"id":"1","intent":"required","target":{GROUP},{settings}}},{{"id":"2","target":{DEVICES}}}]}}"#
        )
    );
}

#[test]
fn a_change_in_a_variant_is_the_only_one() {
    let mut assignments = assignments();
    let Target::Group { group_id } = &mut assignments[0].target else { panic!("a group") };
    *group_id = "h".to_owned();
    assignments.truncate(1);
    assignments.push(Assignment { id: None, target: Target::AllDevices }.into());
    let text = body(&Assign::builder().id("a").mobile_app_assignments(assignments).build());
    assert!(text.contains(&GROUP.replace(r#":"g""#, r#":"h""#)), "{text}");
    assert!(
        text.ends_with(r##"{"target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}]}"##),
        "{text}"
    );
}

#[test]
fn another_variant_takes_nothing_over() {
    let text = format!(r#"{{"id":"1","target":{GROUP},"intent":"required"}}"#);
    let mut assignment: Kept<Assignment> = serde_json::from_str(&text).unwrap();
    assignment.target = Target::AllDevices;
    let text = body(&PutTask { id: "t".to_owned(), task: assignment });
    assert_eq!(
        text,
        r##"{"id":"1","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"},"intent":"required"}"##
    );
}

#[test]
fn setters_take_the_value_itself() {
    let update = UpdateAssignment::builder()
        .id("a")
        .assignment("1")
        .target(Target::Group { group_id: "g".to_owned() })
        .build();
    assert_eq!(
        body(&update),
        r##"{"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g"}}"##
    );
}

#[test]
fn a_whole_body_is_clean_too() {
    let text =
        format!(r#"{{"@odata.context":"c","@odata.etag":"W/\"1\"","id":"1","target":{DEVICES},"p":1.50}}"#);
    let task = serde_json::from_str(&text).unwrap();
    let body = body(&PutTask { id: "t".to_owned(), task });
    assert_eq!(body, format!(r#"{{"id":"1","target":{DEVICES},"p":1.50}}"#));
    let other: Untyped = serde_json::from_str(r#"{"@odata.etag":"e","a":1}"#).unwrap();
    assert_eq!(other.get("@odata.etag"), Some("\"e\""));
}
