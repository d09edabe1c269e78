//! Whether content is still the same as when a download of it began.

use std::borrow::Cow;

use http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, LAST_MODIFIED};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::de::{Deserializer, IgnoredAny, MapAccess};
use serde::ser::{SerializeStruct as _, Serializer};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind};
use crate::wire::json::read::{self, Object};

/// Which version of some content a download is of. Save it, as JSON, beside an unfinished file, to
/// [resume](crate::Download::resume) the download another time.
///
/// A strong `ETag`, or else `Last-Modified`, tells versions apart; without either nothing does, and a download can't be
/// resumed. `Last-Modified` counts in seconds: two versions of the same second and length can't be told apart by it.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-8.8>
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use futures_util::TryStreamExt as _;
/// # use graph_endpoint::prelude::*;
/// # use graph_endpoint::{Bytes, sandbox::Sandbox};
/// # #[graph_endpoint(GET, "/me/drive/items/{id}/content", response = Bytes)]
/// # struct GetContent { id: String }
/// # let sandbox = Sandbox::builder().on_download(|_: GetContent| async { Ok("a file") }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// # let content = GetContent { id: "1".into() };
///
/// // What another run needs to go on with a file that isn't whole, or to know that it is another one by now.
/// let done = client
///     .download(&content)
///     .on_version(|version| println!("to be stored: {:?} {:?}", version.etag, version.last_modified))
///     .to_writer(&mut Vec::new())
///     .await?;
/// assert_eq!(done.version().length, Some(6));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContentVersion {
    /// `ETag`, verbatim.
    pub etag: Option<String>,
    /// `Last-Modified`, verbatim.
    pub last_modified: Option<String>,
    /// How many bytes the whole content has.
    pub length: Option<u64>,
}

impl ContentVersion {
    /// That of a response, of which `range` is known if it is a part.
    #[inline]
    pub(super) fn of(headers: &HeaderMap, range: Option<ContentRange>) -> Self {
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let length = match range {
            Some(range) => range.total,
            None => text(CONTENT_LENGTH).and_then(|length| length.parse().ok()),
        };
        Self {
            etag: text(ETAG).map(str::to_owned),
            last_modified: text(LAST_MODIFIED).map(str::to_owned),
            length,
        }
    }

    /// Fails if `now` is another version.
    #[inline]
    pub(super) fn check(&self, now: &Self) -> Result<(), Error> {
        let differs = match (&self.etag, &now.etag) {
            (Some(before), Some(now)) => before != now,
            _ => differ(&self.last_modified, &now.last_modified),
        };
        match differs || differ(&self.length, &now.length) {
            true => Err(changed()),
            false => Ok(()),
        }
    }

    /// Fails unless `now` is known to be the same version, so that its bytes can be put behind those that are there.
    #[inline]
    pub(super) fn check_same(&self, now: &Self) -> Result<(), Error> {
        let is_known = match self.strong_etag() {
            Some(etag) => now.etag.as_deref() == Some(etag),
            None => self.last_modified.is_some() && self.last_modified == now.last_modified,
        };
        if is_known { self.check(now) } else { Err(changed()) }
    }

    /// Whether it can be told later that content is of the same version.
    #[inline]
    pub(super) fn is_verifiable(&self) -> bool {
        self.if_range().is_some()
    }

    /// What a response left out stays as it was.
    #[inline]
    pub(super) fn fill_in(&mut self, before: &Self) {
        self.etag = self.etag.take().or_else(|| before.etag.clone());
        self.last_modified = self.last_modified.take().or_else(|| before.last_modified.clone());
        self.length = self.length.or(before.length);
    }

    /// What `If-Range` takes: a strong ETag, or else a date.
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5>
    #[inline]
    pub(super) fn if_range(&self) -> Option<HeaderValue> {
        let validator = self.strong_etag().or(self.last_modified.as_deref())?;
        HeaderValue::from_str(validator).ok()
    }

    #[inline]
    fn strong_etag(&self) -> Option<&str> {
        self.etag.as_deref().filter(|etag| etag.starts_with('"'))
    }
}

fn differ<T: PartialEq>(before: &Option<T>, now: &Option<T>) -> bool {
    matches!((before, now), (Some(before), Some(now)) if before != now)
}

#[inline]
fn changed() -> Error {
    Error::new(
        Kind::Changed,
        "the content is another one than when the download began, or can't be told to be the same",
    )
}

const NAMES: [&str; 3] = ["etag", "lastModified", "length"];

impl Serialize for ContentVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [etag, last_modified, length] = NAMES;
        let mut version = serializer.serialize_struct("ContentVersion", NAMES.len())?;
        version.serialize_field(etag, &self.etag)?;
        version.serialize_field(last_modified, &self.last_modified)?;
        version.serialize_field(length, &self.length)?;
        version.end()
    }
}

impl<'de> Deserialize<'de> for ContentVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::object(deserializer)
    }
}

impl<'de> Object<'de> for ContentVersion {
    const NAME: &'static str = "ContentVersion";

    fn read<A: MapAccess<'de>>(mut properties: A) -> Result<Self, A::Error> {
        let [etag, last_modified, length] = NAMES;
        let mut version = Self::default();
        while let Some(name) = properties.next_key::<Cow<'de, str>>()? {
            match &*name {
                name if name == etag => version.etag = properties.next_value()?,
                name if name == last_modified => version.last_modified = properties.next_value()?,
                name if name == length => version.length = properties.next_value()?,
                _ => {
                    properties.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(version)
    }
}

/// `Content-Range`. <https://www.rfc-editor.org/rfc/rfc9110#section-14.4>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContentRange {
    /// The first byte and the one behind the last; `None` where the range was refused.
    pub(super) bytes: Option<(u64, u64)>,
    /// Of the whole content, if it is known.
    pub(super) total: Option<u64>,
}

impl ContentRange {
    pub(super) const NAME: HeaderName = CONTENT_RANGE;

    #[inline]
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        Self::parse(headers.get(Self::NAME)?.to_str().ok()?)
    }

    /// Where this part begins, if it has the byte `at`. In one that begins before that, and whose body is announced to have
    /// another length than the range, nobody knows which byte that is.
    #[inline]
    pub(super) fn start_of_part(&self, at: u64, body: Option<u64>) -> Option<u64> {
        let (start, end) = self.bytes.filter(|(start, end)| (*start..*end).contains(&at))?;
        let is_sure = start == at || body.is_none_or(|length| length == end - start);
        is_sure.then_some(start)
    }

    #[inline]
    fn parse(text: &str) -> Option<Self> {
        let (unit, rest) = text.trim().split_once(' ')?;
        let (range, total) = rest.split_once('/')?;
        let total = match total.trim() {
            "*" => None,
            total => Some(total.parse().ok()?),
        };
        let bytes = match range.trim() {
            "*" => None,
            range => {
                let (first, last) = range.split_once('-')?;
                let (first, end) = (first.parse().ok()?, last.parse::<u64>().ok()?.checked_add(1)?);
                Some((first, end)).filter(|(first, end)| first < end)
            }
        };
        let fits =
            bytes.is_some_and(|(_, end)| total.is_none_or(|total| end <= total)) || range.trim() == "*";
        (unit.eq_ignore_ascii_case("bytes") && fits).then_some(Self { bytes, total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_ranges() {
        let parse = |text| ContentRange::parse(text).map(|range| (range.bytes, range.total));
        assert_eq!(parse("bytes 0-9/100"), Some((Some((0, 10)), Some(100))));
        assert_eq!(parse("bytes 5-5/*"), Some((Some((5, 6)), None)));
        assert_eq!(parse("bytes */100"), Some((None, Some(100))));
        for text in ["", "bytes", "bytes 0-9", "items 0-9/10", "bytes 9-0/10", "bytes 0-10/10", "bytes a-b/c"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_part_begins_where_its_range_says_unless_its_body_has_another_length() {
        let range = ContentRange { bytes: Some((4, 10)), total: Some(10) };
        for (at, body, start) in [
            (4, Some(5), Some(4)),
            (5, Some(6), Some(4)),
            (5, None, Some(4)),
            (5, Some(5), None),
            (3, Some(6), None),
            (10, None, None),
        ] {
            assert_eq!(range.start_of_part(at, body), start, "{at} {body:?}");
        }
    }

    #[test]
    fn a_version_is_told_by_its_etag_first() {
        let version = |etag: Option<&str>, modified: Option<&str>, length| ContentVersion {
            etag: etag.map(str::to_owned),
            last_modified: modified.map(str::to_owned),
            length,
        };
        let first = version(Some("\"a\""), Some("mon"), Some(10));
        assert!(first.check(&version(Some("\"a\""), Some("tue"), Some(10))).is_ok());
        assert!(first.check(&version(Some("\"b\""), Some("mon"), Some(10))).unwrap_err().is_conflict());
        assert!(first.check(&version(None, Some("tue"), None)).is_err());
        assert!(first.check(&version(None, None, Some(11))).is_err());
        assert!(first.check(&version(None, None, None)).is_ok());
        assert_eq!(first.if_range().unwrap(), "\"a\"");
        assert_eq!(version(Some("W/\"a\""), None, None).if_range(), None);
        assert_eq!(version(Some("W/\"a\""), Some("mon"), None).if_range().unwrap(), "mon");
        for (now, is_same) in [
            (version(Some("\"a\""), None, None), true),
            (version(None, Some("mon"), Some(10)), false),
            (version(Some("W/\"a\""), Some("mon"), Some(10)), false),
            (version(Some("\"a\""), None, Some(11)), false),
        ] {
            assert_eq!(first.check_same(&now).is_ok(), is_same, "{now:?}");
        }
        let dated = version(Some("W/\"a\""), Some("mon"), None);
        assert!(dated.check_same(&version(None, Some("mon"), None)).is_ok());
        assert!(dated.check_same(&version(None, None, None)).is_err());
        assert!(version(None, None, Some(1)).check_same(&version(None, None, Some(1))).is_err());
    }

    #[test]
    fn a_version_is_saved_and_read() {
        let version = ContentVersion { etag: Some("\"a\"".to_owned()), last_modified: None, length: Some(3) };
        let saved = serde_json::to_string(&version).unwrap();
        assert_eq!(saved, r#"{"etag":"\"a\"","lastModified":null,"length":3}"#);
        assert_eq!(serde_json::from_str::<ContentVersion>(&saved).unwrap(), version);
    }
}
