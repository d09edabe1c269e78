use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    #[graph(body)]
    id: String,
}

fn main() {
    let user: User = serde_json::from_str("{}").unwrap();
    println!("{}", serde_json::to_string(&user).unwrap() + &user.id);
}
