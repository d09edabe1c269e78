use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users", respnse = ())]
pub struct CreateUser<'a, T> {
    name: &'a str,
    extra: T,
}

fn main() {
    let request = CreateUser::<Vec<i32>>::builder().name("Ada").extra(vec![1]).build();
    let _ = request.to_http_request("https://graph.microsoft.com");
}
