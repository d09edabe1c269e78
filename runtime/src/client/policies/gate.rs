//! Whose pause a call waits for, and whose pause its response asks for.

use reqwest::Url;

use super::InFlight;
use super::throttle::Gate;
use super::throttle_key::ThrottledCall;

/// The end of a chain of redirects.
pub(super) struct LedTo {
    pub(super) url: Url,
    /// No other origin than the base's was on the way.
    pub(super) at_home: bool,
}

impl InFlight<'_> {
    /// What a pause for this call's URL is kept under.
    pub(super) fn gate(&self) -> Gate<'_> {
        self.gate_to(self.url)
    }

    /// The same, for whoever answered. A redirect within Graph is Graph's business: the pause is for this call's path.
    pub(super) fn gate_of_the_response(&self) -> Gate<'_> {
        let origin = &self.client.origin;
        match &self.led_to {
            Some(end) if !(origin.is_of(&end.url) && origin.is_of(self.url)) => self.gate_to(&end.url),
            _ => self.gate(),
        }
    }

    fn gate_to<'u>(&'u self, url: &'u Url) -> Gate<'u> {
        if !self.client.origin.is_of(url) {
            return Gate::Other(url);
        }
        let path = self.client.base.resource_path(url);
        Gate::Graph(ThrottledCall::new(&self.parts.method, self.parts.template, path))
    }
}
