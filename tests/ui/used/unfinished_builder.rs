use graph_endpoint::prelude::*;
use graph_endpoint::Client;

#[graph_endpoint(GET, "/groups/<id>/members", response = Page<Untyped>)]
pub struct ListMembers {
    id: String,
}

pub fn members(client: &Client) {
    let _ = client.items(ListMembers::builder());
}

fn main() {}
