use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users('<id>')('<message>')")]
struct GetMessage {
    id: String,
    message: String,
}

fn main() {}
