use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/groups/<id>")]
pub struct UpdateGroup {
    id: String,
    description: Option<String>,
}

fn main() {
    let _ = UpdateGroup::builder().id("1").description(None).build();
}
