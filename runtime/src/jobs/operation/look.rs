//! One look at an operation: what its monitor says, or the result where the monitor gives way to it.

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode};
use reqwest::Url;

use super::outcome::Place;
use super::status::{of_monitor, of_result};
use super::{Operation, OperationOutcome, OperationState, OperationStatus};
use crate::client::{Bearer, check_scheme, success};
use crate::error::{Error, Kind, is_markup, retry_after};
use crate::wire::request::Parts;
use crate::wire::response::{undisguised, url_in};

/// How often a monitor may lead to another one in a row.
const MOVES: u32 = 5;

impl Operation {
    /// Looks where the monitor is by now.
    pub(super) async fn follow(&mut self) -> Result<OperationState, Error> {
        for _ in 0..MOVES {
            if let Some(outcome) = &self.done {
                return Ok(OperationState::Done(outcome.status().clone()));
            }
            if let Some(state) = self.look().await? {
                return Ok(state);
            }
        }
        Err(Error::new(Kind::Redirect, format!("the monitor redirects more than {MOVES} times")))
    }

    /// Asks the monitor; `None` if it has moved, or if the operation is done.
    async fn look(&mut self) -> Result<Option<OperationState>, Error> {
        self.is_saved = false;
        let Some(monitor) = self.monitor.clone() else {
            return Err(Error::build("there is no monitor to ask"));
        };
        let mut request = self.request(&monitor, "the URL of the monitor")?;
        request.options.returns_redirects = true;
        let response = self.client.fetch(request).await.map_err(of_monitor)?;
        let status = OperationStatus::read(response.body());
        if status.is_bad() && (response.status().is_success() || response.status().is_redirection()) {
            return Err(status.failure(response));
        }
        if response.status().is_redirection() && response.headers().contains_key(LOCATION) {
            let location = redirect(&monitor, response.headers())?;
            if response.status() == StatusCode::SEE_OTHER {
                let result = self.request(&location, "the URL of the operation's result")?;
                let result = self.client.fetch(result).await.and_then(success).and_then(undisguised);
                let result = result.map_err(of_result)?;
                if result.status() == StatusCode::ACCEPTED {
                    return Ok(Some(self.running(status, result.headers())));
                }
                self.done = Some(OperationOutcome::new(self.place(), status.or(result.body()), result));
            } else {
                self.monitor = Some(location);
            }
            return Ok(None);
        }
        let response = success(response).and_then(undisguised).map_err(of_monitor)?;
        if status.text().is_none() && is_markup(response.body()) {
            let problem = "the monitor's response is HTML or XML, not JSON; a proxy or a sign-in page may stand between";
            return Err(Error::from_response(response).named(Kind::Decode, problem));
        }
        // A status that isn't known keeps us waiting, and so does 202 without one.
        let waits = match status.text() {
            Some(_) => !status.is_good(),
            None => response.status() == StatusCode::ACCEPTED,
        };
        if waits {
            return Ok(Some(self.running(status, response.headers())));
        }
        self.done = Some(OperationOutcome::new(self.place(), status, response));
        Ok(None)
    }

    /// A request that takes no longer than whoever waits for the operation.
    fn request(&self, url: &str, what: &'static str) -> Result<Parts, Error> {
        let mut request = self.client.link(Method::GET, url, self.template, what, Bearer::AtHome)?;
        request.options.timeout = self.time_left().filter(|left| *left < self.client.deadline());
        Ok(request)
    }

    /// It isn't done, and the next look comes when Graph says.
    fn running(&mut self, status: OperationStatus, headers: &HeaderMap) -> OperationState {
        self.wait = retry_after(headers, self.client.environment().date());
        OperationState::Running(status)
    }

    #[inline]
    pub(super) fn place(&self) -> Place {
        let (client, call) = (self.client.clone(), self.call.clone());
        Place { client, version: self.version, template: self.template, call }
    }
}

#[inline]
fn redirect(from: &str, headers: &HeaderMap) -> Result<String, Error> {
    let wrong = || Error::new(Kind::Redirect, "the monitor redirects to what is not a URL");
    let from = Url::parse(from).map_err(|_| wrong())?;
    let to = url_in(headers, LOCATION).and_then(|location| from.join(location).ok()).ok_or_else(wrong)?;
    check_scheme(&from, &to)?;
    Ok(to.into())
}
