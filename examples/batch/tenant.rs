//! A tenant on this machine, which takes batches of what it has handlers for.

use graph_endpoint::sandbox::{Sandbox, SandboxBuilder, SandboxError};

use super::{CountGroups, CreateGroup, GetUser, Group, User};

pub(super) fn sandbox() -> SandboxBuilder {
    Sandbox::builder()
        .on(|get: GetUser| async move {
            if get.id == "nobody" {
                return Err(SandboxError::new(404, "Request_ResourceNotFound", "There is nobody."));
            }
            Ok(User { display_name: Some(format!("The user {}", get.id)), id: get.id })
        })
        .on(|_: CreateGroup| async { Group { id: "g1".to_owned() } })
        .on(|_: CountGroups| async { 1_u64 })
}
