//! Whatever is pasted: no panic, and what is written is Rust in which no name comes twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that can't go on has failed"
)]

use std::collections::HashSet;

use cargo_graph::json::Json;
use cargo_graph::template::Template;
use cargo_graph::{Options, declare, file, operations, read};
use proptest::prelude::*;

/// Names as they come: words, keywords, annotations, keys, nonsense.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z][A-Za-z]{0,8}",
        Just("@odata.type".to_owned()),
        Just("@odata.id".to_owned()),
        Just("value".to_owned()),
        Just("id".to_owned()),
        Just("type".to_owned()),
        Just("self".to_owned()),
        Just("build".to_owned()),
        Just("fbab97d0-4932-4511-b675-204639209557".to_owned()),
        "[ -~]{0,6}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("#microsoft.graph.user".to_owned()),
        Just("microsoft.graph.group".to_owned()),
        Just("#String".to_owned()),
        "[ -~é]{0,8}",
    ]
}

fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(|number| Json::Number(number.to_string())),
        (-1.0e3..1.0e3_f64).prop_map(|number| Json::Number(format!("{number:?}"))),
        Just(Json::Number("12345678901234567890123".to_owned())),
        text().prop_map(Json::String),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            prop::collection::vec((name(), inner), 0..5).prop_map(Json::Object),
        ]
    })
}

fn written(json: &Json) -> String {
    match json {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Number(text) => text.clone(),
        Json::String(text) => serde_json::to_string(text).unwrap(),
        Json::Array(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(",")),
        Json::Object(properties) => {
            let property = |(name, value): &(String, Json)| {
                format!("{}: {}", serde_json::to_string(name).unwrap(), written(value))
            };
            format!("{{{}}}", properties.iter().map(property).collect::<Vec<_>>().join(",\n"))
        }
    }
}

/// Every item has a name of its own, and so has every field of an item.
fn no_name_comes_twice(source: &str) {
    let parsed = syn::parse_file(source).unwrap_or_else(|error| panic!("{error}\n{source}"));
    let mut items = HashSet::new();
    for item in parsed.items {
        let (ident, fields) = match item {
            syn::Item::Struct(item) => (item.ident, item.fields),
            syn::Item::Enum(item) => (item.ident, syn::Fields::Unit),
            _ => continue,
        };
        assert!(items.insert(ident.to_string()), "{ident} comes twice\n{source}");
        let mut names = HashSet::new();
        for field in fields {
            let name = field.ident.unwrap().to_string();
            assert!(names.insert(name.clone()), "{ident}.{name} comes twice\n{source}");
        }
    }
}

proptest! {
    #[test]
    fn any_json_gives_rust(body in json(), response in json(), again in json(), exact in any::<bool>(), apart in any::<bool>()) {
        let message = |path: &str, body: &Json, response: &Json| format!(
            "POST /users/{{id}}/{path}\nContent-Type: application/json\n\n{}\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{}\n",
            written(body),
            written(response),
        );
        let mut examples = read(&message("things", &body, &response)).unwrap().examples;
        examples.extend(read(&message(if apart { "others" } else { "things" }, &again, &body)).unwrap().examples);
        let options = Options { exact, ..Options::default() };
        let operations = operations(&examples, &options);
        let declarations: Vec<_> =
            operations.iter().filter_map(|operation| declare(operation, &options).ok()).collect();
        no_name_comes_twice(&file(&declarations));
    }

    #[test]
    fn any_text_is_read_or_refused(text in r"(GET |POST |HTTP/1.1 |> |< |\{|\}|###|@a = |```|```http|\{\{a\}\}|/me|[ -~]|\n){0,60}") {
        if let Ok(reading) = read(&text) {
            for operation in operations(&reading.examples, &Options::default()) {
                if let Ok(declaration) = declare(&operation, &Options::default()) {
                    no_name_comes_twice(&file(&[declaration]));
                }
            }
        }
    }

    /// What is inferred from a path fits the path.
    #[test]
    fn any_path_fits_its_template(path in r"(/|[a-z]{1,4}|\{[a-z |-]{0,4}\}|<a>|\('|'\)|\(|\)|=|,|'|:|[0-9]{1,5}|%2F|\$count|é| ){0,14}") {
        let path = format!("/{path}");
        let (template, values) = Template::infer(&path);
        let (again, same) = template.matching(&path).expect("the template fits its own path");
        prop_assert_eq!(&again, &template);
        prop_assert_eq!(&same, &values);
        prop_assert_eq!(template.placeholders().count(), values.len());
        let names: HashSet<_> = template.fields().collect();
        prop_assert_eq!(names.len(), values.len());
    }

    #[test]
    fn json_is_read_as_written(json in json()) {
        let read = Json::parse(&written(&json)).unwrap();
        prop_assert_eq!(&read, &json);
    }
}
