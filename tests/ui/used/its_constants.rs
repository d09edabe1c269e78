use graph_endpoint::prelude::*;

#[graph_endpoint(GETT, "/users/<id>", permissions(delegated = ["User.Read"]))]
pub struct GetUser {
    id: String,
}

fn main() {
    println!("{} {} {:?}", GetUser::METHOD, GetUser::PATH, GetUser::PERMISSIONS);
}
