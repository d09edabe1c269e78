use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User<'a> {
    id: &'a str,
}

#[graph_endpoint(GET, "/me", response = User<'static>)]
pub struct GetMe {}

fn main() {}
