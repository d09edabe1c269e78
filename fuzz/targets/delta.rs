//! A page of a delta, its link, and the token that is saved of it.

use std::sync::LazyLock;

use bytes::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::{Change, DeltaToken, fuzzing};
use super::super::declarations::Everything;
use http::Response;

#[graph_endpoint(GET, "/things/delta", response = Page<Change<Everything>>)]
struct Changes {}

static CLIENT: LazyLock<Client> =
    LazyLock::new(|| Client::builder().token("t").build().expect("a client with a token"));

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    r##"{"@odata.context":"c","value":[{"text":"a","@odata.type":"#microsoft.graph.everything"},{"id":"1","@removed":{"reason":"deleted"}}],"@odata.deltaLink":"https://graph.microsoft.com/v1.0/things/delta?$deltatoken=a"}"##,
    r#"{"value":[],"@odata.nextLink":"https://graph.microsoft.com/v1.0/things/delta?$skiptoken=a"}"#,
    "https://graph.microsoft.com/v1.0/things/delta?$deltatoken=a",
    "https://u@127.0.0.1:0/../%2e?#",
];

pub fn run(body: &[u8]) {
    if let Ok(text) = std::str::from_utf8(body) {
        token(text);
    }
    match Changes::from_http_response(Response::new(Bytes::copy_from_slice(body))) {
        Err(error) => drop((error.to_string(), format!("{error:?}"))),
        Ok(page) => {
            let _ = format!("{page:?}");
            page.next_link.iter().chain(&page.delta_link).for_each(|link| token(link));
            for change in &page.value {
                if let Change::Removed(removed) = change {
                    let written = serde_json::to_string(removed).expect("what was read can be written");
                    let again: Change<Everything> = serde_json::from_str(&written).expect("and read again");
                    assert_eq!(&again, change);
                }
            }
        }
    }
}

fn token(link: &str) {
    let Ok(token) = link.parse::<DeltaToken>();
    let saved = serde_json::to_string(&token).expect("a token is text");
    assert_eq!(serde_json::from_str::<DeltaToken>(&saved).expect("saved"), token);
    assert_eq!(format!("{token:?}"), "DeltaToken(..)");
    if let Ok(url) = fuzzing::link(&CLIENT, token.as_str()) {
        assert!(fuzzing::link(&CLIENT, &url).is_ok_and(|again| again == url));
    }
}
