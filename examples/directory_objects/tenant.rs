//! A directory on this machine, with a group of a user, a device and something else.

use graph_endpoint::sandbox::{Sandbox, SandboxBuilder};

use super::{CountUsers, ListMembers, ListUsers, User};

pub(super) fn sandbox() -> SandboxBuilder {
    let adele = User { id: "u1".to_owned(), display_name: Some("Adele Vance".to_owned()) };
    Sandbox::builder()
        .on(|_: ListMembers| async {
            http::Response::new(
                r##"{"value": [
                {"@odata.type": "#microsoft.graph.user", "id": "u1", "displayName": "Adele Vance"},
                {"@odata.type": "#microsoft.graph.device", "id": "d1", "displayName": "LAPTOP-1", "operatingSystem": "Linux"},
                {"@odata.type": "#microsoft.graph.servicePrincipal", "id": "s1", "appId": "a1"}]}"##,
            )
        })
        .on(|_: CountUsers| async { 1_u64 })
        .on_pages::<ListUsers, _>(vec![adele], 100)
}
