//! Updates the assignments of an iOS app protection policy.
//!
//! Without a tenant it calls a sandbox on this machine and shows what went over the wire:
//! `cargo run --example update_assignments`
//!
//! With `GRAPH_TOKEN` set it calls the real service: `GRAPH_TOKEN=ey.. cargo run --example update_assignments -- POLICY_ID
//! GROUP_ID`

#![allow(missing_docs, reason = "an example")]

use std::env;
use std::error::Error;

use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;

/// Update the assignments of an iOS app protection policy, as its page has it. Graph's own schema has no PATCH there, and
/// the compiler says so: hence `unverified`.
#[graph_endpoint(PATCH, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments", unverified,
    response = Assignment, odata_type = "#microsoft.graph.targetedManagedAppPolicyAssignment")]
#[derive(Debug)]
pub struct UpdateAssignments {
    id: String,
    target: Kept<AssignmentTarget>,
}

/// An assignment of a policy.
#[graph_type("microsoft.graph.targetedManagedAppPolicyAssignment", odata_type)]
#[derive(Debug)]
pub struct Assignment {
    id: String,
    // Null by the schema; an assignment without a target is none.
    #[graph(unverified)]
    target: Kept<AssignmentTarget>,
}

/// To whom a policy is assigned.
#[graph_type("microsoft.graph.deviceAndAppManagementAssignmentTarget")]
#[derive(Debug)]
pub enum AssignmentTarget {
    #[graph(type = "microsoft.graph.groupAssignmentTarget")]
    Group { group_id: String },
    #[graph(type = "microsoft.graph.allLicensedUsersAssignmentTarget")]
    AllLicensedUsers,
    #[graph(other)]
    Other(Untyped),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let policy = arguments.next().unwrap_or_else(|| "T_4f2c1a".to_owned());
    let group_id = arguments.next().unwrap_or_else(|| "0c1f6d0e-8a55-4b0e-9a7c-5d2b7e1f3a90".to_owned());
    let target = AssignmentTarget::Group { group_id };

    if let Ok(token) = env::var("GRAPH_TOKEN") {
        let client = Client::builder().token(token).build()?;
        let assignment = UpdateAssignments::builder().id(policy).target(target).send(&client).await?;
        println!("{assignment:#?}");
        return Ok(());
    }

    // A fake of Graph, typed by the same declaration.
    let sandbox = Sandbox::builder()
        .on(|request: UpdateAssignments| async move {
            Assignment { id: format!("{}_assignment", request.id), target: request.target }
        })
        .start()
        .await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;
    let assignment = UpdateAssignments::builder().id(policy).target(target).send(&client).await?;

    println!("What went over the wire:\n");
    graph_endpoint_examples::print_wire(&sandbox);
    println!("What came back, typed:\n\n{assignment:#?}");
    Ok(())
}
