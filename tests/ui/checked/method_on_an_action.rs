use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me/sendMail")]
pub struct SendMail {}

fn main() {}
