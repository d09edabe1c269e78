use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users", odata_type = "microsoft.graph.user")]
pub struct CreateUser {
    #[graph(body)]
    user: String,
}

fn main() {}
