use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    display_name: String,
}

fn main() {
    CreateUser::builder().displayname("Ada").build();
}
