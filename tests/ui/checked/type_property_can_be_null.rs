use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    id: String,
    display_name: String,
    business_phones: Vec<String>,
    #[graph(unverified)]
    account_enabled: bool,
}

fn main() {}
