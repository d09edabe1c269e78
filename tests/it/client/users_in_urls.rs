//! URLs with a user before the host: nothing of Graph's has one, and whoever reads one takes the user for the host.

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::{RetryPolicy, Untyped, UploadSession};

use crate::support::endpoints::get_user;
use crate::support::server::{Reply, Server, http};
use crate::support::virtual_time::VirtualTime;

#[graph_endpoint(GET, "/things", response = Page<Untyped>)]
struct List {}

fn client(server: &Server) -> Client {
    Client::builder()
        .http_client(http())
        .token("t")
        .base_url(&server.url)
        .retry(RetryPolicy::none())
        .environment(VirtualTime::new())
        .build()
        .unwrap()
}

#[tokio::test]
async fn no_link_and_no_redirect_names_a_user() {
    for user in ["graph.microsoft.com", "user:password", ":password", "%75"] {
        let server = Server::start(move |seen, _| {
            let host = seen.header("host").unwrap();
            let there = format!("http://{user}@{host}/v1.0/things");
            match seen.target.as_str() {
                "/v1.0/things" => {
                    Reply::json(&format!(r#"{{"value":[{{}}],"@odata.nextLink":"{there}?more"}}"#))
                }
                _ => Reply::new(307, &[("location", &there)], ""),
            }
        })
        .await;
        let client = client(&server);
        let error = client.items(&List {}).try_collect::<Vec<_>>().await.unwrap_err();
        assert!(error.is_build() && error.to_string().contains("names a user"), "{error}");
        let error = client.send(&get_user()).await.unwrap_err();
        assert!(error.is_redirect(), "{error}");
        let there = server.url.replace("http://", &format!("http://{user}@"));
        assert!(client.resume_operation(format!("{there}/m")).wait().await.unwrap_err().is_build());
        let session: UploadSession =
            serde_json::from_value(serde_json::json!({ "uploadUrl": there })).unwrap();
        assert!(client.resume_upload(session, vec![1]).await.map(drop).unwrap_err().is_build());
        assert_eq!(server.seen().len(), 2, "{user}");
    }
}
