//! `Retry-After` as Graph writes it: seconds, a fraction of them, or an HTTP date.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

/// Longer than this nobody means; it also keeps arithmetic with the clock in its bounds.
const MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// What Azure's services write besides, in milliseconds.
const MILLISECONDS: [&str; 2] = ["retry-after-ms", "x-ms-retry-after-ms"];

/// Whether a status says that too much was asked for, and nothing was done: 429, and 509, which Graph gives for bandwidth.
/// <https://learn.microsoft.com/graph/errors>
pub(crate) fn is_too_much(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || status.as_u16() == 509
}

/// How long to wait, rounded up to whole seconds; the longest where there are several, which a proxy may have joined by
/// commas. `now` is what a date counts from when the response has no `Date`.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let asked = greatest(headers, "retry-after", &|text| of_line(text, headers, now)).or_else(|| {
        let milliseconds = |name| greatest(headers, name, &seconds);
        let wait = MILLISECONDS.into_iter().filter_map(milliseconds).max()?;
        Some(wait.div_ceil(1000))
    });
    asked.map(|wait| Duration::from_secs(wait).min(MAX))
}

/// The greatest that the lines of a header say.
fn greatest<T: Ord>(headers: &HeaderMap, name: &str, read: &dyn Fn(&str) -> Option<T>) -> Option<T> {
    let lines = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    lines.filter_map(|text| read(text.trim_ascii())).max()
}

/// In seconds.
fn of_line(text: &str, headers: &HeaderMap, now: SystemTime) -> Option<u64> {
    let Some(until) = date(text) else {
        let mut longest = 0;
        for part in text.as_bytes().split(|byte| *byte == b',') {
            longest = seconds(str::from_utf8(part).ok()?.trim_ascii())?.max(longest);
        }
        return Some(longest);
    };
    // The service's clock, where it says what it is: ours may be off.
    let wait = until.duration_since(greatest(headers, "date", &date).unwrap_or(now)).unwrap_or_default();
    Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
}

#[inline(never)]
fn date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text).ok()
}

/// Digits, and perhaps a fraction. Rounded down, 0.249 would be no wait at all. By hand, since the standard library's
/// floats would bring their tables into programs that read no other.
fn seconds(text: &str) -> Option<u64> {
    let (mut whole, mut more) = (0u64, false);
    let (mut has_digits, mut in_fraction) = (false, false);
    for byte in text.bytes() {
        match byte {
            b'.' if !in_fraction => in_fraction = true,
            b'0'..=b'9' if in_fraction => (has_digits, more) = (true, more || byte != b'0'),
            b'0'..=b'9' => {
                has_digits = true;
                whole = whole.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
            }
            _ => return None,
        }
    }
    has_digits.then(|| whole.saturating_add(u64::from(more)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(headers: &[(&'static str, &str)]) -> Option<u64> {
        let headers =
            headers.iter().map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()));
        retry_after(&headers.collect(), SystemTime::UNIX_EPOCH).map(|wait| wait.as_secs())
    }

    #[test]
    fn every_form_rounded_up() {
        assert_eq!(wait(&[("retry-after", "10")]), Some(10));
        assert_eq!(wait(&[("retry-after", "2.128")]), Some(3));
        assert_eq!(wait(&[("retry-after", "0.249")]), Some(1));
        assert_eq!(wait(&[("retry-after", "0")]), Some(0));
        assert_eq!(wait(&[("retry-after", "5.")]), Some(5));
        assert_eq!(wait(&[("retry-after", ".5")]), Some(1));
        assert_eq!(wait(&[("retry-after", "3.000")]), Some(3));
        assert_eq!(wait(&[("retry-after", "Thu, 01 Jan 1970 00:00:07 GMT")]), Some(7));
        let date = ("date", "Wed, 21 Oct 2026 07:28:00 GMT");
        assert_eq!(wait(&[("retry-after", "Wed, 21 Oct 2026 07:28:30 GMT"), date]), Some(30));
        assert_eq!(wait(&[("retry-after", "Wed, 21 Oct 2020 07:28:30 GMT"), date]), Some(0));
    }

    #[test]
    fn of_several_the_longest() {
        assert_eq!(wait(&[("retry-after", "7"), ("retry-after", "9")]), Some(9));
        assert_eq!(wait(&[("retry-after", "soon"), ("retry-after", "9")]), Some(9));
        assert_eq!(wait(&[("retry-after", "7, 9.5,8")]), Some(10));
        assert_eq!(wait(&[("retry-after", "7, soon")]), None);
    }

    #[test]
    fn milliseconds_where_nothing_else_is_said() {
        assert_eq!(wait(&[("x-ms-retry-after-ms", "1500")]), Some(2));
        assert_eq!(wait(&[("retry-after-ms", "0")]), Some(0));
        assert_eq!(wait(&[("retry-after", "5"), ("x-ms-retry-after-ms", "1500")]), Some(5));
        assert_eq!(wait(&[("retry-after", "soon"), ("retry-after-ms", "10001")]), Some(11));
        assert_eq!(wait(&[("retry-after-ms", "-1")]), None);
    }

    #[test]
    fn nonsense_is_no_wait() {
        assert_eq!(wait(&[]), None);
        for text in ["", "soon", "-1", "NaN", "inf", "-infinity", "10 s", "0x10", ".", "1e3", "+5", "1.2.3"] {
            assert_eq!(wait(&[("retry-after", text)]), None, "{text}");
        }
        assert_eq!(wait(&[("retry-after", "9".repeat(300).as_str())]), Some(86_400));
    }
}
