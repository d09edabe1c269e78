use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users/<id>/things")]
pub struct CreateThing {
    #[graph(body)]
    id: Untyped,
}

fn main() {}
