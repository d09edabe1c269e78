//! An upload session: what `createUploadSession` answers, and which bytes it still wants.

use std::borrow::Cow;
use std::fmt;

use graph_endpoint_schema::media_type::without_bom;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess};
use serde::ser::{SerializeStruct as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::types::edm::DateTimeOffset;
use crate::wire::json::raw::Text;
use crate::wire::json::read::{self, Object};

/// An upload session: the response of a `createUploadSession` action.
///
/// It can be saved, as JSON, and resumed another time with `Client::resume_upload`.
/// Whoever has it can upload: keep it as you would keep a password. `Debug` doesn't show it.
///
/// ```
/// use graph_endpoint::prelude::*;
/// use graph_endpoint::UploadSession;
///
/// #[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
/// pub struct CreateUploadSession {
///     path: String,
/// }
///
/// let response = r#"{"uploadUrl": "https://up.example/1", "nextExpectedRanges": ["0-"]}"#;
/// let session = CreateUploadSession::from_http_response(http::Response::new(response.into()))?;
/// assert_eq!(session.next_expected_ranges, ["0-"]);
/// # Ok::<(), Error>(())
/// ```
/// <https://learn.microsoft.com/graph/api/resources/uploadsession>
#[derive(Clone, PartialEq, Eq)]
pub struct UploadSession {
    /// Where the bytes go. It carries its own authorization.
    pub upload_url: String,
    /// When the session ends, if the service says it.
    pub expiration_date_time: Option<DateTimeOffset>,
    /// The bytes that are still missing, as the service writes them: `0-`, `100-199` or `2097152`.
    pub next_expected_ranges: Vec<String>,
}

const URL: &str = "uploadUrl";
const EXPIRATION: &str = "expirationDateTime";
const RANGES: &str = "nextExpectedRanges";

impl fmt::Debug for UploadSession {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadSession")
            .field("expiration_date_time", &self.expiration_date_time)
            .field("next_expected_ranges", &self.next_expected_ranges)
            .finish_non_exhaustive()
    }
}

impl Serialize for UploadSession {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut session = serializer.serialize_struct("UploadSession", 3)?;
        session.serialize_field(URL, &self.upload_url)?;
        match &self.expiration_date_time {
            Some(expiration) => session.serialize_field(EXPIRATION, expiration)?,
            None => session.skip_field(EXPIRATION)?,
        }
        session.serialize_field(RANGES, &self.next_expected_ranges)?;
        session.end()
    }
}

impl<'de> Deserialize<'de> for UploadSession {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let State { upload_url, expiration, ranges, .. } = read::object(deserializer)?;
        Ok(Self {
            upload_url: upload_url.ok_or_else(|| D::Error::missing_field(URL))?,
            expiration_date_time: expiration,
            next_expected_ranges: ranges.unwrap_or_default(),
        })
    }
}

/// What any response of a session may say. Outlook writes its names with a capital.
#[derive(Default)]
#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only the client uploads"))]
pub(super) struct State {
    upload_url: Option<String>,
    expiration: Option<DateTimeOffset>,
    pub(super) ranges: Option<Vec<String>>,
    /// Whether it is an item: the session is done.
    pub(super) has_id: bool,
}

#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only the client uploads"))]
impl State {
    /// Reads what is there; what isn't JSON says nothing.
    #[inline]
    pub(super) fn read(body: &[u8]) -> Self {
        let body = without_bom(body);
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        read::object(&mut deserializer).unwrap_or_default()
    }
}

impl<'de> Object<'de> for State {
    const NAME: &'static str = "UploadSession";

    fn read<A: MapAccess<'de>>(mut properties: A) -> Result<Self, A::Error> {
        let mut state = Self::default();
        while let Some(name) = properties.next_key::<Cow<'de, str>>()? {
            if name.eq_ignore_ascii_case(URL) {
                state.upload_url = properties.next_value()?;
            } else if name.eq_ignore_ascii_case(RANGES) {
                state.ranges = properties.next_value::<Ranges>()?.0;
            } else if name.eq_ignore_ascii_case(EXPIRATION) {
                // A date that can't be read is no reason not to upload.
                let Text(json) = properties.next_value()?;
                state.expiration = serde_json::from_str(&json).ok();
            } else {
                state.has_id |= name.eq_ignore_ascii_case("id");
                properties.next_value::<IgnoredAny>()?;
            }
        }
        Ok(state)
    }
}

/// The missing ranges in whatever form they come; what is no list of texts says nothing.
struct Ranges(Option<Vec<String>>);

impl<'de> Deserialize<'de> for Ranges {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(json) = Deserialize::deserialize(deserializer)?;
        let ranges = serde_json::from_str::<Option<Vec<Value>>>(&json).ok().flatten();
        let text = |range: Value| match range {
            Value::String(text) => Some(text).filter(|text| !text.trim_ascii().is_empty()),
            Value::Number(start) => Some(start.to_string()),
            _ => None,
        };
        Ok(Self(ranges.map(|ranges| ranges.into_iter().filter_map(text).collect())))
    }
}

/// A run of bytes that the service still wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only the client uploads"))]
pub(super) struct Expected {
    pub(super) start: u64,
    /// The first byte behind it, if it has an end.
    pub(super) end: Option<u64>,
}

#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only the client uploads"))]
impl Expected {
    /// `0-`, `100-199` or `2097152`.
    #[inline]
    fn parse(text: &str) -> Option<Self> {
        let (start, last) = match text.split_once('-') {
            Some((start, last)) => (start.trim(), last.trim()),
            None => (text.trim(), ""),
        };
        let start = start.parse().ok()?;
        let end = match last {
            "" => None,
            last => Some(last.parse::<u64>().ok()?.checked_add(1)?).filter(|end| *end > start).map(Some)?,
        };
        Some(Self { start, end })
    }

    /// All of them; `None` if one can't be understood.
    #[inline]
    pub(super) fn parse_all(ranges: &[String]) -> Option<Vec<Self>> {
        ranges.iter().map(|range| Self::parse(range)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_in_every_form() {
        let parse = |text| Expected::parse(text).map(|range| (range.start, range.end));
        assert_eq!(parse("0-"), Some((0, None)));
        assert_eq!(parse("2097152"), Some((2_097_152, None)));
        assert_eq!(parse(" 100-199 "), Some((100, Some(200))));
        assert_eq!(parse("7-7"), Some((7, Some(8))));
        for text in ["", "-", "-5", "a-b", "9-3", "1-2-3", "0-18446744073709551615", "99999999999999999999"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert!(Expected::parse_all(&["0-".to_owned(), "x".to_owned()]).is_none());
    }

    #[test]
    fn a_session_in_either_letter_case_and_back() {
        let text = r#"{"UploadUrl":"u","ExpirationDateTime":"2026-01-01T00:00:00Z","NextExpectedRanges":["2097152"]}"#;
        let session: UploadSession = serde_json::from_str(text).unwrap();
        let saved = serde_json::to_string(&session).unwrap();
        assert_eq!(
            saved,
            r#"{"uploadUrl":"u","expirationDateTime":"2026-01-01T00:00:00Z","nextExpectedRanges":["2097152"]}"#
        );
        assert_eq!(serde_json::from_str::<UploadSession>(&saved).unwrap(), session);
        let odd = r#"{"uploadUrl":"u","expirationDateTime":"soon"}"#;
        assert_eq!(serde_json::from_str::<UploadSession>(odd).unwrap().expiration_date_time, None);
        for (odd, ranges) in [
            (r#"{"uploadUrl":"u","expirationDateTime":5,"nextExpectedRanges":[0]}"#, vec!["0"]),
            (r#"{"uploadUrl":"u","expirationDateTime":null,"nextExpectedRanges":"0-"}"#, vec![]),
            (r#"{"uploadUrl":"u","nextExpectedRanges":["",null,"7-9"]}"#, vec!["7-9"]),
        ] {
            assert_eq!(
                serde_json::from_str::<UploadSession>(odd).unwrap().next_expected_ranges,
                ranges,
                "{odd}"
            );
        }
        assert!(serde_json::from_str::<UploadSession>(r#"{"nextExpectedRanges":[]}"#).is_err());
    }

    #[test]
    fn the_url_is_not_shown() {
        let session = UploadSession {
            upload_url: "https://secret".to_owned(),
            expiration_date_time: None,
            next_expected_ranges: vec![],
        };
        assert!(!format!("{session:?}").contains("secret"));
    }

    #[test]
    fn what_says_nothing_is_an_empty_state() {
        for body in ["", "<html>", "[]", "null", r#"{"nextExpectedRanges": 5}"#] {
            assert!(State::read(body.as_bytes()).ranges.is_none(), "{body}");
        }
        assert!(State::read(br#"{"id":"1"}"#).has_id);
    }
}
