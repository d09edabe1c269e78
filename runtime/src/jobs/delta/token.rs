//! Where a delta goes on: a link of Graph's, opaque, to be stored.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Where a [`Delta`](super::Delta) goes on, to be stored until then: as text ([`Display`](fmt::Display) and
/// [`FromStr`]), or as a string by serde.
///
/// It is a link of Graph's, opaque and at times long. It can hold values of the first request's, so that `Debug`
/// doesn't show it; store it as you would store the data itself. How long it lives, the service says: for directory
/// objects 7 days. <https://learn.microsoft.com/graph/delta-query-overview#token-duration>
///
/// ```
/// use graph_endpoint::DeltaToken;
///
/// let token: DeltaToken = "https://graph.microsoft.com/v1.0/users/delta?$deltatoken=aB3".parse().unwrap();
/// assert_eq!(token.to_string(), "https://graph.microsoft.com/v1.0/users/delta?$deltatoken=aB3");
/// assert_eq!(format!("{token:?}"), "DeltaToken(..)");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DeltaToken(String);

impl DeltaToken {
    /// The link, to be stored: `https://graph.microsoft.com/v1.0/users/delta?$deltatoken=..`. It may hold values of the
    /// first request's.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A delta link that was saved by other means. Whether it is one, its first use tells.
impl From<String> for DeltaToken {
    fn from(link: String) -> Self {
        Self(link)
    }
}

impl FromStr for DeltaToken {
    type Err = Infallible;

    #[inline]
    fn from_str(link: &str) -> Result<Self, Infallible> {
        Ok(Self(link.to_owned()))
    }
}

/// The link itself: for storing, not for logs.
impl fmt::Display for DeltaToken {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DeltaToken {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeltaToken(..)")
    }
}

impl Serialize for DeltaToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DeltaToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}
