use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/me/revokeSignInSessions", response = bool)]
pub struct SignOut {}

fn main() {}
