use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me")]
pub struct GetMe<'a> {
    #[graph(query)]
    name: &str,
}

fn main() {}
