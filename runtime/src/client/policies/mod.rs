//! What happens to a request between the endpoint and the wire. Each policy is a file; this one is their order.

pub(super) mod auth;
pub(super) mod identify;

use bytes::Bytes;
use http::Response;
use reqwest::Url;

use super::{Inner, ResponseBody, failure};
use crate::error::Error;
use crate::request::Parts;

/// Sends a request and reads the whole answer, whatever its status.
pub(super) async fn execute(client: &Inner, parts: Parts) -> Result<Response<Bytes>, Error> {
    let limit = parts.options.timeout.unwrap_or(client.transport.timeout());
    let exchange = async { client.transport.collect(open(client, parts).await?).await };
    tokio::time::timeout(limit, exchange).await.map_err(|_| failure::timeout())?
}

/// Sends a request; the answer's body is still to be read.
pub(super) async fn open(client: &Inner, mut parts: Parts) -> Result<Response<ResponseBody>, Error> {
    let url =
        Url::parse(&parts.url).map_err(|source| Error::build("the URL is not valid").with_source(source))?;
    client.identify.apply(&mut parts.headers, client.origin.is_of(&url) && !parts.options.anonymous);
    if !parts.options.anonymous {
        client.auth.authorize(&client.origin, &url, &mut parts.headers).await?;
    }
    client.transport.send(parts.method, url, parts.headers, &parts.body).await
}
