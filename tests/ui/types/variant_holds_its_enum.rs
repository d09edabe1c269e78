use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.identity")]
pub enum Identity {
    #[graph(type = "microsoft.graph.userIdentity")]
    User { manager: Identity },
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
