//! What the batch means for each call that was in it: how its first attempt ended, or that it had none.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::client::Client;
use crate::error::{Error, Kind, is_too_much};
use crate::jobs::batch::exchange::{self, Outcome, id};
use crate::jobs::batch::item::Item;
use crate::jobs::batch::responses::Responses;

/// What became of a call.
pub(super) enum Fate {
    /// Nothing, or nothing that matters: it goes alone.
    Alone,
    /// Its first attempt ended so.
    Attempted(Outcome),
}

/// How long calls go alone where the service has no `$batch`, or what stands before it none that works.
const NO_BATCH: Duration = Duration::from_secs(300);

/// The same when it had no time for a batch, or failed at it.
const BUSY: Duration = Duration::from_secs(10);

/// What became of each item of a batch that was sent once, at that time, and for how long the next calls had better go alone.
#[inline]
pub(super) async fn of_each(
    client: &Client,
    items: &[Item],
    outcome: Outcome,
    began: Instant,
) -> (Vec<Fate>, Option<Duration>) {
    let each = |fate: &dyn Fn(&Item) -> Fate| items.iter().map(fate).collect();
    let response = match outcome {
        Ok(response) => response,
        Err(error) => return (each(&|item| failed(item, &error)), None),
    };
    match response.status() {
        status if status.is_success() => match read(client, items, response, began).await {
            Ok(mut responses) => {
                let answered = |(index, item)| match responses.take(&id(index)) {
                    Ok(response) => Fate::Attempted(Ok(response)),
                    Err(error) => unknown(item, &error),
                };
                (items.iter().enumerate().map(answered).collect(), None)
            }
            Err(error) => (each(&|item| unknown(item, &error)), Some(NO_BATCH)),
        },
        status if was_refused(status) => (each(&|_| Fate::Alone), rest_after(status)),
        status => {
            let error = Error::from_response(response);
            (each(&|item| unknown(item, &error)), rest_after(status))
        }
    }
}

async fn read(
    client: &Client,
    items: &[Item],
    response: Response<Bytes>,
    began: Instant,
) -> Result<Responses, Error> {
    let url = exchange::url(client, items.first());
    let all: Vec<usize> = (0..items.len()).collect();
    Responses::read_all(client, &url, response, &all, began).await
}

/// A pause that was asked for holds besides.
fn rest_after(status: StatusCode) -> Option<Duration> {
    match status.as_u16() {
        403..=405 | 410 | 501 => Some(NO_BATCH),
        429 | 500 | 502..=504 | 509 => Some(BUSY),
        _ => None,
    }
}

/// The batch as a whole was answered so that none of it was carried out. One of its items may be the reason, or what
/// the caller may do, or the service, which knows no batches: alone, each finds out for itself.
#[inline]
fn was_refused(status: StatusCode) -> bool {
    status.is_redirection()
        || status.is_client_error()
        || is_too_much(status)
        || matches!(status, StatusCode::NOT_IMPLEMENTED | StatusCode::SERVICE_UNAVAILABLE)
}

/// The batch failed without a response.
#[inline]
fn failed(item: &Item, error: &Error) -> Fate {
    match error.kind() {
        // Nothing was sent, for reasons of the batch's.
        Kind::Build | Kind::Throttled => Fate::Alone,
        // What the call would have met as well; its own policies say whether to try again.
        Kind::Auth | Kind::Connect | Kind::Tls | Kind::Transport | Kind::Timeout => {
            Fate::Attempted(Err(error.again()))
        }
        _ => unknown(item, error),
    }
}

/// The item may have been carried out: only what does no harm twice is sent again.
#[inline]
fn unknown(item: &Item, error: &Error) -> Fate {
    if item.idempotent { Fate::Alone } else { Fate::Attempted(Err(error.again())) }
}
