//! Which application permissions each app of a tenant has: its role assignments, with the roles' names.
//!
//! `cargo run --example app_permissions` asks a sandbox; with `GRAPH_TOKEN` set the real service.

mod tenant;

use std::collections::HashMap;
use std::env;

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/servicePrincipals", response = Page<ServicePrincipal>, select,
    permissions(application = ["Application.Read.All"]))]
struct ListServicePrincipals {}

#[graph_type("microsoft.graph.servicePrincipal")]
#[derive(Clone)]
struct ServicePrincipal {
    id: String,
    display_name: Option<String>,
    app_roles: Vec<AppRole>,
}

#[graph_type("microsoft.graph.appRole")]
#[derive(Clone)]
struct AppRole {
    id: String,
    value: Option<String>,
}

#[graph_endpoint(GET, "/servicePrincipals/{id}/appRoleAssignments", response = Page<Assignment>, select)]
struct ListAssignments {
    id: String,
}

#[graph_type("microsoft.graph.appRoleAssignment")]
#[derive(Clone)]
struct Assignment {
    app_role_id: String,
    resource_display_name: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = tenant::sandbox().start().await?;
    let client = match env::var("GRAPH_TOKEN") {
        Ok(token) => Client::builder().token(token).build()?,
        Err(_) => Client::builder().token("sandbox").base_url(sandbox.url()).build()?,
    };

    // Roles are declared by the resource that asks for them, and assigned by their ids.
    let apps: Vec<ServicePrincipal> = client.items(&ListServicePrincipals {}).try_collect().await?;
    let roles = apps.iter().flat_map(|app| &app.app_roles);
    let names: HashMap<&str, &str> =
        roles.filter_map(|role| Some((role.id.as_str(), role.value.as_deref()?))).collect();
    for app in &apps {
        let mut assignments = client.items(&ListAssignments { id: app.id.clone() });
        while let Some(assignment) = assignments.try_next().await? {
            let role = names.get(assignment.app_role_id.as_str()).unwrap_or(&"an unknown role");
            let resource = assignment.resource_display_name.unwrap_or_default();
            println!("{}: {role} of {resource}", app.display_name.as_deref().unwrap_or(&app.id));
        }
    }
    Ok(())
}
