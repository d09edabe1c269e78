use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.passwordProfile")]
pub struct PasswordProfile {
    password: String,
}

#[graph_endpoint(PATCH, "/users/<id>")]
pub struct SetPassword {
    id: String,
    password_profile: PasswordProfile,
}

fn main() {}
