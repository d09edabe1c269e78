use graph_endpoint::prelude::*;

use std::time::SystemTime as Moment;

#[graph_endpoint(POST, "/me/remind")]
pub struct Remind {
    at: Option<Vec<Moment>>,
}

fn main() {}
