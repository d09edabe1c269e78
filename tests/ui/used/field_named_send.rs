use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/mails")]
pub struct SendMail {
    send: String,
}

pub async fn send(client: &Client) -> Result<(), Error> {
    client.send(&SendMail { send: "now".to_owned() }).await
}

fn main() {}
