use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.emailAddress")]
pub struct EmailAddress {
    address: String,
}

#[graph_type("microsoft.graph.recipient")]
pub struct Recipient {
    email_address: Option<EmailAddress>,
}

#[graph_type("microsoft.graph.condition")]
pub struct Condition {
    all: Vec<Condition>,
    recipient: Option<Box<Recipient>>,
}

#[graph_endpoint(PATCH, "/me/messages/<id>")]
pub struct SetConditions<'a> {
    id: &'a str,
    conditions: &'a Condition,
}

fn main() {}
