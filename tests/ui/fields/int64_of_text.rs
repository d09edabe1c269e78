use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/quotas")]
pub struct MakeQuota {
    #[serde(with = "graph_endpoint::edm::int64")]
    used: Option<String>,
}

fn main() {}
