//! Dates, times and durations as jiff's types.

use std::fmt::Write as _;

use ::jiff::civil;
use ::jiff::{SignedDuration, Span, Timestamp};

use super::{ConversionError, Date, DateTimeOffset, Duration, TimeOfDay};
use crate::wire::from_parameter::{FromParameter, ParameterError};
use crate::wire::parameter::{Parameter, ParameterText};
use crate::wire::query::Literal;

/// jiff reads what our grammar lets through, within the range of its type.
macro_rules! reads {
    ($($ours:ty => $theirs:ty, $expected:literal;)*) => {$(
        impl TryFrom<&$ours> for $theirs {
            type Error = ConversionError;

            fn try_from(value: &$ours) -> Result<Self, ConversionError> {
                value.as_str().parse().map_err(|source: ::jiff::Error| ConversionError::new($expected, source))
            }
        }
    )*};
}
reads! {
    DateTimeOffset => Timestamp, "a point in time with its offset from UTC";
    DateTimeOffset => civil::DateTime, "a point in time without an offset";
    Date => civil::Date, "a date";
    TimeOfDay => civil::Time, "a time of day";
    Duration => Span, "a duration";
    Duration => SignedDuration, "a duration without years, months and days";
}

/// What jiff writes is within our grammar, but for years before 0, which it writes with two digits more.
macro_rules! writes {
    ($($theirs:ty => $ours:ty;)*) => {$(
        impl TryFrom<$theirs> for $ours {
            type Error = ParameterError;

            fn try_from(value: $theirs) -> Result<Self, ParameterError> {
                value.to_string().parse()
            }
        }
    )*};
}
writes! {
    Timestamp => DateTimeOffset;
    civil::DateTime => DateTimeOffset;
    civil::Date => Date;
    civil::Time => TimeOfDay;
    Span => Duration;
    SignedDuration => Duration;
}

/// jiff's types in paths, queries and filters; in a filter with what a literal has in front and behind.
macro_rules! parameters {
    ($($theirs:ty, $expected:literal, $literal:literal;)*) => {$(
        impl Parameter for $theirs {
            fn write(&self, out: &mut ParameterText<'_>) {
                // Writing into a `String` can't fail.
                let _ = write!(out, "{self}");
            }
        }

        impl FromParameter for $theirs {
            fn from_text(text: &str) -> Result<Self, ParameterError> {
                text.parse().map_err(|_| ParameterError::expected($expected))
            }
        }

        impl Literal for $theirs {
            fn write_literal(&self, out: &mut String) {
                let _ = write!(out, $literal, self);
            }
        }
    )*};
}
parameters! {
    Timestamp, "a point in time with its offset from UTC", "{}";
    civil::Date, "a date", "{}";
    civil::Time, "a time of day", "{}";
    Span, "a duration", "duration'{}'";
    SignedDuration, "a duration without years, months and days", "duration'{}'";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let time: DateTimeOffset = "2024-02-29T08:30:00.1234567Z".parse().unwrap();
        let timestamp = Timestamp::try_from(&time).unwrap();
        assert_eq!(DateTimeOffset::try_from(timestamp), Ok(time));
        let duration: Duration = "PT36H".parse().unwrap();
        assert_eq!(SignedDuration::try_from(&duration).unwrap().as_hours(), 36);
        let without_offset: DateTimeOffset = "2024-02-29T08:30:00".parse().unwrap();
        let error = Timestamp::try_from(&without_offset).unwrap_err();
        assert_eq!(error.to_string(), "expected a point in time with its offset from UTC");
        assert!(std::error::Error::source(&error).unwrap().to_string().contains("offset"), "{error:?}");
        let years: Duration = "P1Y".parse().unwrap();
        let error = SignedDuration::try_from(&years).unwrap_err();
        assert!(std::error::Error::source(&error).unwrap().is::<::jiff::Error>());
        // As in `microsoft.graph.dateTimeTimeZone`.
        let local = civil::DateTime::try_from(&without_offset).unwrap();
        assert_eq!(DateTimeOffset::try_from(local), Ok(without_offset));
    }

    #[test]
    fn a_span_of_weeks_and_days_is_a_duration() {
        let span = Span::new().weeks(3).days(4).hours(5);
        let ours = Duration::try_from(span).unwrap();
        assert_eq!(ours.as_str(), "P3W4DT5H");
        assert_eq!(Span::try_from(&ours).unwrap().fieldwise(), span.fieldwise());
    }

    proptest::proptest! {
        #[test]
        fn every_time_of_jiffs_is_one_of_ours(seconds in -62_135_596_800_i64..253_402_207_200, nanoseconds in 0..1_000_000_000) {
            let timestamp = Timestamp::new(seconds, nanoseconds).unwrap();
            let ours = DateTimeOffset::try_from(timestamp).unwrap();
            proptest::prop_assert_eq!(Timestamp::try_from(&ours).unwrap(), timestamp);
            let day = ::jiff::tz::Offset::UTC.to_datetime(timestamp).date();
            proptest::prop_assert_eq!(civil::Date::try_from(&Date::try_from(day).unwrap()).unwrap(), day);
        }
    }
}
