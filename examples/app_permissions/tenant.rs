//! A tenant on this machine with two apps, of which one may read users.

use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Sandbox, SandboxBuilder};

use super::{AppRole, Assignment, ListAssignments, ListServicePrincipals, ServicePrincipal};

pub(super) fn sandbox() -> SandboxBuilder {
    let role = AppRole { id: "r1".to_owned(), value: Some("User.Read.All".to_owned()) };
    let app = |id: &str, name: &str, app_roles| ServicePrincipal {
        id: id.to_owned(),
        display_name: Some(name.to_owned()),
        app_roles,
    };
    let apps = vec![app("s1", "Microsoft Graph", vec![role]), app("s2", "Backup", Vec::new())];
    Sandbox::builder().on_pages::<ListServicePrincipals, _>(apps, 1).on(|list: ListAssignments| async move {
        let assigned = Assignment {
            app_role_id: "r1".to_owned(),
            resource_display_name: Some("Microsoft Graph".to_owned()),
        };
        Page::from(if list.id == "s2" { vec![assigned] } else { Vec::new() })
    })
}
