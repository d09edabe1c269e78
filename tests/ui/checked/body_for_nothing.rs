use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/me/revokeSignInSessions")]
pub struct Revoke {
    reason: String,
}

fn main() {}
