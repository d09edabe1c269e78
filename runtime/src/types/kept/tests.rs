use super::*;
use crate::{AdditionalProperties, Nullable};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Policy {
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    note: Nullable<String>,
    target: Option<Target>,
    items: Vec<Item>,
    tags: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Target {
    group_id: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Item {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    a: u8,
    b: u8,
}

const CAME: &str = r##"{"@odata.type":"#x","id":"1","name":null,"limit":1.50,"target":{"groupId":"g","filter":{"a":[1e2]}},
 "items":[{"id":"i","a":1,"b":2,"x":"X"},{"id":"j","a":1,"b":2,"y":"Y"}], "tags":["s","t"],"more":null}"##;

fn read(text: &str) -> Kept<Policy> {
    serde_json::from_str(text).unwrap()
}

fn changed(change: impl FnOnce(&mut Policy)) -> String {
    let mut policy = read(CAME);
    change(&mut policy);
    serde_json::to_string(&policy).unwrap()
}

#[test]
fn what_is_not_touched_goes_back_to_the_letter() {
    assert_eq!(changed(|_| ()), CAME);
    assert_eq!(changed(|policy| policy.id = Some("1".to_owned())), CAME);
    assert_eq!(serde_json::to_string(&vec![read(CAME)]).unwrap(), format!("[{CAME}]"));
}

#[test]
fn a_change_is_laid_over_what_came_at_every_depth() {
    let text = changed(|policy| policy.target.as_mut().unwrap().group_id = "h".to_owned());
    assert_eq!(text, CAME.replace(r#""g""#, r#""h""#).replace("\n ", "").replace(", \"tags", ",\"tags"));
    let text = changed(|policy| policy.name = Some("n".to_owned()));
    assert!(text.contains(r#""name":"n","limit":1.50"#), "{text}");
    let text = changed(|policy| policy.note = Nullable::Null);
    assert!(text.ends_with(r#""more":null,"note":null}"#), "{text}");
}

#[test]
fn what_was_taken_out_is_left_out_and_what_was_unknown_stays() {
    let named = CAME.replace(r#""name":null"#, r#""name":"n""#);
    let mut policy = read(&named);
    policy.name = None;
    let text = serde_json::to_string(&policy).unwrap();
    assert!(!text.contains("name"), "{text}");
    assert!(text.contains(r#""limit":1.50"#) && text.contains(r#""more":null"#), "{text}");
}

#[test]
fn items_are_found_again() {
    let items = |text: String| {
        let (_, items) = text.split_once(r#""items":"#).unwrap();
        items.split_once(r#","tags""#).unwrap().0.to_owned()
    };
    let (first, second) = (r#"{"id":"i","a":1,"b":2,"x":"X"}"#, r#"{"id":"j","a":1,"b":2,"y":"Y"}"#);
    assert_eq!(items(changed(|policy| policy.items.swap(0, 1))), format!("[{second},{first}]"));
    assert_eq!(items(changed(|policy| drop(policy.items.remove(0)))), format!("[{second}]"));
    assert_eq!(
        items(changed(|policy| {
            policy.items.remove(0);
            policy.items[0].a = 7;
            policy.items.push(Item { a: 9, ..Item::default() });
        })),
        r#"[{"id":"j","a":7,"b":2,"y":"Y"},{"a":9,"b":0}]"#
    );
    assert_eq!(
        items(changed(|policy| policy.items[0].id = Some("new".to_owned()))),
        format!(r#"[{{"id":"new","a":1,"b":2}},{second}]"#)
    );
}

#[test]
fn an_item_without_an_id_is_found_by_its_place_if_a_part_of_it_is_the_same() {
    let text = r#"{"id":null,"target":null,"items":[{"a":1,"b":2,"x":"X"},{"a":3,"b":4,"y":"Y"}],"tags":[]}"#;
    let mut policy = read(text);
    policy.items[1].b = 5;
    assert!(
        serde_json::to_string(&policy).unwrap().contains(r#"[{"a":1,"b":2,"x":"X"},{"a":3,"b":5,"y":"Y"}]"#)
    );
    // Another item in its place doesn't take over what belonged to the first.
    policy.items[1] = Item { id: None, a: 8, b: 9 };
    assert!(serde_json::to_string(&policy).unwrap().contains(r#"[{"a":1,"b":2,"x":"X"},{"a":8,"b":9}]"#));
}

#[test]
fn equal_items_each_keep_their_own() {
    let text = r#"[{"a":1,"b":1,"x":1},{"a":1,"b":1,"x":2},{"a":1,"b":1,"x":3}]"#;
    let mut items: Kept<Vec<Item>> = serde_json::from_str(text).unwrap();
    items.remove(2);
    let written = serde_json::to_string(&items).unwrap();
    assert_eq!(written, r#"[{"a":1,"b":1,"x":1},{"a":1,"b":1,"x":2}]"#);
}

#[test]
fn what_was_made_here_is_written_as_it_is() {
    let made = Kept::from(Target { group_id: "g".to_owned() });
    assert_eq!(made.source(), None);
    assert_eq!(serde_json::to_string(&made).unwrap(), r#"{"groupId":"g"}"#);
}

#[test]
fn an_error_has_its_path() {
    let path = |response: &str| {
        let error = serde_json::from_str::<crate::Page<Kept<Policy>>>(response).unwrap_err();
        let found = locate::locate(response.as_bytes(), &error);
        assert_eq!(found.problem, "expected a string, found an integer");
        found.path
    };
    let bad = r#"{"id":"1","target":{"groupId":7}}"#;
    assert_eq!(path(&format!(r#"{{"value":[{{"id":"1"}},{bad},{{"id":"2"}}]}}"#)), "value[1].target.groupId");
    assert_eq!(path(&format!(r#"{{"value":[{{"id":"1"}}, {bad} ] , "a":1}}"#)), "value[1].target.groupId");
    assert_eq!(path(&format!(r#"{{"value":[{bad}]}}"#)), "value[0].target.groupId");
    let error = |text: &str| {
        let error = serde_json::from_str::<Kept<Vec<Kept<Policy>>>>(text).unwrap_err();
        locate::locate(text.as_bytes(), &error).path
    };
    assert_eq!(error(&format!("[{{}},{bad}]")), "[1].target.groupId");
    assert_eq!(error(&format!("[{{}},{bad} , {{}}]")), "[1].target.groupId");
}

#[test]
fn it_can_hold_what_keeps_itself() {
    let text = r#"{"b":1.0,"a":{"z":[1.50]}}"#;
    let mut kept: Kept<AdditionalProperties> = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&kept).unwrap(), text);
    kept.insert("b", 2).unwrap();
    assert_eq!(serde_json::to_string(&kept).unwrap(), r#"{"b":2,"a":{"z":[1.50]}}"#);
    let deep = format!(r#"{{"a":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let mut kept: Kept<AdditionalProperties> = serde_json::from_str(&deep).unwrap();
    kept.insert("b", 1).unwrap();
    assert_eq!(serde_json::to_string(&kept).unwrap().len(), deep.len() + 6);
}
