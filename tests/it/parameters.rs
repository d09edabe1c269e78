//! Values of every type in a path, as a function's argument, between quotes, and as a query option: written by OData's
//! rules and read back.

use std::fmt::Debug;

use graph_endpoint::{Flags, FromParameter, Parameter, edm, prelude::*};
use jiff::{SignedDuration, Span, Timestamp, civil};
use proptest::prelude::*;
use uuid::Uuid;

/// One value in all places at once.
#[graph_endpoint(GET, "/items/{key}/use(date={argument},period='{quoted}')")]
#[derive(Clone, Debug, PartialEq)]
struct Take<T> {
    key: T,
    argument: T,
    quoted: T,
    query: Option<T>,
}

#[graph_type("microsoft.graph.importance")]
#[derive(Clone, Debug, PartialEq)]
enum Importance {
    Low,
    High,
    #[graph(other)]
    Other(String),
}

fn take<T: Clone>(value: T) -> Take<T> {
    Take { key: value.clone(), argument: value.clone(), quoted: value.clone(), query: Some(value) }
}

/// What goes over the wire, decoded.
fn sent<T: Parameter + Clone>(value: T) -> String {
    let request = take(value).to_http_request("https://h").unwrap();
    let target = request.uri().path_and_query().unwrap().as_str();
    percent_encoding::percent_decode_str(target).decode_utf8().unwrap().into_owned()
}

fn in_all_places(text: &str, quoted: &str) -> String {
    format!("/v1.0/items/{text}/use(date={text},period='{quoted}')?query={text}")
}

fn comes_back<T: Parameter + FromParameter + Clone + Debug + PartialEq>(
    value: T,
) -> Result<(), TestCaseError> {
    let value = take(value);
    let request = value.to_http_request("https://h").unwrap();
    let back =
        Take::<T>::from_http_request(request).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(back, value);
    Ok(())
}

macro_rules! as_text {
    ($($value:expr => $text:literal;)*) => {$(
        assert_eq!(sent($value), in_all_places($text, $text));
        comes_back($value).unwrap();
    )*};
}

#[test]
fn each_type_has_its_literal() {
    fn parsed<T: std::str::FromStr<Err: Debug>>(text: &str) -> T {
        text.parse().unwrap()
    }
    as_text! {
        42_u8 => "42";
        i64::MIN => "-9223372036854775808";
        u128::MAX => "340282366920938463463374607431768211455";
        true => "true";
        1.5_f64 => "1.5";
        -0.25_f32 => "-0.25";
        f64::INFINITY => "INF";
        f32::NEG_INFINITY => "-INF";
        edm::Double(2.0) => "2";
        parsed::<edm::Decimal>("1.50") => "1.50";
        parsed::<edm::Date>("2024-02-29") => "2024-02-29";
        parsed::<edm::DateTimeOffset>("2024-02-29T08:30:00.1234567+01:00") => "2024-02-29T08:30:00.1234567+01:00";
        parsed::<edm::TimeOfDay>("08:30:00.000") => "08:30:00.000";
        parsed::<edm::Duration>("-P1DT2H") => "-P1DT2H";
        parsed::<edm::Guid>("B7F9C1DE-1C3F-4D62-8C4E-2A3B9F9D4E10") => "B7F9C1DE-1C3F-4D62-8C4E-2A3B9F9D4E10";
        edm::Binary::from(b"\xfb\xff\xfe?".to_vec()) => "-__-Pw==";
        parsed::<Uuid>("b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10") => "b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10";
        parsed::<Timestamp>("2024-02-29T08:30:00.5Z") => "2024-02-29T08:30:00.5Z";
        parsed::<civil::Date>("2024-02-29") => "2024-02-29";
        parsed::<civil::Time>("08:30:00") => "08:30:00";
        SignedDuration::from_secs(90 * 60) => "PT1H30M";
        Importance::High => "high";
        Importance::Other("urgent".into()) => "urgent";
        Flags::from_iter([Importance::Low, Importance::High]) => "low,high";
        String::from("a b/ü%2F") => "a b/ü%2F";
        'ß' => "ß";
    }
    assert_eq!(sent(f64::NAN), in_all_places("NaN", "NaN"));
    assert_eq!(sent(Span::new().days(1).hours(2)), in_all_places("P1DT2H", "P1DT2H"));
    assert_eq!(sent("O'Neil"), in_all_places("O'Neil", "O''Neil"));
    let quoted = Importance::Other("it's".into());
    assert_eq!(sent(quoted), in_all_places("it's", "it''s"));
}

#[test]
fn durations_and_bytes_in_a_filter_have_their_prefix() {
    use graph_endpoint::query::Literal;
    let literal = |value: &dyn Literal| {
        let mut out = String::new();
        value.write_literal(&mut out);
        out
    };
    assert_eq!(literal(&SignedDuration::from_secs(90)), "duration'PT1M30S'");
    assert_eq!(literal(&Span::new().days(1)), "duration'P1D'");
    assert_eq!(literal(&edm::Binary::from(b"\xfb\xff".to_vec())), "binary'-_8='");
}

#[test]
fn what_is_none_of_the_type_is_named() {
    fn refused<T: FromParameter + Parameter>() -> String {
        let uri = "https://h/v1.0/items/secret/use(date=secret,period='secret')";
        let request = http::Request::get(uri).body(Default::default()).unwrap();
        Take::<T>::from_http_request(request).map(drop).unwrap_err().to_string()
    }
    let begin = "the path value `key` is not valid: expected ";
    assert_eq!(refused::<u32>(), format!("{begin}a whole number (`u32`)"));
    assert_eq!(refused::<edm::Date>(), format!("{begin}a date, as in 2024-02-29"));
    assert_eq!(refused::<Timestamp>(), format!("{begin}a point in time with its offset from UTC"));
    assert_eq!(refused::<Span>(), format!("{begin}a duration"));
    assert_eq!(refused::<Uuid>(), format!("{begin}a GUID, as in b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10"));
    assert_eq!(refused::<edm::Double>(), format!("{begin}a number (`f64`)"));
    // `secret` is base64: text that is none is refused below.
    assert!(edm::Binary::from_text("not base64").is_err());
}

proptest! {
    #[test]
    fn numbers_come_back(a: i64, b: u128, c: bool, d in any::<f64>().prop_filter("NaN is not itself", |x| !x.is_nan()), e: f32) {
        comes_back(a)?;
        comes_back(b)?;
        comes_back(c)?;
        comes_back(d)?;
        comes_back(edm::Double(d))?;
        if !e.is_nan() {
            comes_back(e)?;
        }
    }

    #[test]
    fn bytes_and_guids_come_back(bytes in prop::collection::vec(any::<u8>(), 1..40), id: u128) {
        comes_back(edm::Binary::from(bytes))?;
        comes_back(Uuid::from_u128(id))?;
        comes_back(edm::Guid::from(Uuid::from_u128(id)))?;
    }

    #[test]
    fn times_come_back(seconds in -62_135_596_800_i64..253_402_207_200, nanoseconds in 0..1_000_000_000, length: i64) {
        let time = Timestamp::new(seconds, nanoseconds).unwrap();
        let civil = jiff::tz::Offset::UTC.to_datetime(time);
        comes_back(time)?;
        comes_back(edm::DateTimeOffset::try_from(time).unwrap())?;
        comes_back(civil.date())?;
        comes_back(civil.time())?;
        let duration = SignedDuration::new(length / 4, if length < 0 { -nanoseconds } else { nanoseconds });
        comes_back(duration)?;
        comes_back(edm::Duration::try_from(duration).unwrap())?;
    }

    #[test]
    fn members_come_back(name in "[a-zA-Z'/ü][a-zA-Z'/ü ]{0,10}", members in prop::collection::vec(any::<bool>(), 1..4)) {
        use graph_endpoint::GraphEnum;
        comes_back(Importance::from_name(&name).unwrap())?;
        let flags = members.iter().map(|high| if *high { Importance::High } else { Importance::Low });
        comes_back(flags.collect::<Flags<_>>())?;
    }
}

#[graph_endpoint(GET, "/me/drive/root:/<path..>:/content")]
struct GetContent {
    path: String,
}

#[test]
fn what_is_wrong_with_a_path_of_many_segments_is_said() {
    for (path, problem) in [
        ("", "empty"),
        ("/", "wrong: it begins with `/`; leave that out"),
        ("/a/b", "wrong: it begins with `/`; leave that out"),
        ("a/", "wrong: it ends with `/`; leave that out"),
        ("a//b", "wrong: it has `//`; write one `/`"),
        ("..", "wrong: a segment is `..`, which would name another resource"),
        ("a/../b", "wrong: a segment is `..`, which would name another resource"),
        ("a/./b", "wrong: a segment is `.`, which would name another resource"),
    ] {
        let error = GetContent { path: path.to_owned() }.to_http_request("https://h").unwrap_err();
        let call = "GET /me/drive/root:/<path..>:/content";
        assert_eq!(error.to_string(), format!("{call}: the path value `path` is {problem}"), "{path}");
    }
    assert!(GetContent { path: "a/b c".to_owned() }.to_http_request("https://h").is_ok());
}

#[test]
fn slashes_at_the_end_of_a_base_url_are_none_of_it() {
    #[graph_endpoint(GET, "/me")]
    struct GetMe {}

    for base in ["https://h", "https://h/", "https://h//", "https://h///"] {
        assert_eq!(GetMe {}.to_http_request(base).unwrap().uri(), "https://h/v1.0/me", "{base}");
    }
    for base in ["https://h//a", "https://h/a//b/", "https://h/..", "https://h/./a"] {
        assert!(GetMe {}.to_http_request(base).unwrap_err().is_build(), "{base}");
    }
}
