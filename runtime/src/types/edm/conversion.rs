//! Why a text of ours is no value of another library's type.

use std::error::Error as StdError;
use std::fmt;

/// A text of Graph's that has no place in a type of another library: a time beyond its range, a duration in years.
///
/// `Display` says what was expected and never what came. [`source`](StdError::source) is the library's own error, which
/// says what is wrong; its text can quote the value.
///
/// ```
/// # #[cfg(feature = "jiff")] {
/// use std::error::Error as _;
/// use graph_endpoint::edm::DateTimeOffset;
///
/// let local: DateTimeOffset = "2024-02-29T08:30:00".parse().unwrap();
/// let error = jiff::Timestamp::try_from(&local).unwrap_err();
/// assert_eq!(error.to_string(), "expected a point in time with its offset from UTC");
/// assert!(error.source().unwrap().is::<jiff::Error>());
/// # }
/// ```
#[derive(Debug)]
pub struct ConversionError {
    expected: &'static str,
    source: Box<dyn StdError + Send + Sync>,
}

impl ConversionError {
    pub(super) fn new(expected: &'static str, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { expected, source: source.into() }
    }
}

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl StdError for ConversionError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
