//! What a broken exchange is called. The sources lose their URL: it holds query values.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use crate::error::{Error, Kind};

/// Said where reqwest was built without TLS.
const NO_TLS: &str = "no secure connection could be made: the program has no TLS; switch on one of the features `rustls`, \
                      `rustls-no-provider` and `native-tls`";

/// An error of reqwest's as ours.
pub(super) fn from_reqwest(source: reqwest::Error) -> Error {
    let (kind, message) = if source.is_connect() {
        if source.is_timeout() {
            (Kind::Timeout, "the connection was not made in time")
        } else {
            no_connection(&source)
        }
    } else if source.is_timeout() {
        (Kind::Timeout, "the response did not come in time")
    } else if source.is_builder() {
        (Kind::Build, no_request(&source))
    } else if source.is_body() && !source.is_request() {
        (Kind::Transport, "the connection broke while a body was on its way")
    } else {
        (Kind::Transport, no_response(&source))
    };
    Error::new(kind, message).with_source(source.without_url())
}

/// What is wrong with a request that wasn't sent.
#[cold]
fn no_request(error: &reqwest::Error) -> &'static str {
    match error.url() {
        // The `http` crate's limit.
        Some(url) if url.as_str().len() >= usize::from(u16::MAX) => "the URL is longer than 65,534 bytes",
        _ => "the request is not valid HTTP",
    }
}

/// Why there is no response. One that can't be read is known by its text alone.
#[cold]
fn no_response(error: &(dyn StdError + 'static)) -> &'static str {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let text = error.to_string();
        if text == "message head is too large" {
            return "the head of the response is too large";
        }
        if text.starts_with("invalid ") && text.ends_with(" parsed") {
            return "what came is no HTTP response; is the port one of another protocol, or of https?";
        }
        cause = error.source();
    }
    "the connection broke"
}

/// What another try mends, and what it doesn't. Proxies, and an https that nobody can speak, are known by their texts alone.
fn no_connection(error: &(dyn StdError + 'static)) -> (Kind, &'static str) {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if is_tls(error) {
            return (Kind::Tls, "no secure connection could be made: the TLS handshake failed");
        }
        let text = error.to_string();
        if text.starts_with("tunnel error") {
            return (Kind::Connect, "no connection could be made through the proxy");
        }
        if text == "invalid URL, scheme is not http" {
            return (Kind::Tls, NO_TLS);
        }
        // An I/O error around another one leaves that one out of its sources.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = wrapped.map(|inner| inner as &(dyn StdError + 'static)).or_else(|| error.source());
    }
    (Kind::Connect, "no connection could be made")
}

/// rustls reports what is wrong with a handshake as invalid data, through `std::io`; the machine's own library by an error
/// that has none of `std::io` below it.
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    #[cfg(feature = "native-tls")]
    if error.is::<native_tls::Error>() {
        return !error.source().is_some_and(|source| source.is::<io::Error>());
    }
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::InvalidData)
}

/// Whether the service said over HTTP/2 that it did not process the request: its stream was refused, or is behind the last
/// of a connection that ends in good order. <https://www.rfc-editor.org/rfc/rfc9113#section-8.7>
pub(super) fn is_unprocessed(error: &Error) -> bool {
    let mut source = StdError::source(error);
    while let Some(cause) = source {
        if let Some(cause) = cause.downcast_ref::<h2::Error>() {
            let is_refused = cause.is_reset() && cause.reason() == Some(h2::Reason::REFUSED_STREAM);
            let is_behind_the_last = cause.is_go_away() && cause.reason() == Some(h2::Reason::NO_ERROR);
            return cause.is_remote() && (is_refused || is_behind_the_last);
        }
        source = cause.source();
    }
    false
}

/// Whether another try may mend it: the line was bad, or the service was, and the client's own retries were not enough
/// or not allowed.
pub(crate) fn may_pass(error: &Error) -> bool {
    match error.kind() {
        Kind::Connect | Kind::Transport | Kind::Timeout => true,
        Kind::Status => error.status().is_some_and(|status| status.is_server_error()),
        _ => false,
    }
}

/// A body that was handed out doesn't go on.
pub(super) fn stalled(idle: Duration) -> Error {
    Error::new(
        Kind::Timeout,
        format!("nothing more of the body came within {idle:?}, the timeout of one attempt"),
    )
}

/// The response's body is over the limit.
pub(crate) fn too_large(limit: u64) -> Error {
    Error::new(
        Kind::TooLarge,
        format!("the response's body is over the limit of {limit} bytes; raise `max_body_size`"),
    )
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use http::Method;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::client::{Client, RetryPolicy};
    use crate::wire::request::Parts;

    /// What a call by that scheme, or by a proxy, says, and how often a server that answers each request so was asked.
    async fn refused(by: &str, response: &'static str) -> (Error, usize) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                counter.fetch_add(1, Ordering::Relaxed);
                let _ = socket.read(&mut [0; 1024]).await;
                let _ = socket.write_all(response.as_bytes()).await;
            }
        });
        let by_proxy = by == "proxy";
        let base =
            if by_proxy { "https://graph.test.invalid".to_owned() } else { format!("{by}://{address}") };
        let mut builder = Client::builder().token("t0k3n").base_url(&base).retry(RetryPolicy::none());
        if by_proxy {
            let proxy = reqwest::Proxy::all(format!("http://{address}")).unwrap();
            let http = reqwest::Client::builder().proxy(proxy).build().unwrap();
            builder = builder.http_client(http);
        }
        let parts = Parts::new(Method::GET, format!("{base}/v1.0/me"), "/me");
        let error = builder.build().unwrap().fetch(parts).await.unwrap_err();
        (error, asked.load(Ordering::Relaxed))
    }

    #[tokio::test]
    async fn a_handshake_that_fails_is_not_tried_again() {
        let (error, asked) = refused("https", "HTTP/1.1 400 Bad Request\r\n\r\n").await;
        assert_eq!((error.kind(), asked), (Kind::Tls, 1));
        assert!(error.is_connect() && error.to_string().ends_with("the TLS handshake failed"), "{error}");
    }

    #[tokio::test]
    async fn what_is_no_response_is_named() {
        let long = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(1 << 20));
        for (response, problem) in [
            ("\u{15}\u{3}\u{1}\0\u{2}\u{2}\u{16}", "another protocol, or of https?"),
            (
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
                "another protocol, or of https?",
            ),
            (&*long.leak(), "the head of the response is too large"),
        ] {
            let error = refused("http", response).await.0;
            assert!(error.is_transport() && error.to_string().ends_with(problem), "{error}");
        }
        let parts = Parts::new(Method::GET, format!("http://127.0.0.1:1/{}", "x".repeat(70_000)), "/me");
        let error =
            Client::builder().token("t").base_url("http://127.0.0.1:1").build().unwrap().fetch(parts).await;
        let error = error.unwrap_err();
        assert!(error.is_build() && error.to_string().ends_with("longer than 65,534 bytes"), "{error}");
    }

    #[tokio::test]
    async fn a_proxy_that_refuses_is_named() {
        for status in ["407 Proxy Authentication Required", "502 Bad Gateway"] {
            let response: &'static str = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").leak();
            let (error, asked) = refused("proxy", response).await;
            assert_eq!((error.kind(), asked), (Kind::Connect, 1));
            assert!(error.to_string().ends_with("no connection could be made through the proxy"), "{error}");
        }
    }
}
