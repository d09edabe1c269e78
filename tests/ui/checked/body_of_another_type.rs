use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.group", lossy)]
pub struct Group {
    display_name: Option<String>,
}

#[graph_endpoint(PATCH, "/users/<id>")]
pub struct UpdateUser {
    id: String,
    #[graph(body)]
    user: Group,
}

fn main() {}
