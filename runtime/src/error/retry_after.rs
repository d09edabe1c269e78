//! `Retry-After` as Graph writes it: seconds, a fraction of them, or an HTTP date.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// Longer than this nobody means; it also keeps arithmetic with the clock in its bounds.
const MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait, rounded up to whole seconds. `now` is what a date counts from when the response has no `Date`.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        // Rounded down, 0.249 would be no wait at all.
        let seconds = seconds.ceil();
        return (seconds.is_finite() && seconds >= 0.0)
            .then(|| Duration::from_secs_f64(seconds.min(MAX.as_secs_f64())));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let date = headers
        .get(DATE)
        .and_then(|date| date.to_str().ok())
        .and_then(|date| httpdate::parse_http_date(date).ok());
    // The service's clock, where it says what it is: ours may be off.
    let wait = until.duration_since(date.unwrap_or(now)).unwrap_or_default();
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    Some(Duration::from_secs(seconds).min(MAX))
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
        assert_eq!(wait(&[("retry-after", "Thu, 01 Jan 1970 00:00:07 GMT")]), Some(7));
        let date = ("date", "Wed, 21 Oct 2026 07:28:00 GMT");
        assert_eq!(wait(&[("retry-after", "Wed, 21 Oct 2026 07:28:30 GMT"), date]), Some(30));
        assert_eq!(wait(&[("retry-after", "Wed, 21 Oct 2020 07:28:30 GMT"), date]), Some(0));
    }

    #[test]
    fn nonsense_is_no_wait() {
        assert_eq!(wait(&[]), None);
        for text in ["", "soon", "-1", "NaN", "inf", "-infinity", "10 s", "0x10"] {
            assert_eq!(wait(&[("retry-after", text)]), None, "{text}");
        }
        assert_eq!(wait(&[("retry-after", "1e300")]), Some(86_400));
    }
}
