use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/mails")]
pub struct ListMails {
    send: String,
}

fn main() {}
