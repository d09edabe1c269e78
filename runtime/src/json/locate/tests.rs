//! Every kind of error, in every place.

use super::*;
use crate::graph_type;

#[graph_type(crate = crate)]
#[derive(Debug)]
#[allow(dead_code, reason = "only read")]
struct Page {
    value: Vec<Item>,
}

#[graph_type(crate = crate)]
#[derive(Debug)]
#[allow(dead_code, reason = "only read")]
struct Item {
    id: String,
    target: Option<Target>,
    count: Option<i64>,
    tags: Option<Vec<String>>,
}

#[graph_type(crate = crate)]
#[derive(Debug)]
#[allow(dead_code, reason = "only read")]
struct Target {
    group_id: String,
    #[graph(rename = "@odata.type")]
    odata_type: Option<String>,
}

fn located(text: &str) -> (String, String) {
    let error = serde_json::from_str::<Page>(text).unwrap_err();
    let Located { path, problem } = locate(text.as_bytes(), &error);
    (path, problem)
}

#[test]
fn the_path_of_every_kind_of_error() {
    let cases = [
        (r#"{"value":[{"id":"a"},{"id":1}]}"#, "value[1].id", "expected a string, found an integer"),
        (r#"{"value":[{"id": null }]}"#, "value[0].id", "expected a string, found null"),
        (r#"{"value":[{"id":["secret"]}]}"#, "value[0].id", "expected a string, found an array"),
        (r#"{"value":[{"id":{"a":1}}]}"#, "value[0].id", "expected a string, found an object"),
        (r#"{"value":[{"id":"a","count":"secret"}]}"#, "value[0].count", "expected i64, found a string"),
        (r#"{"value":[{"id":"a","count":1.5,"x":1}]}"#, "value[0].count", "expected i64, found a number"),
        (
            r#"{"value":[{"id":"a","tags":["b",true]}]}"#,
            "value[0].tags[1]",
            "expected a string, found a boolean",
        ),
        (r#"{"value":[{"id":"a","tags":[["b"]]}]}"#, "value[0].tags[0]", "expected a string, found an array"),
        (
            r#"{"value":[{"id":"a","target":{"@odata.type":1,"groupId":"g"}}]}"#,
            "value[0].target['@odata.type']",
            "expected a string, found an integer",
        ),
        (
            r#"{"value":[{"id":"a","target":{"x":{"y":[1]}}}]}"#,
            "value[0].target.groupId",
            "the property is missing",
        ),
        (r#"{"value":[{"id":"a","target":{}}]}"#, "value[0].target.groupId", "the property is missing"),
        (r#"{"value":[{"id":"a","target":{ }}]}"#, "value[0].target.groupId", "the property is missing"),
        ("{\"value\":[\n{\"id\":\"a\"},\n{\"count\":1}\n]}", "value[1].id", "the property is missing"),
        (r#"{"value":[{"target":{"groupId":"g"}}]}"#, "value[0].id", "the property is missing"),
        (r#"{"value":[{"target":{"groupId":"g"} }]}"#, "value[0].id", "the property is missing"),
        (r#"{"other":[]}"#, "value", "the property is missing"),
        ("{}", "value", "the property is missing"),
        ("[]", "", "expected an object of type Page, found an array"),
        (r#"{"value":[{"id":"a""#, "value[0]", "the text ends too early"),
        (r#"{"value":[{"id":a}]}"#, "value[0].id", "this is not valid JSON"),
        ("\"x\"", "", "expected an object of type Page, found a string"),
    ];
    for (text, path, problem) in cases {
        assert_eq!(located(text), (path.to_owned(), problem.to_owned()), "{text}");
    }
}
