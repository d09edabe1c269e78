use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.target")]
pub enum Target {
    #[graph(type = "microsoft.graph.groupTarget")]
    Group { group_id: String },
    #[graph(type = "#microsoft.graph.GroupTarget")]
    Exclusion { group_id: String },
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
