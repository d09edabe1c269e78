//! Items that were answered with a redirect: a download in a batch comes as the link to its content. A batch can't follow
//! it, so each goes on alone, as a single call does: to another host without the token.
//! <https://learn.microsoft.com/graph/json-batching>

use http::header::LOCATION;
use tokio::task::JoinSet;

use super::exchange::Outcome;
use super::{joined, runtime};
use crate::client::{Client, leads_on};
use crate::wire::request::Parts;

/// The outcomes, those of redirected items followed, side by side.
#[inline]
pub(super) async fn follow(client: &Client, requests: &[Parts], outcomes: Vec<Outcome>) -> Vec<Outcome> {
    if !outcomes.iter().any(is_redirect) {
        return outcomes;
    }
    let Ok(runtime) = runtime(client) else { return outcomes };
    let mut all: Vec<Option<Outcome>> = outcomes.into_iter().map(Some).collect();
    let mut side_by_side = JoinSet::new();
    for (index, (slot, parts)) in all.iter_mut().zip(requests).enumerate() {
        let Some(outcome) = slot.take_if(|outcome| is_redirect(outcome)) else { continue };
        let (client, parts) = (client.clone(), parts.clone());
        let follow = async move { (vec![index], vec![client.fetch_after(outcome, parts).await]) };
        side_by_side.spawn_on(follow, &runtime);
    }
    joined(all, side_by_side).await
}

#[inline]
fn is_redirect(outcome: &Outcome) -> bool {
    outcome
        .as_ref()
        .is_ok_and(|response| leads_on(response.status()) && response.headers().contains_key(LOCATION))
}
