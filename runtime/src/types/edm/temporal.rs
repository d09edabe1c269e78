//! Dates, times and durations: their texts, checked by OData's grammar.
//! <https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt>

use super::text::{bare_literal, edm_text};

edm_text! {
    /// A point in time: `2024-02-29T08:30:00.1234567Z`.
    ///
    /// The documentation's examples leave out the offset now and then, so it may be missing.
    ///
    /// ```
    /// use graph_endpoint::edm::DateTimeOffset;
    ///
    /// let never: DateTimeOffset = "0001-01-01T00:00:00Z".parse()?;
    /// assert!(never.is_unset());
    /// assert!("2023-02-29T00:00:00Z".parse::<DateTimeOffset>().is_err());
    /// # Ok::<(), graph_endpoint::edm::ParameterError>(())
    /// ```
    DateTimeOffset, "a point in time, as in 2024-02-29T08:30:00Z", is_date_time
}

impl DateTimeOffset {
    /// Whether it is in the year 1, which stands for "none" in Graph.
    pub fn is_unset(&self) -> bool {
        self.as_str().starts_with("0001-")
    }
}

edm_text! {
    /// A day: `2024-02-29`.
    ///
    /// ```
    /// use graph_endpoint::edm::Date;
    ///
    /// let value: Date = "2024-02-29".parse()?;
    /// assert_eq!(serde_json::to_string(&value)?, r#""2024-02-29""#);
    /// assert!("soon".parse::<Date>().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Date, "a date, as in 2024-02-29", is_date
}

edm_text! {
    /// A time without a day: `08:30:00.000`.
    ///
    /// ```
    /// use graph_endpoint::edm::TimeOfDay;
    ///
    /// let value: TimeOfDay = "08:30:00".parse()?;
    /// assert_eq!(serde_json::to_string(&value)?, r#""08:30:00""#);
    /// assert!("soon".parse::<TimeOfDay>().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    TimeOfDay, "a time of day, as in 08:30:00", is_time
}

edm_text! {
    /// A span of time in ISO 8601's form: `P1DT2H30M`, `-PT0.5S`.
    ///
    /// ```
    /// use graph_endpoint::edm::Duration;
    ///
    /// let value: Duration = "P1DT2H30M".parse()?;
    /// assert_eq!(serde_json::to_string(&value)?, r#""P1DT2H30M""#);
    /// assert!("soon".parse::<Duration>().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Duration, "a duration, as in P1DT2H30M", is_duration
}

bare_literal!(DateTimeOffset, Date, TimeOfDay);

impl crate::wire::query::Literal for Duration {
    fn write_literal(&self, out: &mut String) {
        out.push_str("duration'");
        out.push_str(self.as_str());
        out.push('\'');
    }
}

#[inline]
fn is_date_time(text: &str) -> bool {
    let Some((date, rest)) = text.split_once(['T', 't']) else { return false };
    let (time, offset) = match rest.find(['Z', 'z', '+', '-']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    is_date(date) && is_time(time) && is_offset(offset)
}

#[inline]
fn is_date(text: &str) -> bool {
    // From the end: a year can have a sign, and more than four digits.
    let mut parts = text.rsplitn(3, '-');
    let (Some(day), Some(month), Some(year)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (year_of(year), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// A year before 0 has a sign, one behind 9999 as many digits as it takes.
#[inline]
fn year_of(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let fits = digits.len() == 4 || (5..=9).contains(&digits.len()) && !digits.starts_with('0');
    if fits { number(digits, digits.len()) } else { None }
}

#[inline]
fn is_time(text: &str) -> bool {
    let mut parts = text.splitn(3, ':');
    let hour = parts.next().and_then(|hour| number(hour, 2));
    let minute = parts.next().and_then(|minute| number(minute, 2));
    let second = parts.next().is_none_or(|second| {
        let (whole, fraction) = second.split_once('.').unwrap_or((second, "0"));
        number(whole, 2).is_some_and(|second| second <= 60) && is_digits(fraction) && fraction.len() <= 12
    });
    hour.is_some_and(|hour| hour <= 23) && minute.is_some_and(|minute| minute <= 59) && second
}

#[inline]
fn is_offset(text: &str) -> bool {
    match text.as_bytes().first() {
        None => true,
        Some(b'Z' | b'z') => text.len() == 1,
        Some(_) => text.get(1..).is_some_and(|offset| {
            let (hour, minute) = offset.split_once(':').unwrap_or((offset, ""));
            number(hour, 2).is_some_and(|hour| hour <= 23)
                && number(minute, 2).is_some_and(|minute| minute <= 59)
        }),
    }
}

#[inline]
fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (rest, None),
    };
    let time_fits = time.is_none_or(|time| !time.is_empty() && has_units(time, "HMS"));
    !rest.is_empty() && has_units(days, "YMWD") && time_fits
}

/// Numbers, each with a unit, in the units' order; only seconds have a fraction.
#[inline]
fn has_units(mut text: &str, units: &str) -> bool {
    let mut units = units.chars();
    while !text.is_empty() {
        let Some(at) = text.find(|c: char| !c.is_ascii_digit() && c != '.') else { return false };
        let (number, rest) = text.split_at(at);
        let Some(unit) = rest.chars().next() else { return false };
        if !units.any(|known| known == unit) {
            return false;
        }
        let fits = match number.split_once('.') {
            Some((whole, fraction)) => unit == 'S' && is_digits(whole) && is_digits(fraction),
            None => is_digits(number),
        };
        if !fits {
            return false;
        }
        text = rest.get(unit.len_utf8()..).unwrap_or_default();
    }
    true
}

/// A number of exactly that many digits.
#[inline]
fn number(text: &str, digits: usize) -> Option<u32> {
    if text.len() == digits && is_digits(text) { text.parse().ok() } else { None }
}

#[inline]
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_of_the_documentation() {
        for text in [
            "2024-02-29T08:30:00Z",
            "2016-07-26T16:38:36.2416963Z",
            "2019-04-01T00:00:00",
            "0001-01-01T00:00:00Z",
        ] {
            assert!(is_date_time(text), "{text}");
        }
        for text in ["2014-01-01T00:00:00+00:00", "2020-01-01T10:00-08:00", "2016-10-20T14:44:51.123456789Z"]
        {
            assert!(is_date_time(text), "{text}");
        }
        for text in [
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-1-1",
            "datetime-value",
            "2024-01-01T25:00:00Z",
            "2024-01-01T00:00:00+8",
            "",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
        for text in ["12024-02-29T00:00:00Z", "-0001-12-31T00:00:00-14:00", "-10000-02-29T00:00:00"] {
            assert!(is_date_time(text), "{text}");
        }
        for text in [
            "02024-01-01T00:00:00Z",
            "+2024-01-01T00:00:00Z",
            "--2024-01-01T00:00:00Z",
            "12023-02-29T00:00:00Z",
            "-01-01T00:00:00Z",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
        for text in
            ["PT1H", "P1DT2H30M", "-PT0.5S", "P2W", "P1Y2M3D", "P1Y2M3W4DT5H6M7.8S", "P1W2D", "PT36H", "P0D"]
        {
            assert!(is_duration(text), "{text}");
        }
        for text in ["", "P", "PT", "1H", "PT1", "P1H", "PT1.5H", "PT1M1H", "P-1D", "P1D1W", "P1WT"] {
            assert!(!is_duration(text), "{text}");
        }
        assert!(is_time("08:30:00.000") && is_time("08:30") && !is_time("8:30") && !is_time("08"));
    }

    #[test]
    fn a_duration_in_a_filter_has_its_prefix() {
        let mut out = String::new();
        if let Ok(duration) = "PT1H".parse::<Duration>() {
            crate::wire::query::Literal::write_literal(&duration, &mut out);
        }
        assert_eq!(out, "duration'PT1H'");
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in ".{0,40}") {
            let _ = (is_date_time(&text), is_date(&text), is_time(&text), is_duration(&text));
        }

        #[test]
        fn what_is_a_date_stays_as_written(y in 1u32..=9999, m in 1u32..=12, d in 1u32..=28, f in "[0-9]{1,9}", z in "(Z|[+-]0[0-9]:[0-5][0-9]|)") {
            let text = format!("{y:04}-{m:02}-{d:02}T12:34:56.{f}{z}");
            let value: DateTimeOffset = text.parse().map_err(|_| TestCaseError::fail("refused"))?;
            prop_assert_eq!(serde_json::to_string(&value).ok(), Some(format!("{text:?}")));
        }
    }
}
