//! What a server of HTTP/2 says of requests in flight: that it did not process them, or nothing.
//! <https://www.rfc-editor.org/rfc/rfc9113#section-8.7>

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use graph_endpoint::{Body, Client, RetryPolicy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::support::endpoints::{SendMail, get_user};
use crate::support::virtual_time::VirtualTime;

fn http2() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().http2_prior_knowledge().build().unwrap()
}

fn mail() -> SendMail {
    SendMail { body: Body::new("text/plain", "mail").unwrap() }
}

/// Over HTTP/2 a server says of a stream that it has not been processed: that is no unknown fate, whatever the method.
#[tokio::test]
async fn a_post_whose_stream_was_refused_is_sent_again() {
    // reqwest itself sends a refused request twice again at once.
    for (refusals, max_retries, is_sent) in [(7, 3, true), (3, 0, false)] {
        let server = Server::start(vec![Says::Refused; refusals]).await;
        let time = VirtualTime::new();
        let client = Client::builder()
            .token("t")
            .base_url(&server.url)
            .http_client(http2())
            .retry(RetryPolicy::default().max_retries(max_retries))
            .environment(time.clone())
            .build()
            .unwrap();
        let sent = client.send(&mail()).await;
        assert_eq!(sent.is_ok(), is_sent, "{sent:?}");
        assert_eq!(server.heard(), refusals + usize::from(is_sent));
        assert_eq!(time.waits().len(), if is_sent { 2 } else { 0 });
    }
}

/// A connection that ends in good order names the last stream that it processes. What is behind that wasn't done, and is
/// sent again on another connection; what is not behind it may have been.
#[tokio::test]
async fn behind_the_last_stream_of_a_connection_nothing_was_done() {
    const NO_ERROR: u8 = 0;
    const ENHANCE_YOUR_CALM: u8 = 11;
    // The first request of a connection is stream 1.
    let goes = |last, code| Says::GoesAway { last, code };
    for (says, times, is_post_sent_again) in [
        // reqwest itself sends it twice again at once.
        (goes(0, NO_ERROR), 4, true),
        // It is among the streams that may have been processed.
        (goes(1, NO_ERROR), 1, false),
        (goes(1, ENHANCE_YOUR_CALM), 1, false),
    ] {
        let server = Server::start(vec![says; times]).await;
        let client = client(&server, 1);
        let sent = client.send(&mail()).await;
        assert_eq!(sent.is_ok(), is_post_sent_again, "{says:?}: {sent:?}");
        assert_eq!(server.heard(), times + usize::from(is_post_sent_again), "{says:?}");
        if let Err(error) = sent {
            assert!(error.is_transport(), "{error:?}");
        }
        // Twice does no harm to what is read.
        let server = Server::start(vec![says]).await;
        let client = self::client(&server, 1);
        let read = client.send(&get_user()).await;
        // It is answered without a body.
        assert!(read.unwrap_err().status().is_some_and(|status| status == 204), "{says:?}");
        assert_eq!(server.heard(), 2, "{says:?}");
    }
}

/// Of two requests in flight only the one behind the last is sent again.
#[tokio::test]
async fn what_is_in_flight_before_the_last_is_still_answered() {
    let server = Server::start(vec![Says::Waits, Says::EndsBehindTheFirst]).await;
    let client = client(&server, 1);
    let (first, second) = (mail(), mail());
    let (first, second) = tokio::join!(client.send(&first), client.send(&second));
    first.unwrap();
    second.unwrap();
    assert_eq!(server.heard(), 3);
}

fn client(server: &Server, max_retries: u32) -> Client {
    Client::builder()
        .token("t")
        .base_url(&server.url)
        .http_client(http2())
        .retry(RetryPolicy::default().max_retries(max_retries))
        .environment(VirtualTime::new())
        .build()
        .unwrap()
}

/// What the server says to a request.
#[derive(Clone, Copy, Debug)]
enum Says {
    /// That it refused the stream.
    Refused,
    /// That the connection ends, and which stream is the last; then it ends.
    GoesAway { last: u8, code: u8 },
    /// Nothing yet.
    Waits,
    /// That the connection ends with its first stream, which is answered.
    EndsBehindTheFirst,
}

/// A server of HTTP/2 that says this to the first requests, and 204 to the others.
struct Server {
    url: String,
    heard: Arc<AtomicUsize>,
}

impl Server {
    async fn start(script: Vec<Says>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(AtomicUsize::new(0));
        let count = heard.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(Self::serve(socket, script.clone(), count.clone()));
            }
        });
        Self { url, heard }
    }

    /// How many requests came.
    fn heard(&self) -> usize {
        self.heard.load(Ordering::Relaxed)
    }

    async fn serve(mut socket: TcpStream, script: Vec<Says>, heard: Arc<AtomicUsize>) -> std::io::Result<()> {
        const HEADERS: u8 = 1;
        const RST_STREAM: u8 = 3;
        const SETTINGS: u8 = 4;
        const GOAWAY: u8 = 7;
        // END_STREAM and END_HEADERS, or the ACK of settings.
        const ENDS: u8 = 5;
        const ACK: u8 = 1;
        const FIRST: [u8; 4] = [0, 0, 0, 1];
        // `:status: 204` of the static table
        let done = |stream| frame(HEADERS, ENDS, stream, &[0x89]);
        let goes_away = |last, code| frame(GOAWAY, 0, [0; 4], &[0, 0, 0, last, 0, 0, 0, code]);
        socket.read_exact(&mut [0; 24]).await?;
        socket.write_all(&frame(SETTINGS, 0, [0; 4], &[])).await?;
        loop {
            let mut head = [0; 9];
            socket.read_exact(&mut head).await?;
            let [high, middle, low, kind, flags, stream @ ..] = head;
            let length = u32::from_be_bytes([0, high, middle, low]);
            socket.read_exact(&mut vec![0; length as usize]).await?;
            let answer = match kind {
                SETTINGS if flags & ACK == 0 => frame(SETTINGS, ACK, stream, &[]),
                HEADERS => match script.get(heard.fetch_add(1, Ordering::Relaxed)) {
                    None => done(stream),
                    // REFUSED_STREAM
                    Some(Says::Refused) => frame(RST_STREAM, 0, stream, &[0, 0, 0, 7]),
                    Some(Says::Waits) => continue,
                    Some(Says::EndsBehindTheFirst) => [goes_away(1, 0), done(FIRST)].concat(),
                    Some(Says::GoesAway { last, code }) => {
                        socket.write_all(&goes_away(*last, *code)).await?;
                        return socket.shutdown().await;
                    }
                },
                _ => continue,
            };
            socket.write_all(&answer).await?;
        }
    }
}

fn frame(kind: u8, flags: u8, stream: [u8; 4], payload: &[u8]) -> Vec<u8> {
    let [_, high, middle, low] = (payload.len() as u32).to_be_bytes();
    [&[high, middle, low, kind, flags], &stream[..], payload].concat()
}
