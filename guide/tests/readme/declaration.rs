// README
use graph_endpoint::prelude::*;

/// Update the assignments of an iOS app protection policy.
#[graph_endpoint(PATCH, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments")]
pub struct UpdateAssignments {
    id: String,
    target: Kept<AssignmentTarget>,
}

/// To whom a policy is assigned.
#[graph_type("microsoft.graph.deviceAndAppManagementAssignmentTarget")]
pub enum AssignmentTarget {
    #[graph(type = "microsoft.graph.groupAssignmentTarget")]
    Group { group_id: String },
    #[graph(type = "microsoft.graph.allLicensedUsersAssignmentTarget")]
    AllLicensedUsers,
    #[graph(other)]
    Other(Untyped),
}

async fn assign(client: &Client, group: &str) -> Result<(), Error> {
    let target = AssignmentTarget::Group { group_id: group.into() };
    UpdateAssignments::builder().id("T_1").target(target).send(client).await
}
