//! What this program asks of Graph.
#![allow(unreachable_pub, reason = "an example")]

use graph_endpoint::Kept;
use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/users/{id}", permissions(application = ["User.EnableDisableAccount.All"]))]
pub struct DisableUser {
    pub id: String,
    pub account_enabled: bool,
}

#[graph_endpoint(POST, "/users/{id}/revokeSignInSessions")]
pub struct RevokeSignInSessions {
    pub id: String,
}

#[graph_endpoint(GET, "/users/{id}/memberOf/microsoft.graph.group", response = Page<Group>, select)]
pub struct ListGroups {
    pub id: String,
}

#[graph_type("microsoft.graph.group")]
#[derive(Clone)]
pub struct Group {
    pub id: String,
}

#[graph_endpoint(DELETE, "/groups/{group-id}/members/{id}/$ref")]
pub struct RemoveMember {
    pub group_id: String,
    pub id: String,
}

#[graph_endpoint(GET, "/users/{id}", response = Licenses, select)]
pub struct GetLicenses {
    pub id: String,
}

#[graph_type("microsoft.graph.user")]
pub struct Licenses {
    pub assigned_licenses: Vec<Kept<AssignedLicense>>,
}

/// Of a licence only its product is looked at; the plans that are switched off in it stay in the `Kept` around it.
#[graph_type("microsoft.graph.assignedLicense")]
pub struct AssignedLicense {
    pub sku_id: String,
}

#[graph_endpoint(POST, "/users/{id}/assignLicense")]
pub struct AssignLicense {
    pub id: String,
    pub add_licenses: Vec<Kept<AssignedLicense>>,
    pub remove_licenses: Vec<String>,
}
