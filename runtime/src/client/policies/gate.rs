//! Whose pause a call waits for, and whose pause its response asks for.

use reqwest::Url;

use super::throttle::Gate;
use super::throttle_key::ThrottledCall;
use crate::client::inner::Inner;
use crate::wire::request::Parts;

/// The end of a chain of redirects.
pub(in crate::client) struct LedTo {
    pub(in crate::client) url: Url,
    /// No other origin than the base's was on the way.
    pub(in crate::client) at_home: bool,
}

/// What a pause for a call to `url` is kept under.
pub(in crate::client) fn of<'u>(client: &'u Inner, parts: &'u Parts, url: &'u Url) -> Gate<'u> {
    if !client.origin.is_of(url) {
        return Gate::Other(url);
    }
    Gate::Graph(ThrottledCall::new(&parts.method, parts.template, client.base.resource_path(url)))
}

/// The same, for whoever responded. A redirect within Graph is Graph's business: the pause is for this call's path.
pub(in crate::client) fn of_the_response<'u>(
    client: &'u Inner,
    parts: &'u Parts,
    url: &'u Url,
    led_to: Option<&'u LedTo>,
) -> Gate<'u> {
    match led_to {
        Some(end) if !(client.origin.is_of(&end.url) && client.origin.is_of(url)) => {
            of(client, parts, &end.url)
        }
        _ => of(client, parts, url),
    }
}
