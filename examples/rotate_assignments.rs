//! An Intune policy moves from one group to another, and loses nothing of its other assignments.
//!
//! `assign` replaces the whole list: filters and exclusions that aren't sent back are deleted. `Kept` sends them back.
//!
//! `cargo run --example rotate_assignments`; it needs no tenant.

use futures_util::TryStreamExt as _;
use graph_endpoint::Kept;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;

#[graph_endpoint(GET, "/deviceManagement/configurationPolicies/{id}/assignments", version = "beta",
    response = Page<Kept<Assignment>>,
    permissions(application = ["DeviceManagementConfiguration.Read.All"]))]
struct ListAssignments {
    id: String,
}

#[graph_endpoint(POST, "/deviceManagement/configurationPolicies/{id}/assign", version = "beta",
    permissions(application = ["DeviceManagementConfiguration.ReadWrite.All"]))]
struct Assign {
    id: String,
    assignments: Vec<Kept<Assignment>>,
}

// Of beta, and what comes with the feature `checked` is the schema of v1.0.
#[graph_type("microsoft.graph.deviceManagementConfigurationPolicyAssignment", unverified)]
struct Assignment {
    target: Target,
}

/// What this program looks at; exclusions and all that Intune has beside them are `Other`.
#[graph_type("microsoft.graph.deviceAndAppManagementAssignmentTarget")]
enum Target {
    #[graph(type = "microsoft.graph.groupAssignmentTarget")]
    Group { group_id: String },
    #[graph(other)]
    Other(Untyped),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder()
        .on(|_: ListAssignments| async { http::Response::new(ASSIGNMENTS) })
        .on(|_: Assign| async {})
        .start()
        .await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;

    let id = "policy-1";
    let list = ListAssignments::builder().id(id).build();
    let mut assignments: Vec<Kept<Assignment>> = client.items(&list).try_collect().await?;
    for assignment in &mut assignments {
        match &mut assignment.target {
            Target::Group { group_id } if group_id == "pilots" => "everybody".clone_into(group_id),
            Target::Group { group_id } => println!("stays: the group {group_id}"),
            Target::Other(other) => println!("stays: {}", other.type_name().unwrap_or("something")),
        }
    }
    Assign::builder().id(id).assignments(assignments).send(&client).await?;

    let last = sandbox.requests().pop().ok_or("no request")?;
    let body: serde_json::Value = serde_json::from_slice(last.body())?;
    println!("{} {}\n{body:#}", last.method(), last.path());
    Ok(())
}

const ASSIGNMENTS: &str = r##"{"value": [
    {"id": "1", "source": "direct", "target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget",
        "groupId": "pilots", "deviceAndAppManagementAssignmentFilterId": "ios-17",
        "deviceAndAppManagementAssignmentFilterType": "include"}},
    {"id": "2", "source": "direct", "target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget",
        "groupId": "sales", "deviceAndAppManagementAssignmentFilterId": null}},
    {"id": "3", "source": "direct", "target": {"@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget",
        "groupId": "kiosks"}}]}"##;
