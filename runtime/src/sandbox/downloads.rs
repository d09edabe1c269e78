//! Downloads as Graph has them: a 302 to a URL without a token, where the bytes are, whole or in ranges.
//! <https://learn.microsoft.com/graph/api/driveitem-get-content>

use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT_RANGES, ALLOW, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, LOCATION, RANGE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};

use super::hosted::Resource;
use super::{SandboxBuilder, SandboxEndpoint, SandboxError};

impl SandboxBuilder {
    /// Answers an endpoint with a redirect to the bytes that the handler gives. There they can be had in ranges
    /// (`Range`, `If-Range`), with an `ETag`, and no token is asked for.
    ///
    /// ```
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::{Bytes, sandbox::Sandbox};
    ///
    /// #[graph_endpoint(GET, "/me/drive/items/<id>/content", response = Bytes)]
    /// struct GetContent { id: String }
    ///
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().on_download(|_: GetContent| async { Ok("a file") }).start().await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// assert_eq!(client.send(&GetContent { id: "1".into() }).await?, "a file");
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn on_download<E, H, F, B>(self, handler: H) -> Self
    where
        E: SandboxEndpoint,
        H: Fn(E) -> F + Send + Sync + 'static,
        F: Future<Output = Result<B, SandboxError>> + Send + 'static,
        B: Into<Bytes>,
    {
        let hosted = Arc::clone(&self.routes.hosted);
        self.on_with_head(move |endpoint: E, head| {
            let (content, hosted) = (handler(endpoint), Arc::clone(&hosted));
            async move {
                let content: Bytes = content.await?.into();
                let url = hosted.add("downloads", &head.headers, resource(content))?;
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = StatusCode::FOUND;
                set(response.headers_mut(), LOCATION, &url);
                Ok::<_, SandboxError>(response)
            }
        })
    }
}

fn resource(content: Bytes) -> Resource {
    let etag = format!("\"{:016x}\"", fastrand::u64(..));
    Arc::new(move |request| Box::pin(std::future::ready(serve(&content, &etag, &request))))
}

fn serve(content: &Bytes, etag: &str, request: &Request<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(content.clone());
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        set(response.headers_mut(), ALLOW, "GET, HEAD");
        *response.body_mut() = Bytes::new();
        return response;
    }
    set(response.headers_mut(), ETAG, etag);
    set(response.headers_mut(), ACCEPT_RANGES, "bytes");
    set(response.headers_mut(), CONTENT_TYPE, "application/octet-stream");
    let header = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    // On HEAD a range means nothing.
    let is_meant = *request.method() == Method::GET && header(IF_RANGE).is_none_or(|known| known == etag);
    let Some(range) = header(RANGE).filter(|_| is_meant).and_then(|range| range_of(range, content.len()))
    else {
        return response;
    };
    let total = content.len();
    match range {
        Some((start, end)) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            set(response.headers_mut(), CONTENT_RANGE, &format!("bytes {start}-{}/{total}", end - 1));
            *response.body_mut() = content.slice(start..end);
        }
        None => {
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set(response.headers_mut(), CONTENT_RANGE, &format!("bytes */{total}"));
            *response.body_mut() = Bytes::new();
        }
    }
    response
}

/// The one range of `bytes=a-b`, `bytes=a-` or `bytes=-n`, its end excluded; `Some(None)` where nothing of it is inside.
/// `None` for what is to be passed over: another unit, what isn't well-formed, and several ranges.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-14.2>
#[allow(clippy::option_option, reason = "no range, and a range of nothing")]
fn range_of(header: &str, total: usize) -> Option<Option<(usize, usize)>> {
    let (first, last) = header.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (first, last) {
        ("", count) => (total.saturating_sub(count.parse().ok()?), total),
        (first, "") => (first.parse().ok()?, total),
        (first, last) => {
            let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
            (first, last.checked_sub(first).map(|_| last.saturating_add(1).min(total))?)
        }
    };
    Some((range.0 < range.1).then_some(range))
}

pub(super) fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood() {
        for (header, expected) in [
            ("bytes=0-", Some(Some((0, 10)))),
            ("bytes=3-4", Some(Some((3, 5)))),
            ("bytes=3-99", Some(Some((3, 10)))),
            ("bytes=-4", Some(Some((6, 10)))),
            ("bytes=10-", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=5-3", None),
            ("bytes=0-1,4-5", None),
            ("lines=1-2", None),
        ] {
            assert_eq!(range_of(header, 10), expected, "{header}");
        }
    }
}
