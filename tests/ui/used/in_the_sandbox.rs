use graph_endpoint::prelude::*;

use graph_endpoint::sandbox::{Sandbox, SandboxError};

#[graph_endpoint(GET, "/users/<id>/", response = String)]
pub struct GetUser {
    id: String,
}

fn main() {
    let get = |request: GetUser| async move { Ok::<_, SandboxError>(request.id) };
    let _ = Sandbox::builder().on(get);
}
