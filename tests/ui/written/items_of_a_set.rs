use std::collections::BTreeSet;

use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.emailAddress")]
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct EmailAddress {
    address: String,
}

#[graph_endpoint(PATCH, "/me/contacts/<id>")]
pub struct UpdateContact {
    id: String,
    email_addresses: BTreeSet<EmailAddress>,
}

fn main() {}
