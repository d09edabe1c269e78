//! Objects: every kind of property, open types, units, one inside the other.

use std::collections::{BTreeMap, HashMap};

use graph_endpoint::AdditionalProperties;
use graph_endpoint::prelude::*;

/// Every kind of property.
#[graph_type("microsoft.graph.user")]
#[derive(Debug, Clone, Default, PartialEq)]
struct User {
    id: String,
    age: Option<u8>,
    manager: Option<Box<User>>,
    note: Nullable<String>,
    phones: Vec<String>,
    scores: [f64; 2],
    pair: (u8, String),
    map: BTreeMap<String, u32>,
    address: Address,
    addresses: Option<Vec<Option<Address>>>,
}

/// A nested one.
#[graph_type("microsoft.graph.physicalAddress", lossy)]
#[derive(Debug, Clone, Default, PartialEq)]
struct Address {
    city: Option<String>,
}

/// No properties at all.
#[graph_type("microsoft.graph.empty")]
#[derive(Debug, PartialEq)]
struct Unit;

/// No properties but a type.
#[graph_type("microsoft.graph.marker", odata_type)]
#[derive(Debug, PartialEq)]
struct Marker;

/// An open type, as written.
#[graph_type("microsoft.graph.extension")]
#[derive(Debug)]
struct Open {
    id: String,
    #[graph(additional)]
    more: AdditionalProperties,
}

/// Open types over maps.
#[graph_type]
#[derive(Debug, PartialEq)]
struct Maps {
    #[graph(additional)]
    more: BTreeMap<String, u32>,
}

/// The other kind of map.
#[graph_type]
#[derive(Debug, PartialEq)]
struct Hashes {
    #[graph(additional)]
    more: HashMap<String, Address>,
}

/// Names that Graph writes otherwise.
#[graph_type]
#[derive(Debug, PartialEq)]
struct Names {
    #[graph(rename = "@odata.etag")]
    etag: String,
    #[graph(rename = "quote\"and\\slash")]
    quote: u32,
    o_auth2_permission: bool,
}

fn back<T: serde::Serialize + serde::de::DeserializeOwned>(json: &str) {
    let value: T = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
}

#[test]
fn what_they_read_and_write() {
    let user = User { id: "1".to_owned(), age: Some(36), ..User::default() };
    let json = r#"{"id":"1","age":36,"phones":[],"scores":[0.0,0.0],"pair":[0,""],"map":{},"address":{}}"#;
    assert_eq!(serde_json::to_string(&user).unwrap(), json);
    back::<User>(json);
    back::<Unit>("{}");
    back::<Marker>(r##"{"@odata.type":"#microsoft.graph.marker"}"##);
    back::<Open>(r#"{"id":"1","x":1.50,"y":{"z":[]}}"#);
    back::<Maps>(r#"{"a":1,"b":2}"#);
    back::<Hashes>(r#"{"a":{"city":"x"}}"#);
    back::<Names>(r#"{"@odata.etag":"e","quote\"and\\slash":1,"oAuth2Permission":true}"#);
}
