//! Upload sessions as Graph has them: a URL that takes slices in order, says what it still wants, and is done with the
//! last one. <https://learn.microsoft.com/graph/api/driveitem-createuploadsession>

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_RANGE, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use serde::Serialize;
use serde_json::json;

use super::error::date;
use super::hosted::{BoxFuture, Resource};
use super::identity::Ids;
use super::{SandboxBuilder, SandboxEndpoint, SandboxError};
use crate::jobs::transfer::UploadSession;

/// How long a session says that it lives.
const LIFE: Duration = Duration::from_secs(3600);

impl SandboxBuilder {
    /// Answers an endpoint that creates an upload session, and the session itself: slices in order, `202` with what is
    /// still expected, the state for a GET, the end for a DELETE. When all bytes are there the handler makes the item
    /// that the last slice is answered with; where it gives an error the slice isn't taken, and can be sent again.
    ///
    /// ```
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::{UploadSession, sandbox::Sandbox};
    ///
    /// #[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
    /// struct CreateUploadSession { path: String }
    ///
    /// #[graph_type("microsoft.graph.driveItem")]
    /// struct DriveItem { id: String, size: usize }
    ///
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder()
    ///     .on_upload(|_: CreateUploadSession, content| async move {
    ///         Ok(DriveItem { id: "1".into(), size: content.len() })
    ///     })
    ///     .start()
    ///     .await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// let create = CreateUploadSession { path: "a/b.txt".into() };
    /// let item: DriveItem = client.upload(&create, vec![7; 1_000_000]).await?.item()?;
    /// assert_eq!(item.size, 1_000_000);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn on_upload<E, H, F, R>(mut self, handler: H) -> Self
    where
        E: SandboxEndpoint<Response = UploadSession> + Send + Sync + 'static,
        H: Fn(E, Bytes) -> F + Send + Sync + 'static,
        F: Future<Output = Result<R, SandboxError>> + Send + 'static,
        R: Serialize,
    {
        let hosted = Arc::clone(&self.routes.hosted);
        let handler = Arc::new(handler);
        self.routes.add::<E>(Box::new(move |request| {
            let headers = request.headers().clone();
            // Read now, so that a wrong request is refused, and again for each attempt at the end.
            let read = E::from_http_request(request.clone());
            let finish: Finish = {
                let handler = Arc::clone(&handler);
                Box::new(move |content| match E::from_http_request(request.clone()) {
                    Ok(endpoint) => {
                        let item = handler(endpoint, content);
                        Box::pin(async move {
                            let json = serde_json::to_vec(&item.await?);
                            json.map_err(|_| SandboxError::handler("the item can't be written as JSON"))
                        })
                    }
                    Err(error) => Box::pin(std::future::ready(Err(SandboxError::bad_request(&error)))),
                })
            };
            let session = read.map_err(|error| SandboxError::bad_request(&error)).and_then(|_| {
                let upload_url = hosted.add("uploads", &headers, resource(finish))?;
                let expiration_date_time = end_of_session().parse().ok();
                let next_expected_ranges = vec!["0-".to_owned()];
                let session = UploadSession { upload_url, expiration_date_time, next_expected_ranges };
                E::to_http_response(&session).map_err(|error| SandboxError::handler(&error.to_string()))
            });
            Box::pin(std::future::ready(session))
        }));
        self
    }
}

/// Makes the item, as JSON, of all bytes.
type Finish = Box<dyn Fn(Bytes) -> BoxFuture<Result<Vec<u8>, SandboxError>> + Send + Sync>;

/// `None` when it is over.
type Session = Mutex<Option<Open>>;

struct Open {
    received: Vec<u8>,
    /// The length of the whole, once a slice has said it.
    total: Option<usize>,
    finish: Arc<Finish>,
}

impl Open {
    /// What is missing: up to the last byte as soon as that is known, as OneDrive for work has it. Microsoft's own
    /// Python client can't read a range without an end.
    fn expected(&self) -> String {
        let start = self.received.len();
        match self.total.and_then(|total| total.checked_sub(1)) {
            Some(last) => format!("{start}-{last}"),
            None => format!("{start}-"),
        }
    }
}

fn resource(finish: Finish) -> Resource {
    let open = Open { received: Vec::new(), total: None, finish: Arc::new(finish) };
    let session: Arc<Session> = Arc::new(Mutex::new(Some(open)));
    Arc::new(move |request| {
        let session = Arc::clone(&session);
        Box::pin(async move {
            let ids = Ids::of(request.headers());
            serve(&session, &request).await.unwrap_or_else(|error| error.into_response(&ids))
        })
    })
}

async fn serve(session: &Session, request: &Request<Bytes>) -> Result<Response<Bytes>, SandboxError> {
    match *request.method() {
        Method::PUT => {
            let (finish, content) = match take(session, request)? {
                Received::SoFar(expected) => return Ok(state(StatusCode::ACCEPTED, &expected)),
                Received::All(finish, content) => (finish, content),
            };
            let item = finish(content).await;
            let mut session = lock(session);
            match item {
                Ok(item) => {
                    *session = None;
                    Ok(json_response(StatusCode::CREATED, item))
                }
                Err(error) => {
                    if let Some(open) = session.as_mut() {
                        open.received.truncate(open.received.len().saturating_sub(request.body().len()));
                    }
                    Err(error)
                }
            }
        }
        Method::GET => {
            let expected = lock(session).as_ref().map(Open::expected);
            Ok(state(StatusCode::OK, &expected.ok_or_else(over)?))
        }
        Method::DELETE => {
            lock(session).take().ok_or_else(over)?;
            Ok(status_only(StatusCode::NO_CONTENT))
        }
        _ => {
            let mut response = status_only(StatusCode::METHOD_NOT_ALLOWED);
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("DELETE, GET, PUT"));
            Ok(response)
        }
    }
}

enum Received {
    /// What is expected next.
    SoFar(String),
    /// What makes the item, of all of this.
    All(Arc<Finish>, Bytes),
}

/// Takes a slice that begins where the last one ended.
fn take(session: &Session, request: &Request<Bytes>) -> Result<Received, SandboxError> {
    let mut session = lock(session);
    let open = session.as_mut().ok_or_else(over)?;
    let header = request.headers().get(CONTENT_RANGE).and_then(|value| value.to_str().ok());
    let (start, end, total) = header
        .and_then(content_range)
        .ok_or_else(|| SandboxError::new(400, "invalidRequest", "`Content-Range` is missing or none."))?;
    if open.total.is_some_and(|known| known != total) {
        return Err(SandboxError::new(
            400,
            "invalidRequest",
            "The slices disagree on the length of the whole.",
        ));
    }
    if start != open.received.len() || end.checked_sub(start) != Some(request.body().len()) || end > total {
        let message = "The slice is not the one that is expected, or not as long as it says.";
        return Err(SandboxError::new(416, "invalidRange", message));
    }
    open.received.extend_from_slice(request.body());
    open.total = Some(total);
    if open.received.len() < total {
        return Ok(Received::SoFar(open.expected()));
    }
    Ok(Received::All(Arc::clone(&open.finish), Bytes::copy_from_slice(&open.received)))
}

fn lock(session: &Session) -> MutexGuard<'_, Option<Open>> {
    session.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `bytes a-b/total`, the end excluded.
fn content_range(header: &str) -> Option<(usize, usize, usize)> {
    let (range, total) = header.strip_prefix("bytes ")?.split_once('/')?;
    let (start, last) = range.split_once('-')?;
    let start = start.parse::<usize>().ok()?;
    let last = last.parse::<usize>().ok().filter(|last| *last >= start)?;
    Some((start, last.checked_add(1)?, total.parse().ok()?))
}

fn over() -> SandboxError {
    SandboxError::new(404, "itemNotFound", "The upload session is over.")
}

fn state(status: StatusCode, expected: &str) -> Response<Bytes> {
    let state = json!({ "expirationDateTime": end_of_session(), "nextExpectedRanges": [expected] });
    json_response(status, state.to_string())
}

/// Each slice puts it off, as Graph's does.
fn end_of_session() -> String {
    format!("{}Z", date(SystemTime::now() + LIFE))
}

fn json_response(status: StatusCode, json: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(json.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn status_only(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}
