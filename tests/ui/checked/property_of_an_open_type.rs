use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/groups/<id>")]
pub struct TagGroup {
    id: String,
    #[graph(rename = "contoso_tags")]
    extension: String,
    cost_centre: String,
}

fn main() {}
