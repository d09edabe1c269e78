use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/me/messages", odata_type = "#microsoft.graph.user")]
pub struct Draft {
    subject: String,
}

fn main() {}
