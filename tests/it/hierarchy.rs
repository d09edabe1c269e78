//! Polymorphic enums whose fallback is the base type, or another enum: what they don't know keeps the base's fields, everything
//! else and the name of its type.

use std::collections::{BTreeMap, HashMap};

use graph_endpoint::sandbox::Sandbox;
use graph_endpoint::{AdditionalProperties, prelude::*};
use proptest::prelude::*;

/// The base of all of them.
#[graph_type("microsoft.graph.directoryObject")]
#[derive(Clone, Debug, PartialEq)]
struct DirectoryObject {
    id: String,
    deleted_date_time: Option<String>,
    #[graph(additional)]
    more: AdditionalProperties,
}

#[graph_type("microsoft.graph.user")]
#[derive(Clone, Debug, PartialEq)]
struct User {
    id: String,
    display_name: Option<String>,
}

#[graph_type("microsoft.graph.directoryObject")]
#[derive(Clone, Debug, PartialEq)]
enum Member {
    #[graph(type = "microsoft.graph.user")]
    User(User),
    #[graph(other)]
    Other(DirectoryObject),
}

/// An enum whose rest is an enum with a rest.
#[graph_type]
#[derive(Clone, Debug, PartialEq)]
enum Owner {
    #[graph(type = "microsoft.graph.servicePrincipal")]
    ServicePrincipal { app_id: String },
    #[graph(other)]
    Member(Box<Member>),
}

/// Maps of any JSON have a place for a name as well.
#[graph_type]
#[derive(Clone, Debug, PartialEq)]
enum InMaps {
    #[graph(type = "a.tree")]
    Tree(Tree),
    #[graph(other)]
    Hash(Hash),
}

#[graph_type]
#[derive(Clone, Debug, PartialEq)]
struct Tree {
    #[graph(additional)]
    more: BTreeMap<String, serde_json::Value>,
}

#[graph_type]
#[derive(Clone, Debug, PartialEq)]
struct Hash {
    #[graph(additional)]
    more: HashMap<String, serde_json::Value>,
}

/// Whatever stands for the rest.
#[graph_type]
#[derive(Clone, Debug, PartialEq)]
enum Either<T> {
    #[graph(type = "a.nothing")]
    Nothing,
    #[graph(other)]
    Rest(T),
}

#[graph_type]
#[derive(Clone, Debug, PartialEq)]
struct Base<T> {
    base: T,
    #[graph(additional)]
    more: AdditionalProperties,
}

#[graph_endpoint(GET, "/groups/{id}/members", response = Page<Member>)]
struct ListMembers {
    id: String,
}

fn member(text: &str) -> Member {
    serde_json::from_str(text).unwrap()
}

#[test]
fn an_unknown_type_has_the_fields_of_its_base_and_keeps_its_name() {
    let text = r##"{"@odata.type":"#microsoft.graph.device","id":"d","deletedDateTime":"x","trustType":null,"n":1.50}"##;
    for text in [
        text,
        r##"{"id":"d","trustType":null,"@odata.type":"#microsoft.graph.device","n":1.50,"deletedDateTime":"x"}"##,
        r##"{"id":"d","deletedDateTime":"x","trustType":null,"n":1.50,"@odata.type":"#microsoft.graph.device"}"##,
    ] {
        let device = member(text);
        let Member::Other(object) = &device else { panic!("{device:?}") };
        assert_eq!((object.id.as_str(), object.deleted_date_time.as_deref()), ("d", Some("x")));
        assert_eq!(object.more.type_name().as_deref(), Some("microsoft.graph.device"));
        assert_eq!(object.more.get("n"), Some("1.50"));
    }
    assert_eq!(serde_json::to_string(&member(text)).unwrap(), text);
}

#[test]
fn the_name_is_written_as_it_came_and_none_where_none_came() {
    for text in [
        r##"{"@odata.type":"microsoft.graph.device","id":"d"}"##,
        r##"{"@odata.type":"#microsoft.graph.directoryObject","id":"d","a":[]}"##,
        r#"{"id":"d","a":{}}"#,
        r##"{"@odata.type":"#microsoft.graph.user","id":"u"}"##,
    ] {
        assert_eq!(serde_json::to_string(&member(text)).unwrap(), text);
    }
    let Member::Other(object) = member(r#"{"id":"d"}"#) else { panic!() };
    assert_eq!(object.more.type_name(), None);
    assert!(matches!(member(r##"{"@odata.type":"#microsoft.graph.user","id":"u"}"##), Member::User(_)));
}

#[test]
fn what_the_base_needs_must_be_there() {
    for text in [r##"{"@odata.type":"#a.b","x":1}"##, r##"{"x":1,"@odata.type":"#a.b"}"##] {
        let error = serde_json::from_str::<Member>(text).unwrap_err().to_string();
        assert!(error.contains("missing field `id`"), "{error}");
    }
    let response = http::Response::new(r##"{"value":[{"@odata.type":"#a.b","id":1}]}"##.into());
    let error = ListMembers::from_http_response(response).unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /groups/{id}/members: value[0].id: expected a string, found an integer"
    );
}

#[test]
fn a_family_inside_of_a_family() {
    let owner = |text: &str| serde_json::from_str::<Owner>(text).unwrap();
    for (text, expected) in [
        (r##"{"@odata.type":"#microsoft.graph.servicePrincipal","appId":"a"}"##, "ServicePrincipal"),
        (r##"{"@odata.type":"#microsoft.graph.user","id":"u"}"##, "Member(User"),
        (r##"{"@odata.type":"#microsoft.graph.device","id":"d","a":1}"##, "Member(Other"),
        (r#"{"id":"d","a":1}"#, "Member(Other"),
    ] {
        let owner = owner(text);
        assert!(format!("{owner:?}").starts_with(expected), "{owner:?}");
        assert_eq!(serde_json::to_string(&owner).unwrap(), text);
    }
    let late = r##"{"id":"u","@odata.type":"#microsoft.graph.user"}"##;
    assert!(matches!(owner(late), Owner::Member(member) if matches!(*member, Member::User(_))));
}

#[test]
fn maps_and_type_parameters() {
    let hash: InMaps = serde_json::from_str(r##"{"@odata.type":"#a.b","c":1}"##).unwrap();
    let back = serde_json::to_value(&hash).unwrap();
    assert_eq!(back, serde_json::json!({"@odata.type": "#a.b", "c": 1}));
    let tree: InMaps = serde_json::from_str(r##"{"@odata.type":"#a.tree","c":1}"##).unwrap();
    assert_eq!(serde_json::to_string(&tree).unwrap(), r##"{"@odata.type":"#a.tree","c":1}"##);
    let text = r##"{"@odata.type":"#a.b","base":[1],"c":1}"##;
    let base: Either<Base<Vec<u8>>> = serde_json::from_str(text).unwrap();
    assert!(matches!(&base, Either::Rest(base) if base.base == [1]));
    assert_eq!(serde_json::to_string(&base).unwrap(), text);
}

#[tokio::test]
async fn over_a_socket_and_back() {
    let all = [
        member(r##"{"@odata.type":"#microsoft.graph.user","id":"u"}"##),
        member(r##"{"@odata.type":"#microsoft.graph.device","id":"d","trust":1}"##),
    ];
    let served = Page::from(all.to_vec());
    let sandbox = Sandbox::builder()
        .on(move |_: ListMembers| {
            let served = served.clone();
            async move { served }
        })
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let page = ListMembers::builder().id("g").send(&client).await.unwrap();
    assert_eq!(page.value, all);
}

proptest! {
    #[test]
    fn any_object_of_an_unknown_type_comes_back(
        name in prop::option::of("#?[a-zA-Z.]{1,20}"),
        id in any::<String>(),
        more in prop::collection::btree_map("[a-z]{3,8}", any::<i64>(), 0..5),
        at in any::<prop::sample::Index>(),
    ) {
        let mut properties: Vec<String> = vec![format!("\"id\":{}", serde_json::to_string(&id).unwrap())];
        properties.extend(more.iter().map(|(name, value)| format!("\"{name}\":{value}")));
        if let Some(name) = &name {
            properties.insert(at.index(properties.len() + 1), format!("\"@odata.type\":\"{name}\""));
        }
        let text = format!("{{{}}}", properties.join(","));
        let owner: Owner = serde_json::from_str(&text).unwrap();
        let written = serde_json::to_string(&owner).unwrap();
        let (before, after): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(&text).unwrap(), serde_json::from_str(&written).unwrap());
        prop_assert_eq!(before, after);
        let is_first = written.starts_with(r#"{"@odata.type""#);
        prop_assert_eq!(is_first, name.is_some());
    }
}
