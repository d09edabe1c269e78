//! Dates and times as chrono's types.

use std::str::FromStr;

use ::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, ParseError, SecondsFormat, Utc};

use super::foreign::foreign_text;
use super::{Date, DateTimeOffset, TimeOfDay};

/// chrono's error is one of the standard library's only with a feature that isn't ours to switch on; its words are here.
fn read<T: FromStr<Err = ParseError>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: ParseError| error.to_string())
}

foreign_text! {
    DateTime<Utc> => DateTimeOffset, "a point in time with its offset from UTC",
        read,
        |value: &DateTime<Utc>| value.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    DateTime<FixedOffset> => DateTimeOffset, "a point in time with its offset from UTC",
        read,
        |value: &DateTime<FixedOffset>| value.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    // As in `microsoft.graph.dateTimeTimeZone`, which names its zone beside it.
    NaiveDateTime => DateTimeOffset, "a point in time without an offset",
        read,
        |value: &NaiveDateTime| format!("{}T{}", value.date(), value.time());
    NaiveDate => Date, "a date", read, NaiveDate::to_string;
    NaiveTime => TimeOfDay, "a time of day", read, NaiveTime::to_string;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let ours: DateTimeOffset = "2024-02-29T08:30:00.123456700+02:00".parse().unwrap();
        let theirs = DateTime::<FixedOffset>::try_from(&ours).unwrap();
        assert_eq!(DateTimeOffset::try_from(theirs), Ok(ours.clone()));
        let utc = DateTime::<Utc>::try_from(&ours).unwrap();
        assert_eq!(DateTimeOffset::try_from(utc).unwrap().as_str(), "2024-02-29T06:30:00.123456700Z");
        let without_offset: DateTimeOffset = "2024-02-29T08:30:00".parse().unwrap();
        let error = DateTime::<Utc>::try_from(&without_offset).unwrap_err();
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "premature end of input");
        let local = NaiveDateTime::try_from(&without_offset).unwrap();
        assert_eq!(DateTimeOffset::try_from(local), Ok(without_offset));
        let short: TimeOfDay = "08:30".parse().unwrap();
        assert_eq!(TimeOfDay::try_from(NaiveTime::try_from(&short).unwrap()).unwrap().as_str(), "08:30:00");
    }

    proptest::proptest! {
        #[test]
        fn every_time_of_chronos_is_one_of_ours(seconds in -62_135_596_800_i64..253_402_207_200, nanoseconds in 0..1_000_000_000_u32) {
            let theirs = DateTime::<Utc>::from_timestamp(seconds, nanoseconds).unwrap();
            proptest::prop_assert_eq!(DateTime::<Utc>::try_from(&DateTimeOffset::try_from(theirs).unwrap()).unwrap(), theirs);
            let (date, time) = (theirs.date_naive(), theirs.time());
            proptest::prop_assert_eq!(NaiveDate::try_from(&Date::try_from(date).unwrap()).unwrap(), date);
            proptest::prop_assert_eq!(NaiveTime::try_from(&TimeOfDay::try_from(time).unwrap()).unwrap(), time);
        }
    }
}
