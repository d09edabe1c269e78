//! 2xx responses that are not what the declaration says: the path is named, values are not.

use bytes::Bytes;
use graph_endpoint::{AdditionalProperties, Flags, prelude::*};

use super::{printed, response};

#[graph_endpoint(GET, "/policies", response = Policies)]
struct ListPolicies {}

#[graph_type("microsoft.graph.policies")]
#[derive(Debug)]
struct Policies {
    value: Vec<Policy>,
}

#[graph_type("microsoft.graph.policy", lossy)]
#[derive(Debug)]
struct Policy {
    id: String,
    priority: Option<u8>,
    state: Option<State>,
    days: Option<Flags<State>>,
    target: Option<Target>,
    pair: Option<(u8, u8)>,
    strict: Option<Strict>,
    #[graph(additional)]
    more: AdditionalProperties,
}

#[graph_type("microsoft.graph.state")]
#[derive(Clone, Debug, PartialEq)]
enum State {
    On,
    Off,
}

#[graph_type("microsoft.graph.target")]
#[derive(Debug)]
enum Target {
    #[graph(type = "microsoft.graph.groupTarget")]
    Group { group_id: String },
    #[graph(type = "microsoft.graph.nestedTarget")]
    Nested { inner: Box<Target>, tags: Vec<String> },
}

/// A type of the user's, whose error quotes what it was given and begins like one of ours.
#[derive(Debug, serde::Serialize)]
struct Strict;

impl<'de> serde::Deserialize<'de> for Strict {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(serde::de::Error::custom(format_args!("expected strictness, found {text}")))
    }
}

fn decode(headers: &[(&str, &str)], body: impl Into<Bytes>) -> Error {
    ListPolicies::from_http_response(response(200, headers, body)).unwrap_err()
}

/// The message for a policy of that JSON, third in a list after two good ones.
fn third(policy: &str) -> String {
    let text = format!(r#"{{"value":[{{"id":"a"}}, {{"id":"b"}},{policy}]}}"#);
    let error = decode(&[], text);
    assert!(error.is_decode() && !error.is_status());
    assert!(!printed(&error).contains("secret"), "{error}");
    error.to_string().strip_prefix("GET /policies: ").unwrap().to_owned()
}

#[test]
fn a_wrong_type_at_every_place() {
    let cases = [
        (r#"{"id":7}"#, "value[2].id: expected a string, found an integer"),
        (r#"{"id":null}"#, "value[2].id: expected a string, found null"),
        (
            r#"{"id":"secret","priority":"secret"}"#,
            "value[2].priority: expected u8, found a string that is no number",
        ),
        (
            r#"{"id":"secret","priority":300 , "x":1}"#,
            "value[2].priority: expected u8, found an integer that is none",
        ),
        (
            r#"{"id":"x","priority":"300"}"#,
            "value[2].priority: expected u8, found a number in a string that is none",
        ),
        (r#"{"id":"x","priority":1.5}"#, "value[2].priority: expected u8, found a number"),
        (r#"{"id":"x","priority":{"a":1}}"#, "value[2].priority: expected u8, found an object"),
        (r#"{"id":"x","priority":[1]}"#, "value[2].priority: expected u8, found an array"),
        (r#"{"id":"x","state":3}"#, "value[2].state: expected one of the members on, off"),
        (r#"{"id":"x","days":3}"#, "value[2].days: expected the members on, off, separated by commas"),
        (
            r#"{"id":"x","days":{}}"#,
            "value[2].days: expected members of an enumeration, separated by commas, found an object",
        ),
        (r#"{"id":"x","priority":1e999}"#, "value[2].priority: the number is out of range"),
        (r#"{"id":"x","state":"secret"}"#, "value[2].state: expected one of the members on, off"),
        (
            r#"{"id":"x","days":"on,secret"}"#,
            "value[2].days: expected the members on, off, separated by commas",
        ),
        (
            r#"{"id":"x","days":"on,secret" , "z":1}"#,
            "value[2].days: expected the members on, off, separated by commas",
        ),
        (r#"{"id":"x","pair":[1]}"#, "value[2].pair: expected a tuple of size 2, found another length"),
        (r#"{"id":"x","strict":"secret" , "y":1}"#, "value[2].strict: this is not a valid value of its type"),
        (r#"{"id":"x","strict":"secret"}"#, "value[2]: this is not a valid value of its type"),
        (r#"{"priority":1}"#, "value[2].id: the property is missing"),
        ("\n{\n}\n", "value[2].id: the property is missing"),
        ("[]", "value[2]: expected an object of type Policy, found an array"),
        (r#""secret""#, "value[2]: expected an object of type Policy, found a string"),
    ];
    for (policy, message) in cases {
        assert_eq!(third(policy), message, "{policy}");
    }
}

#[test]
fn families_with_the_type_first_and_last() {
    let group = "microsoft.graph.groupTarget";
    let nested = "microsoft.graph.nestedTarget";
    let cases = [
        (
            format!(r##"{{"@odata.type":"#{group}","groupId":7}}"##),
            ".groupId: expected a string, found an integer",
        ),
        (
            format!(r##"{{"groupId":7,"@odata.type":"#{group}"}}"##),
            ".groupId: expected a string, found an integer",
        ),
        (format!(r##"{{"@odata.type":"#{group}"}}"##), ".groupId: the property is missing"),
        (format!(r##"{{"x":1,"@odata.type":"#{group}"}}"##), ".groupId: the property is missing"),
        (
            format!(r#"{{"tags":["a", {{}}],"inner":{{}},"@odata.type":"{nested}"}}"#),
            ".tags[1]: expected a string, found an object",
        ),
        (
            format!(
                r#"{{"tags":[],"inner":{{"inner":{{"groupId":null,"@odata.type":"{group}"}},"@odata.type":"{nested}"}},"@odata.type":"{nested}"}}"#
            ),
            ".inner.inner.groupId: expected a string, found null",
        ),
        (
            format!(r#"{{"@odata.type":"{nested}","inner":{{"x":0,"@odata.type":"{group}"}}}}"#),
            ".inner.groupId: the property is missing",
        ),
        (r#"{"groupId":"secret"}"#.to_owned(), "['@odata.type']: the property is missing"),
        (r#"{"@odata.type":7}"#.to_owned(), "['@odata.type']: expected a type's name, found an integer"),
        (
            r##"{"@odata.type":"#microsoft.graph.secret"}"##.to_owned(),
            ": unknown type of `Target`; add a variant with `#[graph(other)]` to keep it",
        ),
    ];
    for (target, message) in cases {
        for rest in ["", r#","priority":1"#] {
            let policy = format!(r#"{{"id":"x","target":{target}{rest}}}"#);
            assert_eq!(third(&policy), format!("value[2].target{message}"), "{policy}");
        }
    }
}

#[test]
fn bodies_that_are_no_json() {
    let json = ("content-type", "application/json");
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [u8], &'a str);
    let cases: &[Case<'_>] = &[
        (&[json], b"", "the response has no body"),
        (&[json], b" \r\n", "the response has no body"),
        (&[("content-type", "text/html")], b"Sign in", "the response is HTML or XML"),
        (&[json], b"\n <!DOCTYPE html>", "the response is HTML or XML"),
        (
            &[("content-type", "application/json; charset=ISO-8859-1")],
            b"{\"value\":[{\"id\":\"\xfc\"}]}",
            "the response's charset is not UTF-8",
        ),
        (&[json], b"{\"value\":[{\"id\":\"\xfc\"}]}", "the response's body is not UTF-8"),
        (&[json], b"\xff\xfe{\0}\0", "the response's body is not UTF-8"),
        (&[json], br#"{"value":[{"id":"secret","#, "value[0]: the text ends too early"),
        (&[json], br#"{"value":[]} secret"#, "the response's body: this is not valid JSON"),
        (&[json], br#"{"value":[{"id":"secret"},]}"#, "value: this is not valid JSON"),
        (&[json], b"secret", "the response's body: this is not valid JSON"),
        (&[json], b"\xef\xbb\xbf", "the response's body: the text ends too early"),
    ];
    for (headers, body, message) in cases {
        let error = decode(headers, Bytes::copy_from_slice(body));
        assert!(
            error.is_decode() && error.to_string().starts_with(&format!("GET /policies: {message}")),
            "{error}"
        );
        assert!(!printed(&error).contains("secret"), "{error}");
        assert_eq!(error.status().unwrap(), 200);
    }
    let headers = [("content-type", "application/json;odata.metadata=minimal;charset=\"UTF-8\"")];
    let policies = response(200, &headers, "\u{feff}{\"value\":[]}");
    assert!(ListPolicies::from_http_response(policies).unwrap().value.is_empty());
}

#[test]
fn headers_of_a_bad_answer_stay_in_reach() {
    let error = decode(&[("request-id", "r1"), ("etag", "W/\"1\"")], "[]");
    assert_eq!(error.request_id(), Some("r1"));
    assert_eq!(error.headers().unwrap()["etag"], "W/\"1\"");
}

#[test]
fn deep_nesting_is_refused_and_never_overflows() {
    let nested = |depth: usize, last: &str| {
        let opened = r#"{"tags":[],"inner":"#.repeat(depth);
        let closed = r#","@odata.type":"microsoft.graph.nestedTarget"}"#.repeat(depth);
        format!("{opened}{last}{closed}")
    };
    let group = r#"{"groupId":"g","@odata.type":"microsoft.graph.groupTarget"}"#;
    let policy = |target: String| format!(r#"{{"value":[{{"id":"x","target":{target}}}]}}"#);
    let good = response(200, &[], policy(nested(100, group)));
    assert_eq!(ListPolicies::from_http_response(good).unwrap().value.len(), 1);
    // As deep as it goes: read in one go down to the limit, and from there set aside at every level.
    let first = r#"{"@odata.type":"microsoft.graph.nestedTarget","tags":[],"inner":"#.repeat(120);
    let deepest = format!("{first}{}{}", nested(120, group), "}".repeat(120));
    let good = response(200, &[], policy(deepest));
    assert_eq!(ListPolicies::from_http_response(good).unwrap().value.len(), 1);
    for depth in [200, 100_000] {
        let error = decode(&[], policy(nested(depth, group)));
        assert!(error.is_decode());
        assert!(error.to_string().ends_with("nested too deeply"), "{error}");
        assert!(error.to_string().len() < 10_000);
    }
    let error = decode(&[], format!(r#"{{"value":{}"#, "[".repeat(1_000_000)));
    assert!(error.is_decode() && error.to_string().len() < 10_000);
}
