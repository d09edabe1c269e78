//! OData's primitive types in JSON: judged as well-kept libraries judge them, and written back as they came.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base64::Engine as _;
use graph_endpoint::{GraphEnum, edm, prelude::*};
use jiff::{SignedDuration, Span, Timestamp, civil};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

#[graph_type]
#[derive(Debug, PartialEq)]
struct Numbers {
    #[serde(with = "graph_endpoint::edm::int64")]
    size: i64,
    level: edm::Double,
    price: Option<edm::Decimal>,
}

#[graph_type("microsoft.graph.dayOfWeek")]
#[derive(Clone, Debug, PartialEq)]
enum Day {
    Sunday,
    Monday,
    #[graph(other)]
    Other(String),
}

/// Reads a JSON string and writes it.
fn there_and_back<T: Serialize + DeserializeOwned>(text: &str) -> Option<String> {
    let value: T = serde_json::from_value(text.into()).ok()?;
    Some(serde_json::from_value(serde_json::to_value(value).unwrap()).unwrap())
}

/// Ours takes what the library takes, and gives back the same text.
fn agrees<T: Serialize + DeserializeOwned>(text: &str, library: bool) -> Result<(), TestCaseError> {
    let ours = there_and_back::<T>(text);
    prop_assert_eq!(ours.is_some(), library, "{}", text);
    prop_assert!(ours.is_none_or(|ours| ours == text), "{}", text);
    Ok(())
}

proptest! {
    #[test]
    fn a_date_is_what_jiff_says(text in "[0-9]{4}-[01][0-9]-[0-3][0-9]") {
        agrees::<edm::Date>(&text, text.parse::<civil::Date>().is_ok())?;
    }

    #[test]
    fn a_time_is_what_jiff_says(text in "[0-2][0-9]:[0-6][0-9](:[0-6][0-9](\\.[0-9]{1,9})?)?") {
        agrees::<edm::TimeOfDay>(&text, text.parse::<civil::Time>().is_ok())?;
    }

    #[test]
    fn a_point_in_time_is_what_jiff_says(
        year in 1..=9998,
        rest in "-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][01][0-9]:[0-6][0-9])",
    ) {
        let text = format!("{year:04}{rest}");
        agrees::<edm::DateTimeOffset>(&text, text.parse::<Timestamp>().is_ok())?;
    }

    #[test]
    fn a_duration_is_what_jiff_says(
        text in "-?P([0-9]{1,3}D)?(T([0-9]{1,3}H)?([0-9]{1,3}M)?([0-9]{1,3}(\\.[0-9]{1,9})?S)?)?",
    ) {
        agrees::<edm::Duration>(&text, text.parse::<Span>().is_ok())?;
        if let Ok(ours) = text.parse::<edm::Duration>() {
            let span = Span::try_from(&ours).unwrap();
            let again = edm::Duration::try_from(span).unwrap();
            prop_assert_eq!(Span::try_from(&again).unwrap().fieldwise(), span.fieldwise());
        }
    }

    #[test]
    fn a_guid_is_what_uuid_says(text in "[0-9a-fA-F]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-fg]{12}") {
        agrees::<edm::Guid>(&text, Uuid::try_parse(&text).is_ok())?;
    }

    #[test]
    fn the_libraries_types_are_fields_as_well(seconds in -62_135_596_800_i64..253_402_207_200, id: u128, length: i32) {
        let time = Timestamp::from_second(seconds).unwrap();
        let values = (time, Uuid::from_u128(id), SignedDuration::from_secs(length.into()));
        let json = serde_json::to_string(&values).unwrap();
        let texts: (edm::DateTimeOffset, edm::Guid, edm::Duration) = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(Timestamp::try_from(&texts.0).unwrap(), time);
        prop_assert_eq!(serde_json::to_string(&texts).unwrap(), json);
    }

    #[test]
    fn any_text_is_judged_and_never_changed(text: String) {
        let same = |back: Option<String>| back.is_none_or(|back| back == text);
        prop_assert!(same(there_and_back::<edm::Date>(&text)));
        prop_assert!(same(there_and_back::<edm::DateTimeOffset>(&text)));
        prop_assert!(same(there_and_back::<edm::TimeOfDay>(&text)));
        prop_assert!(same(there_and_back::<edm::Duration>(&text)));
        prop_assert!(same(there_and_back::<edm::Guid>(&text)));
        prop_assert!(same(there_and_back::<edm::Decimal>(&text)));
        let _ = there_and_back::<edm::Binary>(&text);
        // Text that is a number is read as one, and written as one.
        let double = serde_json::from_value::<edm::Double>(text.as_str().into());
        prop_assert!(double.is_err() || text.trim().parse::<f64>().is_ok(), "{}", text);
    }

    #[test]
    fn bytes_in_either_alphabet_padded_or_not(bytes: Vec<u8>) {
        let alphabets = {
            use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
            [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD]
        };
        for alphabet in alphabets {
            let binary: edm::Binary = serde_json::from_value(alphabet.encode(&bytes).into()).unwrap();
            prop_assert_eq!(&binary.0, &bytes);
            let lines: Vec<String> =
                alphabet.encode(&bytes).as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into()).collect();
            let binary: edm::Binary = serde_json::from_value(lines.join("\r\n").into()).unwrap();
            prop_assert_eq!(&binary.0, &bytes);
        }
    }

    #[test]
    fn a_whole_number_comes_as_number_or_text(size: i64) {
        for json in [format!(r#"{{"size":{size},"level":0}}"#), format!(r#"{{"size":"{size}","level":0}}"#)] {
            prop_assert_eq!(serde_json::from_str::<Numbers>(&json).unwrap().size, size);
        }
    }

    #[test]
    fn any_double_comes_back(level: f64) {
        let numbers = Numbers { size: 0, level: edm::Double(level), price: None };
        let json = serde_json::to_string(&numbers).unwrap();
        let back = serde_json::from_str::<Numbers>(&json).unwrap().level.0;
        prop_assert!(back == level || (back.is_nan() && level.is_nan()), "{}", json);
    }

    #[test]
    fn every_digit_of_a_decimal_is_kept(price in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?") {
        for price in [price.clone(), format!("{price:?}")] {
            let json = format!(r#"{{"size":1,"level":1.0,"price":{price}}}"#);
            let numbers: Numbers = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(serde_json::to_string(&numbers).unwrap(), json);
        }
    }

    #[test]
    fn a_member_in_any_letter_case_and_any_other_text_kept(upper in prop::collection::vec(any::<bool>(), 6), other: String) {
        let monday: String = "monday"
            .chars()
            .zip(upper)
            .map(|(c, upper)| if upper { c.to_ascii_uppercase() } else { c })
            .collect();
        prop_assert_eq!(serde_json::from_value::<Day>(monday.into()).unwrap(), Day::Monday);
        let day: Day = serde_json::from_value(other.clone().into()).unwrap();
        let known = Day::MEMBERS.iter().any(|member| member.eq_ignore_ascii_case(&other));
        prop_assert_eq!(matches!(day, Day::Other(_)), !known);
        // A member that isn't known by name can be its number, which is written as one.
        let number = other.parse::<i64>().is_ok();
        prop_assert!(known || number || serde_json::to_value(&day).unwrap() == other);
    }
}

/// Each string of the documentation's examples that a library takes for a value of a type is one of ours too, and goes
/// back as it came.
#[test]
fn the_documentations_values_come_back_as_they_were() {
    let Some(texts) = texts_of_the_documentation() else { return };
    let mut counts = BTreeMap::<&str, usize>::new();
    for text in &texts {
        let mut check = |kind, ours: Option<String>, library: bool| {
            if library {
                assert_eq!(ours.as_deref(), Some(text.as_str()), "{kind}");
                *counts.entry(kind).or_default() += 1;
            }
        };
        let time_of_day = text.parse::<civil::Time>().is_ok() && text.as_bytes().get(2) == Some(&b':');
        let instant = text.parse::<Timestamp>().is_ok() || text.parse::<civil::DateTime>().is_ok();
        let date_time = text.as_bytes().get(10) == Some(&b'T') && instant;
        check(
            "dates",
            there_and_back::<edm::Date>(text),
            text.len() == 10 && text.parse::<civil::Date>().is_ok(),
        );
        check("points in time", there_and_back::<edm::DateTimeOffset>(text), date_time);
        check("times of day", there_and_back::<edm::TimeOfDay>(text), time_of_day);
        let duration = text.contains('P') && text.parse::<Span>().is_ok() && !text.contains(' ');
        check("durations", there_and_back::<edm::Duration>(text), duration);
        check("GUIDs", there_and_back::<edm::Guid>(text), text.len() == 36 && Uuid::try_parse(text).is_ok());
        let base64 = text.len() >= 16 && base64::engine::general_purpose::STANDARD.decode(text).is_ok();
        check("bytes", there_and_back::<edm::Binary>(text), base64);
        if let Ok(time) = text.parse::<edm::DateTimeOffset>()
            && let Ok(timestamp) = Timestamp::try_from(&time)
        {
            let again = edm::DateTimeOffset::try_from(timestamp).unwrap();
            assert_eq!(Timestamp::try_from(&again).unwrap(), timestamp, "{text}");
        }
    }
    println!("of {} texts: {counts:?}", texts.len());
    assert!(counts.len() == 6, "a kind of value was not found at all: {counts:?}");
}

/// Every string in the JSON of the examples, once.
fn texts_of_the_documentation() -> Option<BTreeSet<String>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/examples.jsonl");
    let path = std::env::var_os("GRAPH_EXAMPLES").map_or(beside, Into::into);
    let Ok(examples) = std::fs::read_to_string(&path) else {
        println!("skipped: the documentation's examples are not at {}", path.display());
        return None;
    };
    let mut texts = BTreeSet::new();
    for line in examples.lines() {
        let example: serde_json::Value = serde_json::from_str(line).unwrap();
        collect(&example["request_body"], &mut texts);
        collect(&example["response_body"], &mut texts);
    }
    Some(texts)
}

fn collect(value: &serde_json::Value, texts: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => drop(texts.insert(text.clone())),
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        serde_json::Value::Object(properties) => properties.values().for_each(|item| collect(item, texts)),
        _ => {}
    }
}
