use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(rename = "mail")]
    #[serde(rename = "email")]
    mail: String,
}

fn main() {}
