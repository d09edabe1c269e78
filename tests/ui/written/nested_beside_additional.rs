use graph_endpoint::{AdditionalProperties, prelude::*};

#[graph_type("microsoft.graph.emailAddress")]
pub struct EmailAddress {
    address: String,
}

#[graph_type("microsoft.graph.recipient")]
pub struct Recipient {
    email_address: EmailAddress,
    #[graph(additional)]
    more: AdditionalProperties,
}

fn main() {}
