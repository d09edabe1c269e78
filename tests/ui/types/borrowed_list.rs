use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User<'a> {
    business_phones: &'a [String],
}

fn main() {}
