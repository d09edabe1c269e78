//! Polymorphic types, told apart by `@odata.type`.

use graph_endpoint::prelude::*;

/// Every shape of a variant.
#[graph_type("microsoft.graph.directoryObject", lossy)]
#[derive(Debug, Clone, PartialEq)]
enum DirectoryObject {
    /// A declared type.
    #[graph(type = "microsoft.graph.user")]
    User(User),
    /// One in a box, which refers back.
    #[graph(type = "#microsoft.graph.group")]
    Group(Box<Group>),
    /// Properties of its own.
    #[graph(type = "microsoft.graph.device")]
    Device {
        device_id: String,
        #[serde(rename = "OS")]
        os: Option<String>,
        #[graph(rename = "note")]
        remark: Nullable<String>,
    },
    /// No properties.
    #[graph(type = "microsoft.graph.orgContact")]
    OrgContact,
    /// Braces without properties.
    #[graph(type = "microsoft.graph.contract")]
    Contract {},
    /// What came.
    #[graph(other)]
    Other(Untyped),
}

/// A type that writes no `@odata.type` of its own.
#[graph_type("microsoft.graph.user")]
#[derive(Debug, Clone, PartialEq)]
struct User {
    id: String,
}

/// A type that does, and holds its own polymorphic type.
#[graph_type("microsoft.graph.group", odata_type)]
#[derive(Debug, Clone, PartialEq)]
struct Group {
    members: Vec<DirectoryObject>,
}

/// A closed one, without `other`.
#[graph_type]
#[derive(Debug)]
enum Closed {
    #[graph(type = "a.one")]
    One { number: u32 },
    #[graph(type = "a.two")]
    Two,
}

/// A generic one.
#[graph_type]
enum Generic<T> {
    #[graph(type = "a.value")]
    Value { value: T },
    #[graph(other)]
    Other(Untyped),
}

/// Uses one as a property and as a response.
#[graph_endpoint(POST, "/directoryObjects", response = DirectoryObject)]
struct Create {
    object: DirectoryObject,
}

fn back(json: &str) {
    let object: DirectoryObject = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&object).unwrap(), json);
}

#[test]
fn what_they_read_and_write() {
    back(r##"{"@odata.type":"#microsoft.graph.user","id":"1"}"##);
    back(r##"{"@odata.type":"#microsoft.graph.device","deviceId":"1","OS":"x","note":null}"##);
    back(r##"{"@odata.type":"#microsoft.graph.orgContact"}"##);
    back(r##"{"@odata.type":"#microsoft.graph.contract"}"##);
    back(r##"{"@odata.type":"#microsoft.graph.new","a":[1.50]}"##);
    back(
        r##"{"@odata.type":"#microsoft.graph.group","members":[{"@odata.type":"#microsoft.graph.orgContact"}]}"##,
    );
    let two: Closed = serde_json::from_str(r#"{"number":2,"@odata.type":"a.one"}"#).unwrap();
    assert!(matches!(two, Closed::One { number: 2 }));
    assert!(serde_json::from_str::<Closed>(r#"{"@odata.type":"a.three"}"#).is_err());
    assert_eq!(serde_json::to_string(&Closed::Two).unwrap(), r##"{"@odata.type":"#a.two"}"##);
    let generic: Generic<u8> = serde_json::from_str(r##"{"@odata.type":"#a.value","value":1}"##).unwrap();
    assert!(matches!(generic, Generic::Value { value: 1 }));
    let other: Generic<u8> = serde_json::from_str("{}").unwrap();
    assert!(matches!(other, Generic::Other(_)));
    let create = Create { object: DirectoryObject::OrgContact };
    assert_eq!(
        crate::wire(&create),
        r##"POST /v1.0/directoryObjects {"object":{"@odata.type":"#microsoft.graph.orgContact"}}"##
    );
}
