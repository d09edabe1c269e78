use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/me/sendMail")]
pub struct SendMail {
    save_to_sent_items: bool,
}

fn main() {}
