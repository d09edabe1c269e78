//! Dates and times as types of the `time` crate.
//!
//! Its own serde form isn't Graph's: a property of such a type says `#[serde(with = "time::serde::rfc3339")]`.

use ::time::format_description::well_known::{Iso8601, Rfc3339};
use ::time::{Date as CivilDate, OffsetDateTime, PrimitiveDateTime, Time};

use super::foreign::foreign_text;
use super::{Date, DateTimeOffset, TimeOfDay};

foreign_text! {
    OffsetDateTime => DateTimeOffset, "a point in time with its offset from UTC",
        |text: &str| Self::parse(text, &Rfc3339),
        |value: &OffsetDateTime| value.format(&Rfc3339).unwrap_or_default();
    // As in `microsoft.graph.dateTimeTimeZone`, which names its zone beside it.
    PrimitiveDateTime => DateTimeOffset, "a point in time without an offset",
        |text: &str| Self::parse(text, &Iso8601::DEFAULT),
        |value: &PrimitiveDateTime| value.format(&Iso8601::DATE_TIME).unwrap_or_default();
    CivilDate => Date, "a date",
        |text: &str| Self::parse(text, &Iso8601::DATE),
        |value: &CivilDate| value.format(&Iso8601::DATE).unwrap_or_default();
    Time => TimeOfDay, "a time of day",
        |text: &str| Self::parse(text, &Iso8601::TIME),
        |value: &Time| value.format(&Iso8601::TIME).unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let ours: DateTimeOffset = "2024-02-29T08:30:00.1234567+02:00".parse().unwrap();
        let theirs = OffsetDateTime::try_from(&ours).unwrap();
        assert_eq!(DateTimeOffset::try_from(theirs), Ok(ours));
        let without_offset: DateTimeOffset = "2024-02-29T08:30:00.000000000".parse().unwrap();
        let error = OffsetDateTime::try_from(&without_offset).unwrap_err();
        assert!(std::error::Error::source(&error).unwrap().is::<::time::error::Parse>());
        let local = PrimitiveDateTime::try_from(&without_offset).unwrap();
        assert_eq!(DateTimeOffset::try_from(local), Ok(without_offset));
    }

    proptest::proptest! {
        #[test]
        fn every_time_of_theirs_is_one_of_ours(seconds in -62_135_596_800_i64..253_402_207_200, nanoseconds in 0..1_000_000_000_u32) {
            let theirs = OffsetDateTime::from_unix_timestamp(seconds).unwrap().replace_nanosecond(nanoseconds).unwrap();
            proptest::prop_assert_eq!(OffsetDateTime::try_from(&DateTimeOffset::try_from(theirs).unwrap()).unwrap(), theirs);
            let (date, time) = (theirs.date(), theirs.time());
            proptest::prop_assert_eq!(CivilDate::try_from(&Date::try_from(date).unwrap()).unwrap(), date);
            proptest::prop_assert_eq!(Time::try_from(&TimeOfDay::try_from(time).unwrap()).unwrap(), time);
        }
    }
}
