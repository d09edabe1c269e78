use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/users/<id>")]
pub struct SetPhone {
    id: String,
    business_phones: String,
}

fn main() {}
