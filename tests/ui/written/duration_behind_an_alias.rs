use graph_endpoint::prelude::*;

type Wait = std::time::Duration;

#[graph_endpoint(POST, "/me/snooze")]
pub struct Snooze {
    wait: Wait,
}

fn main() {}
