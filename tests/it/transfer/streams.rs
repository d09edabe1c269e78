//! A body's stream that fails: it ends before or behind its length, or can't be read. No such request ever completes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::{Body, RetryPolicy};

use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

#[graph_endpoint(PUT, "/me/drive/items/1/content")]
struct PutContent {
    #[graph(body)]
    body: Body,
}

#[tokio::test]
async fn a_stream_of_another_length_than_declared_is_never_ok() {
    let server = Server::start(|_, _| Reply::status(200)).await;
    let client = Client::builder().token("t").base_url(&server.url).retry(RetryPolicy::none());
    let client = client.environment(VirtualTime::new()).build().unwrap();
    let send = async |pieces: &'static [&'static [u8]], length: u64, once: bool| {
        let pieces = move || {
            let pieces = pieces.iter().map(|piece| Ok(Bytes::from_static(piece)));
            futures_util::stream::iter(pieces)
        };
        let body = match once {
            true => Body::stream_once("text/plain", length, pieces()),
            false => Body::stream("text/plain", length, pieces),
        };
        let call = client.send(&PutContent { body: body.unwrap() });
        call.timeout(std::time::Duration::from_secs(20)).await
    };
    const CASES: &[(&[&[u8]], u64, &str)] = &[
        (&[b"12345"], 4, "longer"),
        (&[b"1234", b"5"], 4, "longer"),
        (&[b"12", b"34", b"", b"5"], 4, "longer"),
        (&[b"5"], 0, "longer"),
        (&[b"", b"5"], 0, "longer"),
        (&[b"123"], 4, "shorter"),
        (&[b"1", b""], 4, "shorter"),
        (&[], 4, "shorter"),
        (&[b"123"], u64::MAX, "shorter"),
    ];
    for (pieces, length, problem) in CASES {
        for once in [false, true] {
            let error = send(pieces, *length, once).await.unwrap_err();
            assert!(error.is_io() && error.to_string().contains(problem), "{pieces:?} {length}: {error:?}");
        }
    }
    assert!(server.seen().is_empty(), "no such request ever completes");
    for (pieces, length) in [(&[b"12" as &[u8], b"", b"34", b""] as &[&[u8]], 4), (&[], 0), (&[b""], 0)] {
        send(pieces, length, false).await.unwrap();
        send(pieces, length, true).await.unwrap();
        let seen = server.seen();
        let seen = seen.last().unwrap();
        assert_eq!(
            (seen.body.len() as u64, seen.header("content-length")),
            (length, Some(&*length.to_string()))
        );
    }
}

/// A disk that is bad is no line that broke: nothing is tried again.
#[tokio::test]
async fn a_stream_that_cannot_be_read_says_so() {
    let server = Server::start(|_, _| Reply::status(200)).await;
    let client = Client::builder().token("t").base_url(&server.url).environment(VirtualTime::new());
    let client = client.build().unwrap();
    for length in [None, Some(0), Some(6)] {
        for once in [false, true] {
            let opened = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&opened);
            let pieces = move || {
                count.fetch_add(1, Ordering::SeqCst);
                let piece = (length != Some(0)).then_some(Ok(Bytes::from_static(b"abc")));
                let end = Err(std::io::Error::other("the disk is bad"));
                futures_util::stream::iter(piece.into_iter().chain([end]))
            };
            let body = match once {
                true => Body::stream_once("text/plain", length, pieces()),
                false => Body::stream("text/plain", length, pieces),
            };
            let call = client.send(&PutContent { body: body.unwrap() });
            let error = call.timeout(std::time::Duration::from_secs(20)).await.unwrap_err();
            assert!(
                error.is_io() && error.to_string().ends_with("the body's stream can't be read"),
                "{error:?}"
            );
            let source = std::error::Error::source(&error).unwrap().to_string();
            assert_eq!((source.as_str(), opened.load(Ordering::SeqCst)), ("the disk is bad", 1));
        }
    }
    assert!(server.seen().is_empty(), "no such request ever completes");
}
