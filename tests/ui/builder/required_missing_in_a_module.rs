use graph_endpoint::prelude::*;

pub mod api {
    use super::*;

    #[graph_endpoint(GET, "/users/<id>")]
    pub struct GetUser {
        id: String,
    }

    #[graph_endpoint(GET, "/groups/<id>")]
    pub struct GetGroup {
        id: String,
    }
}

fn main() {
    api::GetUser::builder().build();
}
