use graph_endpoint::prelude::*;
use std::time::Duration;

#[graph_endpoint(POST, "/jobs")]
pub struct CreateJob {
    interval: Option<Duration>,
}

fn main() {}
