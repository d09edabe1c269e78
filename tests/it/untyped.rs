//! Objects of unknown types and properties without a field: nothing that came is lost, nothing is shown.

use graph_endpoint::{AdditionalProperties, Flags, GraphEnum, Untyped, prelude::*};
use proptest::prelude::*;
use serde_json::value::RawValue;

#[graph_type("microsoft.graph.target")]
#[derive(Clone, Debug, PartialEq)]
enum Target {
    #[graph(type = "microsoft.graph.target")]
    Base { id: Option<String> },
    #[graph(type = "microsoft.graph.groupTarget")]
    Group {
        group_id: String,
        #[graph(additional)]
        more: AdditionalProperties,
    },
    #[graph(other)]
    Other(Untyped),
}

#[graph_type("microsoft.graph.open", odata_type)]
#[derive(Clone, Debug, PartialEq)]
struct Open {
    name: String,
    #[graph(additional)]
    more: AdditionalProperties,
}

#[graph_type("microsoft.graph.day")]
#[derive(Clone, Debug, PartialEq)]
enum Day {
    Monday,
    LateFriday,
    #[graph(other)]
    Other(String),
}

fn untyped(text: &str) -> Untyped {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_property_is_kept_as_it_came() {
    let text = r##"{"@odata.type":"#microsoft.graph.new","z":1.50,"a":1E+2,"big":123456789012345678901234567890,"n":null,"o":{"b" : [ 1 ]},"s":"\u00fc"}"##;
    let new = untyped(text);
    assert_eq!(new.type_name(), Some("microsoft.graph.new"));
    assert_eq!(new.odata_type(), Some("#microsoft.graph.new"));
    assert_eq!(new.properties().names().collect::<Vec<_>>(), ["z", "a", "big", "n", "o", "s"]);
    assert_eq!(new.get("big"), Some("123456789012345678901234567890"));
    assert_eq!(new.get("o"), Some(r#"{"b" : [ 1 ]}"#));
    assert_eq!(new.get_as::<String>("s").unwrap().as_deref(), Some("ü"));
    assert_eq!(new.get_as::<f64>("z").unwrap(), Some(1.5));
    assert_eq!(new.get_as::<Option<u8>>("n").unwrap(), Some(None));
    assert_eq!(new.get_as::<u8>("none").unwrap(), None);
    assert_eq!(serde_json::to_string(&new).unwrap(), text);
    let error = new.get_as::<Vec<String>>("s").unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.to_string(), "s: expected a sequence, found a string");
    assert_eq!(new.get_as::<Target>("o").unwrap().unwrap(), Target::Base { id: None });
}

#[test]
fn properties_can_be_changed() {
    let mut target = Untyped::new("microsoft.graph.new");
    target.properties_mut().insert("a", 1).unwrap();
    target.properties_mut().insert("b", [true]).unwrap();
    target.properties_mut().insert("a", "x").unwrap();
    target.properties_mut().insert("@odata.type", "second").unwrap();
    assert_eq!(target.properties_mut().remove("b").as_deref(), Some("[true]"));
    assert_eq!(target.properties_mut().remove("b"), None);
    let text = r#"{"@odata.type":"microsoft.graph.new","a":"x"}"#;
    assert_eq!(serde_json::to_string(&target).unwrap(), text);
    let never = std::collections::HashMap::from([(vec![1u8], 2)]);
    let error = target.properties_mut().insert("c", never).unwrap_err();
    assert!(error.is_build());
    assert_eq!(error.to_string(), "the property `c` can't be written as JSON");
}

#[test]
fn a_property_that_comes_twice_counts_last_and_is_kept() {
    let text = r#"{"a":1,"a":2}"#;
    let mut twice: AdditionalProperties = serde_json::from_str(text).unwrap();
    assert_eq!(twice.get("a"), Some("2"));
    assert_eq!(twice, twice.clone());
    assert_eq!(serde_json::to_string(&twice).unwrap(), text);
    assert_eq!(twice.remove("a").as_deref(), Some("2"));
    assert!(twice.is_empty());
}

#[test]
fn a_type_that_is_no_name_is_kept() {
    for text in [r#"{"a":1,"@odata.type":null}"#, r#"{"@odata.type":7,"a":1}"#] {
        let untyped = untyped(text);
        assert_eq!(untyped.type_name(), None);
        assert_eq!(serde_json::to_string(&untyped).unwrap(), text);
    }
    assert!(serde_json::from_str::<Untyped>("[]").is_err());
}

#[test]
fn debug_shows_names_only() {
    let untyped = untyped(r#"{"@odata.type":"microsoft.graph.new","token":"secret","n":[42]}"#);
    let text = format!("{untyped:?} {untyped:#?} {:?}", untyped.properties());
    assert!(!text.contains("secret") && !text.contains("42"));
    assert!(text.contains("microsoft.graph.new") && text.contains("token"));
}

#[test]
fn a_family_keeps_what_it_does_not_know_wherever_the_type_stands() {
    let known = |group: &str| Target::Group { group_id: group.into(), more: AdditionalProperties::new() };
    for text in [
        r##"{"@odata.type":"#microsoft.graph.groupTarget","groupId":"g"}"##,
        r#"{"@odata.type":"microsoft.graph.groupTarget","groupId":"g"}"#,
        r#"{"groupId":"g","@odata.type":"microsoft.graph.groupTarget"}"#,
    ] {
        assert_eq!(serde_json::from_str::<Target>(text).unwrap(), known("g"), "{text}");
    }
    let base = serde_json::from_str::<Target>(r#"{"id":"x","y":[1]}"#).unwrap();
    assert_eq!(base, Target::Base { id: Some("x".into()) });
    for (text, written) in [
        (r##"{"a":1.0,"@odata.type":"#x.y","b":2}"##, r##"{"@odata.type":"#x.y","a":1.0,"b":2}"##),
        (r#"{"@odata.type":"x.y","b":2}"#, r#"{"@odata.type":"x.y","b":2}"#),
        (
            r#"{"b":[1.10],"@odata.type":"microsoft.graph.groupTarget","groupId":"g"}"#,
            r##"{"@odata.type":"#microsoft.graph.groupTarget","groupId":"g","b":[1.10]}"##,
        ),
    ] {
        let target: Target = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&target).unwrap(), written);
        let again: Target = serde_json::from_str(written).unwrap();
        assert_eq!(again, target);
    }
    let value = serde_json::json!({"a": [1], "@odata.type": "x.y"});
    let Target::Other(other) = serde_json::from_value::<Target>(value.clone()).unwrap() else { panic!() };
    assert_eq!(serde_json::to_value(other).unwrap(), value);
}

#[test]
fn an_open_type_writes_its_name_once() {
    let text = r##"{"@odata.type":"#microsoft.graph.open","name":"n","extra":[1.0]}"##;
    let open: Open = serde_json::from_str(text).unwrap();
    assert_eq!(open.more.names().collect::<Vec<_>>(), ["extra"]);
    assert_eq!(serde_json::to_string(&open).unwrap(), text);
}

#[test]
fn members_in_any_letter_case() {
    for (text, day) in [
        (r#""monday""#, Day::Monday),
        (r#""MONDAY""#, Day::Monday),
        (r#""lateFriday""#, Day::LateFriday),
        (r#""LATEfriday""#, Day::LateFriday),
        (r#""Sunday""#, Day::Other("Sunday".into())),
    ] {
        assert_eq!(serde_json::from_str::<Day>(text).unwrap(), day);
    }
    assert_eq!(serde_json::to_string(&Day::Other("SunDay".into())).unwrap(), r#""SunDay""#);
    assert_eq!(Day::MEMBERS, ["monday", "lateFriday"]);
}

#[test]
fn too_many_flags_are_refused() {
    let many = (0..2000).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    assert!(serde_json::from_str::<Flags<Day>>(&format!("{many:?}")).is_err());
    let empty: Flags<Day> = serde_json::from_str(r#"" , ""#).unwrap();
    assert!(empty.is_empty());
}

/// JSON of any form, numbers in ways that no float keeps.
fn json() -> impl Strategy<Value = String> {
    let quoted = |text: String| serde_json::to_string(&text).unwrap();
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?",
        any::<String>().prop_map(quoted),
    ];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        let property = (any::<String>(), inner.clone())
            .prop_map(move |(name, json)| format!("{}: {json}", quoted(name)));
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(|items| format!("[{}]", items.join(" ,"))),
            prop::collection::vec(property, 0..5)
                .prop_map(|properties| format!("{{{}}}", properties.join(","))),
        ]
    })
}

proptest! {
    #[test]
    fn any_object_comes_back_to_the_letter(
        name in prop::option::of("#?[a-zA-Z.]{1,20}"),
        properties in prop::collection::vec(("[^@\"\\\\\\p{Cc}]{0,8}", json()), 0..6),
        at in any::<prop::sample::Index>(),
    ) {
        let mut written: Vec<String> = properties.iter().map(|(name, json)| format!("\"{name}\":{json}")).collect();
        let type_property = name.as_ref().map(|name| format!("\"@odata.type\":\"{name}\""));
        let expected = format!("{{{}}}", type_property.iter().chain(&written).cloned().collect::<Vec<_>>().join(","));
        if let Some(property) = type_property {
            written.insert(at.index(written.len() + 1), property);
        }
        let text = format!("{{{}}}", written.join(","));
        let read: Untyped = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(read.odata_type(), name.as_deref());
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), &*expected);
        prop_assert_eq!(serde_json::from_str::<Untyped>(&expected).unwrap(), read.clone());
        if name.is_some() {
            prop_assert_eq!(serde_json::from_str::<Target>(&text).unwrap(), Target::Other(read));
        }
    }

    #[test]
    fn a_property_is_its_json_text(json in json()) {
        let untyped: Untyped = serde_json::from_str(&format!("{{\"p\": {json} }}")).unwrap();
        prop_assert_eq!(untyped.get("p"), Some(&*json));
        let raw: Box<RawValue> = untyped.get_as("p").unwrap().unwrap();
        prop_assert_eq!(raw.get(), json);
    }

    #[test]
    fn flags_come_back_in_their_order(names in prop::collection::vec("monday|LATEFRIDAY|[a-z]{1,5}", 0..12)) {
        let text = serde_json::to_string(&names.join(", ")).unwrap();
        let flags: Flags<Day> = serde_json::from_str(&text).unwrap();
        let mut once: Vec<Day> = Vec::new();
        for name in &names {
            let day = Day::from_name(name).unwrap();
            prop_assert!(flags.contains(&day));
            if !once.contains(&day) {
                once.push(day);
            }
        }
        prop_assert_eq!(flags.iter().cloned().collect::<Vec<_>>(), once);
        let again: Flags<Day> = serde_json::from_str(&serde_json::to_string(&flags).unwrap()).unwrap();
        prop_assert_eq!(again, flags);
    }
}
