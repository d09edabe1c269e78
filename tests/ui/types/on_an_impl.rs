use graph_endpoint::prelude::*;

pub struct User;

#[graph_type("microsoft.graph.user")]
impl User {}

fn main() {}
