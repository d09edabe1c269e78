//! OData's literals: whatever a value is, its text is one literal and stands for that value.
//! <https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt>

use graph_endpoint::query::Literal;
use graph_endpoint::{Flags, GraphEnum, edm, prelude::*};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

#[graph_type("microsoft.graph.importance")]
#[derive(Clone, Debug, PartialEq)]
enum Importance {
    Low,
    High,
    #[graph(other)]
    Other(String),
}

fn literal(value: impl Literal) -> String {
    let mut out = String::new();
    value.write_literal(&mut out);
    out
}

/// What stands between the quotes of a literal, if it is one and nothing more.
fn unquoted(literal: &str) -> Option<String> {
    let inside = literal.strip_prefix('\'')?.strip_suffix('\'')?;
    let mut text = String::new();
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        // A quote that isn't doubled would end the literal.
        if c == '\'' && chars.next() != Some('\'') {
            return None;
        }
        text.push(c);
    }
    Some(text)
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("'".to_owned()),
        Just("''".to_owned()),
        Just("' or 1 eq 1".to_owned()),
        any::<String>()
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn text_stays_between_its_quotes(text in text()) {
        prop_assert_eq!(unquoted(&literal(text.clone())), Some(text.clone()));
        let member = Importance::from_name(&text).unwrap();
        prop_assert_eq!(unquoted(&literal(member.clone())), Some(member.as_str().to_owned()));
        let flags = Flags::from_iter([Importance::High, member]);
        let names: Vec<&str> = flags.iter().map(GraphEnum::as_str).collect();
        prop_assert_eq!(unquoted(&literal(flags.clone())), Some(names.join(",")));
    }

    #[test]
    fn numbers_are_bare_and_exact(whole: i64, large: u64, double: f64, single: f32, truth: bool) {
        prop_assert_eq!(literal(whole).parse(), Ok(whole));
        prop_assert_eq!(literal(large).parse(), Ok(large));
        prop_assert_eq!(literal(truth).parse(), Ok(truth));
        for literal in [literal(double), literal(edm::Double(double))] {
            prop_assert_eq!(literal.parse::<f64>().unwrap().to_bits() == double.to_bits(), !double.is_nan());
        }
        prop_assert!(single.is_nan() || literal(single).parse::<f32>() == Ok(single));
    }

    #[test]
    fn times_guids_and_bytes(seconds in -62_135_596_800_i64..253_402_207_200, id: u128, bytes: Vec<u8>) {
        let time = Timestamp::from_second(seconds).unwrap();
        prop_assert_eq!(literal(time).parse::<Timestamp>().unwrap(), time);
        let ours = edm::DateTimeOffset::try_from(time).unwrap();
        prop_assert_eq!(literal(ours), literal(time));
        prop_assert_eq!(Uuid::try_parse(&literal(Uuid::from_u128(id))).unwrap(), Uuid::from_u128(id));
        let duration = SignedDuration::from_secs(seconds);
        let inside = literal(duration);
        let inside = inside.strip_prefix("duration").and_then(unquoted).unwrap();
        prop_assert_eq!(inside.parse::<SignedDuration>().unwrap(), duration);
        let binary = literal(edm::Binary::from(bytes.clone()));
        let inside = binary.strip_prefix("binary").and_then(unquoted).unwrap();
        use graph_endpoint::FromParameter;
        prop_assert_eq!(&edm::Binary::from_text(&inside).unwrap().0, &bytes);
    }
}

#[test]
fn what_is_no_number_has_odatas_name() {
    assert_eq!(literal(f64::INFINITY), "INF");
    assert_eq!(literal(f32::NEG_INFINITY), "-INF");
    assert_eq!(literal(edm::Double(f64::NAN)), "NaN");
}
