//! `cfg` and `cfg_attr` on fields and variants, required ones too.

use graph_endpoint::prelude::*;

use crate::wire;

/// Fields that are there, and fields that aren't.
#[graph_endpoint(POST, "/users/<id>")]
struct Fields {
    #[cfg(not(any()))]
    id: String,
    #[cfg(any())]
    id: u32,
    #[cfg(not(any()))]
    required: String,
    #[cfg(any())]
    missing: NoSuchType,
    #[cfg(not(any()))]
    #[graph(query = "$top")]
    top: Option<u32>,
    #[cfg_attr(not(any()), graph(rename = "renamed"))]
    #[cfg_attr(any(), graph(query = "renamed"))]
    attribute: String,
}

/// The whole endpoint.
#[cfg(not(any()))]
#[graph_endpoint(GET, "/me")]
struct Item {}

/// An attribute that is only there sometimes.
#[cfg_attr(not(any()), graph_endpoint(GET, "/me"))]
struct Attribute {}

/// Properties.
#[graph_type("microsoft.graph.user")]
#[derive(Debug, PartialEq)]
struct User {
    #[cfg(not(any()))]
    id: String,
    #[cfg(any())]
    missing: NoSuchType,
    #[cfg_attr(not(any()), serde(default))]
    count: u32,
}

/// Variants.
#[graph_type("microsoft.graph.directoryObject")]
enum DirectoryObject {
    #[cfg(not(any()))]
    #[graph(type = "microsoft.graph.user")]
    User {
        id: String,
        #[cfg(any())]
        missing: NoSuchType,
    },
    #[cfg(any())]
    #[graph(type = "microsoft.graph.group")]
    Group(NoSuchType),
}

/// Members.
#[graph_type("microsoft.graph.importance")]
#[derive(Debug, PartialEq)]
enum Importance {
    Low,
    #[cfg(any())]
    High,
    #[cfg_attr(not(any()), graph(other))]
    Other,
}

#[test]
fn what_they_write() {
    let fields = Fields::builder().id("1").required("r").attribute("a").build();
    assert_eq!(wire(&fields), r#"POST /v1.0/users/1 {"required":"r","renamed":"a"}"#);
    assert_eq!(wire(&Item {}), wire(&Attribute {}));
    let user: User = serde_json::from_str(r#"{"id":"1","missing":2}"#).unwrap();
    assert_eq!(user, User { id: "1".to_owned(), count: 0 });
    let json = r##"{"@odata.type":"#microsoft.graph.user","id":"1"}"##;
    let object: DirectoryObject = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&object).unwrap(), json);
    assert_eq!(serde_json::from_str::<Importance>(r#""high""#).unwrap(), Importance::Other);
    assert_ne!(Importance::Low, Importance::Other);
}
