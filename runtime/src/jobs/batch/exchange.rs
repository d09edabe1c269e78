//! One batch over the wire, as often as it takes: what Graph was too busy for is sent again, and only that.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode};

use super::item::Item;
use super::responses::Responses;
use crate::client::{Client, RETRY_ATTEMPT, ThrottledCall, may_repeat_status, success};
use crate::error::{Error, Kind, retry_after};
use crate::wire::body::Body;
use crate::wire::request::Parts;

/// The response of one item; whatever its status.
pub(super) type Outcome = Result<Response<Bytes>, Error>;

pub(super) const TEMPLATE: &str = "/$batch";
const PATH: &str = "$batch";

/// Sends items, all of one version, as one batch; those that Graph throttles again, until their responses stand.
/// `before` says for each item which one of these it depends on.
///
/// # Errors
/// When the batch fails as a whole, before any item has a response.
pub(super) async fn exchange(
    client: &Client,
    items: &[Item],
    before: &[Option<usize>],
) -> Result<Vec<Outcome>, Error> {
    let began = client.environment().now();
    let mut run = Run { client, items, before, began, outcomes: items.iter().map(|_| None).collect() };
    let mut pending: Vec<usize> = (0..items.len()).collect();
    let mut retries = 0;
    while !pending.is_empty() {
        run.leave_out_who_cannot_wait(&mut pending);
        let responses = match run.send(&pending, retries).await {
            Ok(responses) => responses,
            Err(error) if retries == 0 => return Err(error),
            // What the others were answered stands.
            Err(error) => {
                pending.iter().for_each(|index| run.settle(*index, Err(error.again())));
                break;
            }
        };
        for (index, response) in pending.iter().zip(responses) {
            run.settle(*index, response);
        }
        run.note_pauses(&pending);
        let again = run.refused(&pending);
        match run.wait_for(&again, retries) {
            Some(wait) => client.environment().sleep(wait).await,
            None => break,
        }
        retries += 1;
        pending = again;
    }
    Ok(run.outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(|| Err(without_response()))).collect())
}

/// Sends items that don't depend on each other as one batch, once: whatever comes back.
pub(super) async fn once(client: &Client, items: &[Item]) -> Outcome {
    let run = Run { client, items, before: &[], began: client.environment().now(), outcomes: Vec::new() };
    let mut parts = run.parts(&(0..items.len()).collect::<Vec<_>>());
    parts.options.once = true;
    client.fetch(parts).await
}

/// Where a batch goes that begins with this item.
pub(super) fn url(client: &Client, first: Option<&Item>) -> String {
    let version = first.map_or("v1.0", |item| &item.version);
    format!("{}/{version}/{PATH}", client.base_url())
}

/// Whether Graph asked for a pause of batches as such.
#[inline]
pub(super) fn is_paused(client: &Client) -> bool {
    client.pacing().paused(ThrottledCall::new(&Method::POST, TEMPLATE, PATH)).is_some()
}

struct Run<'a> {
    client: &'a Client,
    items: &'a [Item],
    before: &'a [Option<usize>],
    /// The client's deadline for a call is one for all of it: waits, rounds and links count from here.
    began: Instant,
    outcomes: Vec<Option<Outcome>>,
}

impl Run<'_> {
    #[inline]
    fn settle(&mut self, index: usize, outcome: Outcome) {
        if let Some(slot) = self.outcomes.get_mut(index) {
            *slot = Some(outcome);
        }
    }

    #[inline]
    fn time_left(&self) -> Option<Duration> {
        let deadline = self.began.checked_add(self.client.deadline());
        let now = self.client.environment().now();
        deadline.map(|deadline| deadline.saturating_duration_since(now))
    }

    /// Sends these items, and gives their responses in the same order.
    async fn send(&self, pending: &[usize], retries: u32) -> Result<Vec<Outcome>, Error> {
        self.wait_while_paused(pending).await?;
        let mut parts = self.parts(pending);
        if retries > 0 {
            parts.headers.insert(RETRY_ATTEMPT, HeaderValue::from(retries));
        }
        parts.options.began = Some(self.began);
        let url = parts.url.clone();
        let response = success(self.client.fetch(parts).await?);
        let responses = match response {
            Ok(response) => Responses::read_all(self.client, &url, response, pending, self.began).await,
            Err(error) => Err(error),
        };
        let mut responses =
            responses.map_err(|error| error.of_call(&self.client.call_name(&Method::POST, TEMPLATE)))?;
        Ok(pending.iter().map(|index| responses.take(&id(*index))).collect())
    }

    /// The request with these items.
    #[inline]
    fn parts(&self, pending: &[usize]) -> Parts {
        let items = || pending.iter().filter_map(|index| self.items.get(*index));
        let url = url(self.client, items().next());
        let mut parts = Parts::new(Method::POST, url, TEMPLATE);
        parts.body = Body::from_json(self.write(pending));
        if let Some(content_type) = parts.body.content_type() {
            parts.headers.insert(http::header::CONTENT_TYPE, content_type);
        }
        parts.options.idempotent = items().all(|item| item.idempotent);
        parts.options.credentials_in_body = items().any(|item| self.client.has_credentials(&item.headers));
        parts
    }

    #[inline]
    fn write(&self, pending: &[usize]) -> Vec<u8> {
        let mut out = b"{\"requests\":[".to_vec();
        for (at, index) in pending.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            // What it depends on was done in an earlier round, or travels along.
            let before = self.before.get(*index).copied().flatten().filter(|before| pending.contains(before));
            if let Some(item) = self.items.get(*index) {
                item.write(&id(*index), before.map(id).as_deref(), &mut out);
            }
        }
        out.extend_from_slice(b"]}");
        out
    }

    /// While Graph says wait to anything of it, the batch waits.
    async fn wait_while_paused(&self, pending: &[usize]) -> Result<(), Error> {
        let items = || pending.iter().filter_map(|index| self.items.get(*index));
        while let Some(wait) = items().filter_map(|item| self.client.pacing().paused(item.throttled())).max()
        {
            if let Some(left) = self.time_left().filter(|left| wait >= *left) {
                return Err(Error::throttled(wait, left));
            }
            self.client.environment().sleep(wait).await;
        }
        Ok(())
    }

    /// Who would have to wait for longer than there is time fails alone, and what depends on it with it. If that is
    /// everything, it is the batch that fails.
    #[inline]
    fn leave_out_who_cannot_wait(&mut self, pending: &mut Vec<usize>) {
        let Some(left) = self.time_left() else { return };
        let paused = |index: &usize| self.client.pacing().paused(self.items.get(*index)?.throttled());
        let late: Vec<usize> =
            pending.iter().copied().filter(|index| paused(index).is_some_and(|wait| wait >= left)).collect();
        let Some(wait) = late.iter().filter_map(paused).max() else { return };
        let late = self.with_dependents(late, pending, |_| true);
        if late.len() == pending.len() {
            return;
        }
        pending.retain(|index| !late.contains(index));
        for index in late {
            if self.status(index).is_none() {
                self.settle(index, Err(Error::throttled(wait, left)));
            }
        }
    }

    /// What Graph was too busy for and may be asked for again in time, and what depends on that.
    #[inline]
    fn refused(&self, pending: &[usize]) -> Vec<usize> {
        let left = self.time_left();
        let in_time = |index: usize| left.zip(self.asked(index)).is_none_or(|(left, wait)| wait < left);
        let refused: Vec<usize> = pending
            .iter()
            .copied()
            .filter(|index| self.status(*index).is_some_and(|status| self.busy(*index, status)))
            .filter(|index| in_time(*index))
            .collect();
        let failed = |index: usize| self.status(index) == Some(StatusCode::FAILED_DEPENDENCY);
        let mut refused = self.with_dependents(refused, pending, failed);
        refused.sort_unstable();
        refused
    }

    /// `these`, and of `pending` whatever depends on them, directly or not, and is `also`.
    #[inline]
    fn with_dependents(
        &self,
        mut these: Vec<usize>,
        pending: &[usize],
        also: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        loop {
            let depends = |index: usize| {
                self.before.get(index).copied().flatten().is_some_and(|before| these.contains(&before))
            };
            let more: Vec<usize> = pending
                .iter()
                .copied()
                .filter(|index| !these.contains(index) && also(*index) && depends(*index))
                .collect();
            if more.is_empty() {
                return these;
            }
            these.extend(more);
        }
    }

    /// For all calls with the same key, whether or not this one is sent again.
    #[inline]
    fn note_pauses(&self, pending: &[usize]) {
        for index in pending {
            let busy = self.status(*index).is_some_and(|status| self.busy(*index, status));
            if let (true, Some(item), Some(wait)) = (busy, self.items.get(*index), self.asked(*index)) {
                self.client.pacing().pause(item.throttled(), wait);
            }
        }
    }

    /// How long Graph asked to wait with this item.
    #[inline]
    fn asked(&self, index: usize) -> Option<Duration> {
        let response = self.outcomes.get(index)?.as_ref()?.as_ref().ok()?;
        retry_after(response.headers(), self.client.environment().date())
    }

    #[inline]
    fn status(&self, index: usize) -> Option<StatusCode> {
        self.outcomes.get(index)?.as_ref()?.as_ref().ok().map(Response::status)
    }

    fn busy(&self, index: usize, status: StatusCode) -> bool {
        may_repeat_status(status, self.items.get(index).is_some_and(|item| item.idempotent))
    }

    /// How long to wait before these are sent again: the longest that Graph asks for. `None` if their responses stand.
    #[inline]
    fn wait_for(&self, again: &[usize], retries: u32) -> Option<Duration> {
        if again.is_empty() {
            return None;
        }
        let asked = again.iter().filter_map(|index| self.asked(*index)).max();
        self.client.pacing().wait_before_retry(retries, asked, self.time_left())
    }
}

/// Ids are told apart as text by Graph; they count from 1 in its documentation.
#[inline]
pub(super) fn id(index: usize) -> String {
    (index + 1).to_string()
}

#[inline]
fn without_response() -> Error {
    Error::new(Kind::Decode, "no response of the batch is for this request: its fate is unknown")
}
