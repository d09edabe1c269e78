use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    created_date_time: std::time::SystemTime,
}

fn main() {}
