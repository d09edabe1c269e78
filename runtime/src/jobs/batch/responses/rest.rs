//! The responses that come later: Graph may answer a batch as soon as some of its items are done, with a link to the rest.
//! <https://learn.microsoft.com/graph/json-batching#response-format>

use std::time::Instant;

use bytes::Bytes;
use http::{Method, Response};
use reqwest::Url;

use super::Responses;
use crate::client::{Bearer, Client, success};
use crate::error::Error;
use crate::jobs::batch::exchange::{TEMPLATE, id};
use crate::jobs::batch::plan::MOST;

/// What errors call the link.
const LINK: &str = "the batch's next link";

/// Whether a property is the link to more responses.
#[inline]
pub(super) fn is_link(name: &str) -> bool {
    ["@odata.nextLink", "@nextLink", "nextLink"].iter().any(|link| name.eq_ignore_ascii_case(link))
}

impl Responses {
    /// Reads the response to a batch that came from `url`, and what lies behind its links as long as some of the items
    /// have no response yet, by the deadline of the whole, which began then.
    ///
    /// # Errors
    /// Those of [`read`](Self::read). What goes wrong with a link is the error of the items that have no response.
    #[inline]
    pub(in crate::jobs::batch) async fn read_all(
        client: &Client,
        url: &str,
        response: Response<Bytes>,
        items: &[usize],
        began: Instant,
    ) -> Result<Self, Error> {
        let mut responses = Self::read(response)?;
        // Each brings one response at least.
        for _ in 0..MOST {
            if responses.next.is_none() || !responses.lacks_any(items) {
                break;
            }
            if let Err(error) = responses.read_more(client, url, began).await {
                responses.missing = error;
                break;
            }
        }
        Ok(responses)
    }

    #[inline]
    fn lacks_any(&self, items: &[usize]) -> bool {
        items.iter().any(|index| !self.by_id.contains_key(&id(*index)))
    }

    #[inline]
    async fn read_more(&mut self, client: &Client, url: &str, began: Instant) -> Result<(), Error> {
        let link = self.next.take().unwrap_or_default();
        let link = Url::parse(url)
            .and_then(|url| url.join(&link))
            .map_err(|_| Error::build(format!("{LINK} is not a URL")))?;
        let mut parts = client.link(Method::GET, link.as_str(), TEMPLATE, LINK, Bearer::Required)?;
        parts.options.began = Some(began);
        let more = Self::read(success(client.fetch(parts).await?)?)?;
        for (id, response) in more.by_id {
            self.by_id.entry(id).or_insert(response);
        }
        self.next = more.next;
        Ok(())
    }
}
