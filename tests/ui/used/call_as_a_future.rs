use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me/displayName/$value", response = String)]
pub struct GetName {}

fn in_the_background(_: impl Future) {}

fn main() {
    let client = Client::builder().build().unwrap();
    in_the_background(client.send(GetName {}).into_future());
    in_the_background(client.send(GetName {}));
}
