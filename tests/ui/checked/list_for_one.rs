use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.message", unverified)]
pub struct Message {
    subject: Option<String>,
}

#[graph_endpoint(POST, "/me/messages")]
pub struct AddMessages {
    #[graph(body)]
    messages: Vec<Kept<Message>>,
}

fn main() {}
