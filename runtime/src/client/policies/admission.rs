//! Whether a request may go where its URL leads, and whether credentials go along.

use reqwest::Url;

use crate::client::inner::Inner;
use crate::error::Error;
use crate::wire::request::Parts;

/// Lets a request go where it is meant for, and without credentials where they are not; whether it goes to the base's
/// origin as the client's own.
///
/// # Errors
/// [`Error::is_build`] when it would take a credential elsewhere, or leads where nothing of this client's may go.
pub(in crate::client) fn admit(client: &Inner, url: &Url, parts: &mut Parts) -> Result<bool, Error> {
    let at_home = client.origin.is_of(url);
    if at_home && client.origin.is_confidential() && !parts.options.anonymous {
        return Ok(true);
    }
    // Seldom from here on.
    let what = parts.options.link.unwrap_or("the URL");
    if let Some(problem) = (!at_home).then(|| client.origin.problem_with(url)).flatten() {
        return Err(Error::build(format!("{what} leads to {problem}; nothing was sent")));
    }
    if parts.options.anonymous {
        client.credentials.leave_origin(&mut parts.headers);
        return Ok(false);
    }
    if client.auth.has_token()
        || parts.options.credentials_in_body
        || client.credentials.are_in(&parts.headers)
    {
        client.origin.check_credentials_may_go_to(url, what)?;
    } else if !at_home {
        client.credentials.leave_origin(&mut parts.headers);
    }
    Ok(at_home)
}
