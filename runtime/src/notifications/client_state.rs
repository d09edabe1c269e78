//! The secret that a subscription and its notifications share.
//! <https://learn.microsoft.com/graph/api/resources/subscription>

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;

use super::ChangeNotification;
use crate::error::Error;

/// How long Graph lets it be, in characters.
const LONGEST: usize = 128;

/// The secret that a subscription gives Graph as its `clientState`, and that each of its notifications carries. Where there
/// are several subscriptions, each has one of its own, found by
/// [`subscription_id`](ChangeNotification::subscription_id).
///
/// ```
/// use graph_endpoint::notifications::ClientState;
///
/// let state = ClientState::new("a-long-random-secret")?;
/// assert!(state.is("a-long-random-secret"));
/// assert!(!state.is("a-long-random-guess!"));
/// assert!(ClientState::new("x".repeat(129)).is_err());
/// # Ok::<(), graph_endpoint::Error>(())
/// ```
#[derive(Clone)]
pub struct ClientState(String);

impl ClientState {
    /// A secret: long, random, at most 128 characters.
    ///
    /// # Errors
    /// [`Error::is_build`] when it is empty or longer than that.
    pub fn new(secret: impl Into<String>) -> Result<Self, Error> {
        let secret = secret.into();
        match secret.chars().count() {
            1..=LONGEST => Ok(Self(secret)),
            _ => Err(Error::build("a client state has 1 to 128 characters")),
        }
    }

    /// Whether a notification carries this secret. How long that takes says nothing about how much of it is right.
    pub fn is_of(&self, notification: &ChangeNotification) -> bool {
        notification.client_state.as_deref().is_some_and(|state| self.is(state))
    }

    /// Whether it is this secret, compared in constant time.
    pub fn is(&self, state: &str) -> bool {
        verify_slices_are_equal(self.0.as_bytes(), state.as_bytes()).is_ok()
    }

    /// The secret, for the subscription's `clientState`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientState(..)")
    }
}
