//! The response to a token that can't be gone on from: 410 Gone, and what it says about the new beginning.
//!
//! <https://learn.microsoft.com/graph/api/driveitem-delta>, <https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset>

use http::StatusCode;
use http::header::LOCATION;

use crate::error::Error;
use crate::wire::response::url_in;

/// Why a delta begins anew, and what to do with what is known so far.
///
/// ```
/// use graph_endpoint::Resync;
///
/// fn plan(resync: &Resync) -> &'static str {
///     match resync {
///         Resync::UploadDifferences => "list anew, keep what is only here",
///         _ => "drop what is known, list anew",
///     }
/// }
/// assert_eq!(plan(&Resync::ApplyDifferences), "drop what is known, list anew");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Resync {
    /// `resyncChangesApplyDifferences`: replace what is known by what comes, deletions included; send local changes
    /// that the service doesn't know.
    ApplyDifferences,
    /// `resyncChangesUploadDifferences`: send what is known and doesn't come; keep both where they differ.
    UploadDifferences,
    /// `syncStateNotFound`: the token has expired or is unknown. What is known and doesn't come is gone.
    StateNotFound,
    /// `resyncRequired`: what is known and doesn't come is gone.
    Required,
    /// Another code, or none: 410 alone. What is known and doesn't come is gone.
    Other(Option<String>),
}

impl Resync {
    /// What `error` says about a new beginning; `None` if it is another error.
    #[inline]
    pub(super) fn from_error(error: &Error) -> Option<Self> {
        let status = error.status()?;
        // The most specific code is the last one.
        let known = error.code().into_iter().chain(error.inner_codes()).filter_map(Self::known).last();
        match known {
            Some(resync) if status.is_client_error() => Some(resync),
            _ if status == StatusCode::GONE => Some(Self::Other(error.code().map(str::to_owned))),
            _ => None,
        }
    }

    /// Graph's code, as it is documented or as it came.
    #[inline]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Other(code) => code.as_deref(),
            _ => CODES.iter().find(|(_, resync)| resync == self).map(|(code, _)| *code),
        }
    }

    #[inline]
    fn known(code: &str) -> Option<Self> {
        CODES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, resync)| resync.clone())
    }
}

const CODES: &[(&str, Resync)] = &[
    ("resyncChangesApplyDifferences", Resync::ApplyDifferences),
    ("resyncChangesUploadDifferences", Resync::UploadDifferences),
    ("syncStateNotFound", Resync::StateNotFound),
    ("resyncRequired", Resync::Required),
];

/// Where the new beginning is, if the response says so.
#[inline]
pub(super) fn location(error: &Error) -> Option<&str> {
    url_in(error.headers()?, LOCATION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use http::Response;

    fn resync(status: u16, body: &'static str) -> Option<Resync> {
        let response = Response::builder().status(status).body(Bytes::from(body)).unwrap();
        Resync::from_error(&Error::from_response(response))
    }

    #[test]
    fn the_most_specific_known_code_counts() {
        let nested = r#"{"error":{"code":"resyncRequired","innerError":{"code":"ResyncChangesUploadDifferences","innerError":{"code":"x"}}}}"#;
        assert_eq!(resync(410, nested), Some(Resync::UploadDifferences));
        assert_eq!(resync(400, r#"{"error":{"code":"SyncStateNotFound"}}"#), Some(Resync::StateNotFound));
        assert_eq!(resync(410, r#"{"error":{"code":"new"}}"#), Some(Resync::Other(Some("new".to_owned()))));
        assert_eq!(resync(410, ""), Some(Resync::Other(None)));
        assert_eq!(resync(404, r#"{"error":{"code":"itemNotFound"}}"#), None);
        assert_eq!(resync(500, r#"{"error":{"code":"resyncRequired"}}"#), None);
        assert_eq!(Resync::Required.code(), Some("resyncRequired"));
    }
}
