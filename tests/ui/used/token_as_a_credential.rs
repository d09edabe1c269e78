use graph_endpoint::prelude::*;

fn main() {
    let _ = Client::builder().credential("token").build();
}
