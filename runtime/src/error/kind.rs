//! The kinds of failures, one for each thing that a caller or a policy decides by.

#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only the client connects"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Before anything was sent.
    Build,
    /// No token, or one that Graph refuses.
    Auth,
    Connect,
    /// The other side isn't who it should be, or speaks no TLS: trying again wouldn't help.
    Tls,
    Timeout,
    /// The connection broke, or the response was cut.
    Transport,
    /// Graph asked for a pause that is longer than the call may take: nothing was sent.
    Throttled,
    /// Redirects that lead nowhere.
    Redirect,
    /// The response's body is over the client's limit.
    TooLarge,
    /// A file or a reader on our side.
    Io,
    /// What was to be taken up again is gone: an upload session.
    Expired,
    /// What is transferred is another one by now: content that is downloaded, a source that is uploaded.
    Changed,
    /// The links of a list lead in a circle, or to one empty page after the other.
    PagingLoop,
    /// A long-running operation came to a bad end.
    Operation,
    Decode,
    /// A change notification that Graph didn't send, or not like that.
    #[cfg(feature = "notifications")]
    Untrusted,
    /// A response with a status that is not 2xx.
    Status,
}

#[cfg(feature = "tracing")]
impl Kind {
    /// The `error.type` of a span: one of few.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Auth => "auth",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::Throttled => "throttled",
            Self::Redirect => "redirect",
            Self::TooLarge => "too_large",
            Self::Io => "io",
            Self::Expired => "expired",
            Self::Changed => "changed",
            Self::PagingLoop => "paging_loop",
            Self::Operation => "operation",
            Self::Decode => "decode",
            #[cfg(feature = "notifications")]
            Self::Untrusted => "untrusted",
            Self::Status => "status",
        }
    }
}
