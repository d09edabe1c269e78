use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.emailAddress")]
pub struct EmailAddress {
    address: String,
}

#[graph_type]
pub enum Sender {
    #[graph(type = "microsoft.graph.recipient")]
    Recipient { email_address: EmailAddress },
}

#[graph_endpoint(PATCH, "/me/messages/<id>")]
pub struct SetSender {
    id: String,
    sender: Option<Sender>,
}

fn main() {}
