use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users", version = "2")]
pub struct CreateUser {
    #[cfg(any())]
    nickname: String,
    #[cfg(all())]
    name: String,
}

fn main() {
    CreateUser::builder().name("Ada").build();
}
