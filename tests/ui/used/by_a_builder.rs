use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/users/<idd>")]
pub struct UpdateUser {
    id: String,
    display_name: Option<String>,
}

fn main() {
    let request = UpdateUser::builder().id("1").display_name("Ada").build();
    let _ = request.to_http_request("https://graph.microsoft.com");
}
