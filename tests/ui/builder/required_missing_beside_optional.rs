use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    nickname: Option<String>,
    display_name: String,
}

fn main() {
    CreateUser::builder().nickname("n").build();
}
