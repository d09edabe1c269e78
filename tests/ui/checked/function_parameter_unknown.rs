use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me/getActivity(perod='<period>')")]
pub struct GetActivity {
    period: String,
}

fn main() {}
