//! What can go wrong with one request, and how it looks on the wire.

use std::time::Duration;

use crate::support::server::Reply;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fault {
    None,
    /// The whole response, then the connection ends.
    HangUpAfter,
    /// The whole response, in small pieces.
    Dribble,
    /// 103, and then the response.
    EarlyHints,
    /// The response, later.
    Slow,
    /// No response, for longer than the client waits.
    Silent {
        done: bool,
    },
    /// No response: the connection is reset, or ends.
    Reset {
        done: bool,
    },
    HangUp {
        done: bool,
    },
    /// The response breaks off.
    Truncated,
    TruncatedChunks,
    ResetWithin,
    /// What comes back is not HTTP.
    Garbage,
    /// 429 or 503: refused.
    Refused {
        status: u16,
        retry_after: Option<RetryAfter>,
    },
    /// 504: nobody knows.
    GatewayTimeout {
        done: bool,
        retry_after: Option<RetryAfter>,
    },
    /// 500 or 502.
    ServerError {
        status: u16,
        done: bool,
    },
    /// 401: the token is no longer good.
    Revoked {
        claims: bool,
    },
    /// Another address has it.
    Moved {
        status: u16,
        elsewhere: bool,
    },
    /// 303: done, and the result is at another address.
    SeeOther {
        elsewhere: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum RetryAfter {
    Seconds(&'static str),
    Date(u64),
}

impl RetryAfter {
    fn choose(rng: &mut fastrand::Rng) -> Option<Self> {
        Some(match rng.u8(..8) {
            0 => return None,
            1 | 2 => Self::Seconds(["0", "0.249", "2.128"][rng.usize(..3)]),
            3..=5 => Self::Seconds(["1", "7", "30", "120"][rng.usize(..4)]),
            _ => Self::Date(rng.u64(1..100)),
        })
    }
}

impl Fault {
    /// The same, but whoever refuses asks for a day, or more.
    pub(super) fn insolent(self, rng: &mut fastrand::Rng) -> Self {
        let days = RetryAfter::Seconds(["86400", "172800", "31536000"][rng.usize(..3)]);
        match self {
            Self::Refused { status, retry_after: Some(_) } => {
                Self::Refused { status, retry_after: Some(days) }
            }
            fault => fault,
        }
    }

    /// Half of all requests go well. `silent`: whether the client can afford to wait.
    pub(super) fn choose(rng: &mut fastrand::Rng, silent: bool) -> Self {
        let done = rng.bool();
        match rng.u8(..64) {
            0 => Self::HangUpAfter,
            1 => Self::Dribble,
            2 => Self::EarlyHints,
            3 => Self::Slow,
            4 if silent => Self::Silent { done },
            4..=6 => Self::Reset { done },
            7 | 8 => Self::HangUp { done },
            9 => Self::Truncated,
            10 => Self::TruncatedChunks,
            11 => Self::ResetWithin,
            12 => Self::Garbage,
            13..=18 => Self::Refused {
                status: if rng.bool() { 429 } else { 503 },
                retry_after: RetryAfter::choose(rng),
            },
            19 | 20 => Self::GatewayTimeout { done, retry_after: RetryAfter::choose(rng) },
            21 => Self::ServerError { status: if rng.bool() { 500 } else { 502 }, done },
            22 => Self::Revoked { claims: rng.bool() },
            23..=26 => {
                Self::Moved { status: [301, 302, 307, 308][rng.usize(..4)], elsewhere: rng.u8(..3) == 0 }
            }
            27..=29 => Self::SeeOther { elsewhere: rng.u8(..3) == 0 },
            _ => Self::None,
        }
    }

    /// Whether the request is carried out here and now.
    pub(super) fn is_done(&self) -> bool {
        match self {
            Self::Silent { done }
            | Self::Reset { done }
            | Self::HangUp { done }
            | Self::GatewayTimeout { done, .. }
            | Self::ServerError { done, .. } => *done,
            Self::Refused { .. } | Self::Revoked { .. } | Self::Moved { .. } => false,
            _ => true,
        }
    }

    /// The response, as far as it comes through.
    pub(super) fn send(&self, response: Response) -> Reply {
        match self {
            Self::HangUpAfter => Reply::Cut(response.write()),
            Self::Dribble => Reply::Dribble(response.write()),
            Self::EarlyHints => {
                Reply::Raw([b"HTTP/1.1 103 Early Hints\r\n\r\n", response.write().as_slice()].concat())
            }
            Self::Slow => Reply::After(Duration::from_millis(5), Box::new(Reply::Raw(response.write()))),
            Self::Silent { .. } => Reply::Silence(Duration::from_secs(60)),
            Self::Reset { .. } => Reply::Reset(Vec::new()),
            Self::HangUp { .. } => Reply::Cut(Vec::new()),
            Self::Truncated => Reply::Cut(half(Response { chunked: false, ..response }.write())),
            Self::TruncatedChunks => Reply::Cut(half(Response { chunked: true, ..response }.write())),
            Self::ResetWithin => Reply::Reset(half(response.write())),
            Self::Garbage => Reply::Cut(b"\x16\x03\x01 what is this\r\n\r\n{}".to_vec()),
            _ => Reply::Raw(response.write()),
        }
    }
}

/// All but the last byte at least is gone; sometimes the head as well.
fn half(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() * 9 / 10);
    bytes
}

/// A response before anything happens to it.
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
    pub(super) chunked: bool,
}

impl Response {
    pub(super) fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), chunked: false }
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn write(&self) -> Vec<u8> {
        let mut text = format!("HTTP/1.1 {} Response\r\n", self.status);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.chunked {
            text.push_str("transfer-encoding: chunked\r\n\r\n");
            let (first, second) = self.body.split_at(self.body.len() / 3);
            for piece in [first, second].into_iter().filter(|piece| !piece.is_empty()) {
                text.push_str(&format!("{:x}\r\n{piece}\r\n", piece.len()));
            }
            text.push_str("0\r\n\r\n");
        } else {
            text.push_str(&format!("content-length: {}\r\n\r\n{}", self.body.len(), self.body));
        }
        text.into_bytes()
    }
}
