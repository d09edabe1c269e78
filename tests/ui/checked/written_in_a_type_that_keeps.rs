use graph_endpoint::{AdditionalProperties, prelude::*};

#[graph_type("microsoft.graph.passwordProfile")]
pub struct PasswordProfile {
    password: String,
}

#[graph_type("microsoft.graph.user")]
pub struct User {
    password_profile: Option<PasswordProfile>,
    #[graph(additional)]
    more: AdditionalProperties,
}

fn main() {}
