use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/mails/<send>")]
pub struct SendMail {
    send: String,
}

fn main() {}
