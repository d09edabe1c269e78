use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users/<id>/things", odata_type = "#microsoft.graph.thing")]
pub struct CreateThing {
    id: String,
    #[graph(rename = "@odata.type")]
    kind: String,
}

fn main() {}
