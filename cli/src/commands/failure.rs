//! How a command ends that doesn't end well.

use std::process::ExitCode;

/// A message, and whether something was found or could not be done.
pub(crate) struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// Everything was done, and something was found that must not be: exit code 1.
    pub(crate) fn found(message: String) -> Self {
        Self { message, code: 1 }
    }

    /// Says it, for the exit code.
    pub(crate) fn report(self) -> ExitCode {
        eprintln!("error: {}", self.message);
        ExitCode::from(self.code)
    }
}

/// What could not be done: exit code 2.
impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self { message, code: 2 }
    }
}
