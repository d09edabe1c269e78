//! A tenant on this machine, in which a person has three groups and two licences.

use graph_endpoint::sandbox::{Sandbox, SandboxBuilder, SandboxError};

use super::calls::{
    AssignLicense, DisableUser, GetLicenses, Group, ListGroups, RemoveMember, RevokeSignInSessions,
};

pub(super) fn sandbox() -> SandboxBuilder {
    let groups = ["everybody", "sales", "skiing"].map(|id| Group { id: id.to_owned() });
    // The first group's members come from a rule.
    let dynamic = SandboxError::new(403, "Authorization_RequestDenied", "The membership is dynamic.");
    let licenses = r#"{"assignedLicenses": [{"skuId": "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "disabledPlans": []},
        {"skuId": "ee02fd1b-340e-4a4b-b355-4a514e4c8943", "disabledPlans": ["57ff2da0-773e-42df-b2af-ffb7a2317929"]}]}"#;
    Sandbox::builder()
        .on(|_: DisableUser| async {})
        .on(|_: RevokeSignInSessions| async {})
        .on_pages::<ListGroups, _>(groups.to_vec(), 2)
        .on(|_: RemoveMember| async {})
        .fail_first::<RemoveMember>(1, dynamic)
        .on(move |_: GetLicenses| async move { http::Response::new(licenses) })
        .on(|_: AssignLicense| async {})
}
