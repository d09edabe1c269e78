use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct Manager {
    #[graph(quary = "id")]
    id: String,
}

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    manager: Option<Manager>,
    managers: Vec<Manager>,
}

#[graph_type("microsoft.graph.group")]
pub struct Group {
    owner: Manager,
}

fn main() {}
