//! Which call an error is about.

use std::fmt;

use http::Method;

use super::{Error, Kind};

/// The call that an error is about: its method and its path as declared. Neither holds a value.
#[derive(Clone)]
pub(crate) struct CallName {
    method: Method,
    /// `/users/{id}/assignLicense`
    template: &'static str,
    /// Whether Graph's text for people is shown, too.
    pub(super) shows_messages: bool,
}

impl CallName {
    pub(crate) fn new(method: &Method, template: &'static str) -> Self {
        Self { method: method.clone(), template, shows_messages: false }
    }

    /// Whether errors of this call show Graph's text for people.
    #[cfg(feature = "client")]
    pub(crate) fn showing_messages(self, shows_messages: bool) -> Self {
        Self { shows_messages, ..self }
    }
}

impl fmt::Display for CallName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.template)
    }
}

impl Error {
    /// Says which call it is about; what was said before no longer holds: a job's call goes before its requests.
    #[cold]
    pub(crate) fn of_call(mut self, call: &CallName) -> Self {
        self.name_call(call);
        self
    }

    /// As [`of_call`](Self::of_call), in its place.
    #[cold]
    pub(crate) fn name_call(&mut self, call: &CallName) {
        self.inner.call = Some(call.clone());
    }

    /// What is wrong, without the call: for an error that says more about another one.
    pub(crate) fn problem(&self) -> impl fmt::Display {
        Problem(self)
    }
}

struct Problem<'e>(&'e Error);

impl fmt::Display for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.0;
        let call = error.inner.call.as_ref();
        match (error.inner.kind, error.status()) {
            (Kind::Status, Some(status)) if call.is_some() => {
                let step = &error.inner.message;
                write!(f, "{step}{}{status}", if step.is_empty() { "" } else { ": " })?;
            }
            (Kind::Status, Some(status)) => write!(f, "Graph answered {status}")?,
            (Kind::Status, None) => f.write_str("Graph answered with an error")?,
            (Kind::Operation, _) => f.write_str(&error.inner.message)?,
            _ => return f.write_str(&error.inner.message),
        }
        write_code(f, error.code().unwrap_or_default())?;
        for code in error.inner_codes() {
            write_code(f, code)?;
        }
        if let Some(message) = error.message().filter(|_| call.is_some_and(|call| call.shows_messages)) {
            write!(f, ": {}", one_line(message))?;
        }
        match error.request_id().filter(|id| is_identifier(id)) {
            Some(id) => write!(f, " (request-id {id})"),
            None => Ok(()),
        }
    }
}

/// Leaves out what is no code, for what it can quote.
fn write_code(f: &mut fmt::Formatter<'_>, code: &str) -> fmt::Result {
    if code.is_empty() || !is_code(code) { Ok(()) } else { write!(f, ", {code}") }
}

/// A longer message is cut.
const MAX_MESSAGE: usize = 1000;

/// A message that can't end the line of a log, nor fill it.
fn one_line(message: &str) -> String {
    let mut line = String::new();
    for (index, c) in message.chars().enumerate() {
        if index == MAX_MESSAGE {
            line.push('…');
            break;
        }
        line.push(if c.is_control() { ' ' } else { c });
    }
    line
}

/// Whether an id of the response looks like one: a sentence in its place can quote what was sent.
fn is_identifier(text: &str) -> bool {
    text.len() <= 100 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
}

/// Whether it is one of at most 19 digits, as those of 64 bits have.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    matches!(digits.len(), 1..=19) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a code looks like one. SharePoint's have a number in front: `-1, Microsoft.SharePoint.Client.UnknownError`.
fn is_code(text: &str) -> bool {
    match text.split_once(", ") {
        Some((number, name)) => is_integer(number) && name.contains('.') && is_identifier(name),
        None => is_identifier(text),
    }
}
