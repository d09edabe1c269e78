use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me/getActivity(period={period})")]
pub struct GetActivity {
    period: String,
}

fn main() {}
