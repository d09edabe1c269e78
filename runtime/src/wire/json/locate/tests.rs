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
    loose: Option<Loose>,
}

/// Asks for anything, and so has seen the bracket when it refuses.
#[derive(Debug)]
struct Loose;

impl<'de> serde::Deserialize<'de> for Loose {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl serde::Serialize for Loose {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl serde::de::Visitor<'_> for Loose {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a string")
    }
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
        (
            r#"{"value":[{"id":"a","count":"secret"}]}"#,
            "value[0].count",
            "expected i64, found a string that is no number",
        ),
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

#[test]
fn brackets_that_were_seen() {
    for (json, found) in [
        (r#"{"a":{"b":1}}"#, "an object"),
        (r#"{ "a" : 1 }"#, "an object"),
        ("{}", "an object"),
        ("{ }", "an object"),
        ("[1,[2]]", "an array"),
        ("[ 1 ]", "an array"),
        ("[]", "an array"),
        ("[{}]", "an array"),
        ("true", "a boolean"),
    ] {
        for (before, after) in [("", ""), ("", r#","x":[{}]"#), (r#""x":[{}] ,"#, " "), ("", "\n, \"x\":1")] {
            let text = format!(r#"{{"value":[{{"id":"a"}},{{{before}"loose":{json}{after}}}]}}"#);
            let expected = format!("expected a number or a string, found {found}");
            assert_eq!(located(&text), ("value[1].loose".to_owned(), expected), "{text}");
        }
    }
}

/// Takes any JSON, but not what `REFUSED` names: a scalar, object or array in place of what was expected.
#[derive(Debug)]
struct Tree<const REFUSED: char>;

impl<'de, const REFUSED: char> serde::Deserialize<'de> for Tree<REFUSED> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de, const REFUSED: char> serde::de::Visitor<'de> for Tree<REFUSED> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tree")
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self, E> {
        match REFUSED {
            's' => Err(E::invalid_type(serde::de::Unexpected::Str(text), &self)),
            'v' => Err(E::invalid_value(serde::de::Unexpected::Str(text), &self)),
            'c' => Err(E::custom(format_args!("expected another text than {text}"))),
            _ => Ok(self),
        }
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self, E> {
        if REFUSED == 'n' { Err(E::invalid_type(serde::de::Unexpected::Unit, &self)) } else { Ok(self) }
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut properties: A) -> Result<Self, A::Error> {
        let mut missing = false;
        while let Some(name) = properties.next_key::<String>()? {
            missing |= name == "incomplete";
            properties.next_value::<Self>()?;
        }
        if missing && REFUSED == 'm' { Err(serde::de::Error::missing_field("id")) } else { Ok(self) }
    }
}

/// A step of a path, with what stands beside the way: `before` and `after` it.
#[derive(Clone, Debug)]
enum Step {
    Name { name: String, before: usize, after: usize },
    Index { before: usize, after: usize },
}

/// JSON that holds `planted` at the end of the way, and the path there.
fn plant(steps: &[Step], planted: &str, space: &str) -> (String, String) {
    let beside = r#"{"x":[1,{"y":2},[]],"z":{}}"#;
    let (mut text, mut path) = (planted.to_owned(), String::new());
    for step in steps.iter().rev() {
        text = match step {
            Step::Name { name, before, after } => {
                let others = |count: usize| vec![format!(r#""o":{beside}"#); count];
                let name = serde_json::to_string(name).unwrap();
                let mut all = others(*before);
                all.push(format!("{name}{space}:{space}{text}"));
                all.extend(others(*after));
                format!("{{{space}{}{space}}}", all.join(&format!("{space},{space}")))
            }
            Step::Index { before, after } => {
                let mut all = vec![beside.to_owned(); *before];
                all.push(text);
                all.extend(vec![beside.to_owned(); *after]);
                format!("[{space}{}{space}]", all.join(&format!("{space},{space}")))
            }
        };
    }
    for step in steps {
        match step {
            Step::Name { name, .. } => push_name(&mut path, name),
            Step::Index { before, .. } => path.push_str(&format!("[{before}]")),
        }
    }
    (text, path)
}

fn steps() -> impl proptest::strategy::Strategy<Value = Vec<Step>> {
    use proptest::prelude::*;
    let beside = || 0usize..3;
    let name = prop_oneof!["[a-z]{1,8}", "[@.\\\"'{\\[,:\n a-z]{0,6}", any::<String>()];
    let step = prop_oneof![
        (name, beside(), beside()).prop_map(|(name, before, after)| Step::Name { name, before, after }),
        (beside(), beside()).prop_map(|(before, after)| Step::Index { before, after }),
    ];
    prop::collection::vec(step, 0..7)
}

fn planted<const REFUSED: char>(steps: &[Step], planted: &str, space: &str) -> (Located, String) {
    let (text, path) = plant(steps, planted, space);
    let error = serde_json::from_slice::<Tree<REFUSED>>(text.as_bytes()).unwrap_err();
    (locate(text.as_bytes(), &error), path)
}

proptest::proptest! {
    #[test]
    fn the_path_of_what_was_planted(steps in steps(), space in "|[ \t\r\n]{1,3}") {
        let is = |(located, path): (Located, String), problem: &str| {
            proptest::prop_assert_eq!(located, Located { path, problem: problem.to_owned() });
            Ok(())
        };
        is(planted::<'s'>(&steps, r#""se\"c, expected ret""#, &space), "expected a tree, found a string")?;
        is(planted::<'v'>(&steps, r#""secret""#, &space), "expected a tree, found a string that is none")?;
        is(planted::<'c'>(&steps, r#""secret""#, &space), "this is not a valid value of its type")?;
        is(planted::<'n'>(&steps, "null", &space), "expected a tree, found null")?;
        is(planted::<' '>(&steps, "secret", &space), "this is not valid JSON")?;
        is(planted::<' '>(&steps, "trux", &space), "this is not valid JSON")?;
        is(planted::<' '>(&steps, "1e999", &space), "the number is out of range")?;
        let mut incomplete = steps.clone();
        incomplete.push(Step::Name { name: "id".to_owned(), before: 0, after: 0 });
        let (_, path) = plant(&incomplete, "", "");
        for object in [r#"{"incomplete":1}"#, r#"{ "incomplete" : {} }"#, r#"{"incomplete":[1], "x":{"y":1} }"#] {
            let (located, _) = planted::<'m'>(&steps, object, &space);
            proptest::prop_assert_eq!(&located.path, &path);
            proptest::prop_assert_eq!(located.problem, "the property is missing");
        }
    }

    #[test]
    fn a_text_that_was_cut_ends_too_early_or_is_no_json(steps in steps(), cut: proptest::sample::Index) {
        let (text, _) = plant(&steps, r#"["secret"]"#, "");
        let at = text.floor_char_boundary(cut.index(text.len()));
        let text = text.get(..at).unwrap();
        let error = serde_json::from_str::<Tree<' '>>(text).unwrap_err();
        let problem = locate(text.as_bytes(), &error).problem;
        proptest::prop_assert_eq!(problem, "the text ends too early");
    }
}
