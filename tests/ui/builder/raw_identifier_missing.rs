use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/subscriptions")]
pub struct Subscribe {
    r#type: String,
}

fn main() {
    Subscribe::builder().build();
}
