//! Headers that bear credentials, by every way that a server can lead a client away: each row of the table is a header,
//! each column a way, and what the other host received is looked at byte by byte.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use graph_endpoint::__private::{DecodeJson as _, Decoder, RequestWriter};
use graph_endpoint::{
    Body, Client, DeltaToken, Endpoint, Error, Page, Permissions, RetryPolicy, Untyped, UploadSession,
};
use http::{Method, Response};

use crate::support::server::{Reply, Seen, Server, http};
use crate::support::virtual_time::VirtualTime;

pub(super) const SECRET: &str = "s3cret-of-the-caller";
const TOKEN: &str = "t0ken-of-the-client";
const HEADERS: [&str; 7] = [
    "authorization",
    "Authorization",
    "proxy-authorization",
    "cookie",
    "cookie2",
    "x-api-key",
    "Ocp-Apim-Subscription-Key",
];

/// Endpoints with one header, whose name the table gives.
macro_rules! endpoints {
    ($($name:ident: $method:ident $path:literal -> $response:ty;)*) => {$(
        pub(super) struct $name(pub(super) &'static str);

        impl Endpoint for $name {
            type Response = $response;
            const METHOD: Method = Method::$method;
            const PATH: &'static str = $path;
            const VERSION: &'static str = "v1.0";
            const PERMISSIONS: Permissions =
                Permissions { delegated: &[], delegated_personal: &[], application: &[] };

            fn write(&self, request: &mut RequestWriter) {
                request.path(&[]).header(self.0, &SECRET);
                if Self::METHOD == Method::POST {
                    request.whole(Body::new("application/json", "{}"));
                }
            }

            fn decode(response: Response<Bytes>) -> Result<$response, Error> {
                Decoder::<$response>::NEW.decode(response)
            }
        }
    )*};
}

endpoints! {
    List: GET "/list" -> Page<Untyped>;
    Gone: GET "/gone" -> Page<Untyped>;
    Get301: GET "/moved/301" -> Untyped;
    Post301: POST "/moved/301" -> ();
    Post302: POST "/moved/302" -> ();
    Post303: POST "/moved/303" -> ();
    Post307: POST "/moved/307" -> ();
    Post308: POST "/moved/308" -> ();
    ThereAndBack: GET "/there-and-back" -> Untyped;
    Scheme: GET "/by-scheme" -> Untyped;
    Content: GET "/content" -> ();
    Operate: POST "/operate" -> ();
    CreateSession: POST "/session" -> UploadSession;
    Alone: GET "/alone" -> Untyped;
}

struct World {
    home: Server,
    other: Arc<Server>,
}

/// The base's server, and one of another origin to which all its ways lead.
async fn world() -> World {
    let home_url = Arc::new(OnceLock::<String>::new());
    let back = home_url.clone();
    let other = Arc::new(
        Server::start(move |seen, _| {
            let home = back.get().cloned().unwrap_or_default();
            match (seen.method.as_str(), seen.target.as_str()) {
                ("GET", "/back") => Reply::new(307, &[("Location", &format!("{home}/v1.0/back"))], ""),
                ("GET", "/monitor") => Reply::json(
                    r#"{"status":"succeeded","percentageComplete":100,"resourceLocation":"/v1.0/alone"}"#,
                ),
                ("PUT", _) => Reply::new(201, &[("content-type", "application/json")], r#"{"id":"1"}"#),
                ("DELETE", _) => Reply::status(204),
                _ => Reply::json(r#"{"id":"theirs","value":[]}"#),
            }
        })
        .await,
    );
    let url = other.url.clone();
    let home = Server::start(move |seen, _| {
        let to = |status, path: &str| Reply::new(status, &[("Location", &format!("{url}{path}"))], "");
        match seen.target.split('?').next().unwrap_or_default() {
            "/v1.0/list" => {
                Reply::json(&format!(r#"{{"value":[{{"id":"1"}}],"@odata.nextLink":"{url}/next"}}"#))
            }
            "/v1.0/gone" => to(410, "/anew"),
            "/v1.0/moved/301" => to(301, "/x"),
            "/v1.0/moved/302" => to(302, "/x"),
            "/v1.0/moved/303" => to(303, "/x"),
            "/v1.0/moved/307" => to(307, "/x"),
            "/v1.0/moved/308" => to(308, "/x"),
            "/v1.0/there-and-back" => to(307, "/back"),
            "/v1.0/by-scheme" => Reply::new(302, &[("Location", &url["http:".len()..])], ""),
            "/v1.0/content" => to(302, "/content"),
            "/v1.0/operate" => to(202, "/monitor"),
            "/v1.0/session" => Reply::json(&format!(r#"{{"uploadUrl":"{url}/up"}}"#)),
            "/v1.0/$batch" => to(307, "/batch"),
            _ => Reply::json(r#"{"id":"1"}"#),
        }
    })
    .await;
    home_url.set(home.url.clone()).unwrap();
    World { home, other }
}

fn client(world: &World, token: bool, coalesce: bool) -> Client {
    let builder = Client::builder()
        .base_url(&world.home.url)
        .http_client(http())
        .retry(RetryPolicy::none())
        .credential_header("X-API-Key")
        .credential_header("ocp-apim-subscription-key")
        .environment(VirtualTime::new());
    let builder = if token { builder.token(TOKEN) } else { builder };
    if coalesce { builder.coalesce(Duration::from_millis(5)) } else { builder }.build().unwrap()
}

/// One way, and how many requests reach the other host by it: without them it would prove nothing.
const WAYS: [(&str, usize); 17] = [
    ("next link", 0),
    ("saved next link", 0),
    ("delta link", 0),
    ("location of a 410", 0),
    ("get redirected", 1),
    ("post redirected 301", 1),
    ("post redirected 302", 1),
    ("post redirected 303", 1),
    ("post redirected 307", 1),
    ("post redirected 308", 1),
    ("there and back", 1),
    ("redirect without a scheme", 1),
    ("download location", 1),
    ("monitor", 1),
    ("upload session", 2),
    ("batch redirected", 0),
    ("coalesced", 0),
];

/// Whether it ended well.
async fn go(way: &str, client: &Client, world: &World, header: &'static str) -> bool {
    let link = format!("{}/link", world.other.url);
    match way {
        "next link" => client.items(List(header)).try_collect::<Vec<_>>().await.is_ok(),
        "saved next link" => client.pages_from(List(header), &link).try_collect::<Vec<_>>().await.is_ok(),
        "delta link" => {
            let token = DeltaToken::from(link);
            client.delta_from(List(header), &token).try_collect::<Vec<_>>().await.is_ok()
        }
        "location of a 410" => client.delta(Gone(header)).try_collect::<Vec<_>>().await.is_ok(),
        "get redirected" => client.send(&Get301(header)).await.is_ok(),
        "post redirected 301" => client.send(&Post301(header)).await.is_ok(),
        "post redirected 302" => client.send(&Post302(header)).await.is_ok(),
        "post redirected 303" => client.send(&Post303(header)).await.is_ok(),
        "post redirected 307" => client.send(&Post307(header)).await.is_ok(),
        "post redirected 308" => client.send(&Post308(header)).await.is_ok(),
        "there and back" => client.send(&ThereAndBack(header)).await.is_ok(),
        "redirect without a scheme" => client.send(&Scheme(header)).await.is_ok(),
        "download location" => client.download(Content(header)).to_writer(&mut Vec::new()).await.is_ok(),
        "monitor" => match client.operation(Operate(header)).await {
            Ok(operation) => operation.wait().await.is_ok(),
            Err(_) => false,
        },
        "upload session" => {
            let uploaded = client.upload(CreateSession(header), vec![7; 1000]).await;
            let session = serde_json::from_value(serde_json::json!({ "uploadUrl": link })).unwrap();
            uploaded.is_ok() && client.cancel_upload(&session).await.is_ok()
        }
        "batch redirected" => client.batch((Alone(header), Get301("prefer"))).await.is_ok(),
        "coalesced" => {
            let (one, two) = (Alone(header), Alone(header));
            let calls =
                futures_util::future::join(client.send(&one).into_future(), client.send(&two).into_future());
            let (one, two) = calls.await;
            one.is_ok() && two.is_ok()
        }
        _ => unreachable!("{way}"),
    }
}

fn bears(seen: &Seen, text: &str) -> bool {
    let body = String::from_utf8_lossy(&seen.body).contains(text);
    body || seen.headers.iter().any(|(_, value)| value.contains(text))
}

#[tokio::test]
async fn a_credential_leaves_its_origin_by_no_way() {
    for token in [false, true] {
        for header in HEADERS {
            for (way, reached) in WAYS {
                let world = world().await;
                let client = client(&world, token, way == "coalesced");
                let well = go(way, &client, &world, header).await;
                let row = format!("{header} by {way}, token: {token}");
                let refused = reached == 0 && way != "coalesced";
                assert_eq!(well, !refused, "{row}");
                assert_eq!(world.other.seen().len(), reached, "{row}");
                for seen in world.other.seen() {
                    for text in [SECRET, TOKEN] {
                        assert!(!bears(&seen, text), "{row}: {text} went to the other host");
                    }
                    assert_eq!(seen.header("client-request-id"), None, "{row}");
                }
                for seen in world.home.seen() {
                    let back = seen.target == "/v1.0/back";
                    let meant_for_it = !back && !way.starts_with("saved");
                    assert_eq!(bears(&seen, SECRET), meant_for_it, "{row}: {}", seen.target);
                    assert!(!(back && bears(&seen, TOKEN)), "{row}: what was dropped came back");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_header_without_credentials_goes_where_the_list_does() {
    let world = world().await;
    let list = client(&world, false, false).items(List("prefer"));
    assert_eq!(list.try_collect::<Vec<_>>().await.unwrap().len(), 1);
    let seen = world.other.seen();
    assert_eq!((seen.len(), seen[0].header("prefer")), (1, Some(SECRET)));
    assert_eq!(seen[0].header("client-request-id"), None);
}

#[tokio::test]
async fn over_http_a_credential_stays_on_this_machine() {
    for header in HEADERS {
        let world = world().await;
        let client = Client::builder()
            .base_url(world.home.url.replace("127.0.0.1", "graph.test.example"))
            .http_client(http())
            .credential_header("x-api-key")
            .credential_header("Ocp-Apim-Subscription-Key")
            .build()
            .unwrap();
        assert!(client.send(&Alone(header)).await.unwrap_err().is_build(), "{header}");
        assert!(client.batch((Alone(header), Alone("prefer"))).await.unwrap_err().is_build(), "{header}");
        assert!(world.home.seen().is_empty(), "{header}");
        client.send(&Alone("prefer")).await.unwrap();
        assert_eq!(world.home.seen().len(), 1, "{header}");
    }
}

#[test]
fn the_name_of_a_credential_header_is_checked() {
    for name in ["", "a b", "ä", "x:y", "x\ny"] {
        assert!(Client::builder().credential_header(name).build().unwrap_err().is_build(), "{name:?}");
    }
}
