//! The next link of a page of which only the beginning is there: Graph writes its annotations before `value`.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Deserializer;

use crate::types::page::is_next_link;

/// What the beginning of a page tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// The next link, a page after this one.
    Link(String),
    /// Not in front of the items, if at all: the whole page will tell.
    Nothing,
    /// Too little is there to tell.
    More,
}

/// Annotations are small; a page that begins otherwise is read as a whole first.
const LONGEST: usize = 16 * 1024;

/// Looks for the link in front of the items.
///
/// Wrong guesses do no harm: the page itself, once read, has the last word.
#[inline]
pub(super) fn scan(beginning: &[u8]) -> Scan {
    match members(beginning) {
        Scan::More if beginning.len() > LONGEST => Scan::Nothing,
        scan => scan,
    }
}

#[inline]
fn members(beginning: &[u8]) -> Scan {
    let Some(mut rest) = expect(b'{', beginning) else { return more_or_nothing(beginning) };
    loop {
        let (name, after) = match next::<String>(rest) {
            Ok(found) => found,
            Err(scan) => return scan,
        };
        if name == "value" {
            return Scan::Nothing;
        }
        let Some(value) = expect(b':', after) else { return more_or_nothing(after) };
        if is_next_link(&name) {
            return next(value).map_or_else(|scan| scan, |(link, _)| Scan::Link(link));
        }
        let after = match next::<IgnoredAny>(value) {
            Ok((_, after)) => after,
            Err(scan) => return scan,
        };
        match expect(b',', after) {
            Some(after) => rest = after,
            None => return more_or_nothing(after),
        }
    }
}

/// The JSON value that `text` begins with, and what stands behind it.
#[inline]
fn next<T: DeserializeOwned>(text: &[u8]) -> Result<(T, &[u8]), Scan> {
    let mut values = Deserializer::from_slice(text).into_iter::<T>();
    match values.next() {
        Some(Ok(value)) => Ok((value, text.get(values.byte_offset()..).unwrap_or_default())),
        Some(Err(error)) if !error.is_eof() => Err(Scan::Nothing),
        Some(Err(_)) | None => Err(Scan::More),
    }
}

/// What stands behind this byte, if the next one is it.
#[inline]
fn expect(byte: u8, text: &[u8]) -> Option<&[u8]> {
    text.trim_ascii_start().strip_prefix(&[byte])
}

/// Nothing left to read is no response yet; something else than what was expected is no JSON.
fn more_or_nothing(text: &[u8]) -> Scan {
    if text.trim_ascii_start().is_empty() { Scan::More } else { Scan::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#" {"@odata.context" : "https://g/$metadata#users", "@odata.count": 12, "x": {"value": [1, "}"]},
        "@odata.nextLink": "https://g/users?$skiptoken=\u0041\"b", "value": [{"id": 1}]}"#;

    #[test]
    fn every_beginning_of_a_page_tells_the_link_or_that_more_is_needed() {
        let link = Scan::Link("https://g/users?$skiptoken=A\"b".into());
        let needed = PAGE.find(", \"value\": [{").unwrap();
        for end in 0..=PAGE.len() {
            let scan = scan(&PAGE.as_bytes()[..end]);
            assert_eq!(
                scan,
                if end < needed { Scan::More } else { Scan::Link("https://g/users?$skiptoken=A\"b".into()) },
                "{end}"
            );
        }
        assert_eq!(scan(PAGE.as_bytes()), link);
        for name in ["@nextLink", "odata.nextLink"] {
            assert_eq!(scan(format!(r#"{{"{name}":"n","value":["#).as_bytes()), Scan::Link("n".into()));
        }
    }

    #[test]
    fn a_link_behind_the_items_is_not_waited_for() {
        for page in [
            r#"{"@odata.count": 1, "value":"#,
            r#"{"value""#,
            "[1]",
            "<html>",
            r#"{"a" "b"}"#,
            r#"{"@odata.nextLink": 7"#,
            r#"{"a": 1}"#,
            "{}",
            "\u{feff}{",
        ] {
            assert_eq!(scan(page.as_bytes()), Scan::Nothing, "{page}");
        }
        let long = format!("{{\"a\": \"{}", "x".repeat(LONGEST));
        assert_eq!(scan(long.as_bytes()), Scan::Nothing);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            scan(&bytes);
        }
    }
}
