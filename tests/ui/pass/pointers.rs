//! Values behind pointers, in each place that a value has.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use graph_endpoint::prelude::*;

use crate::wire;

/// Of text and of what is no text.
#[graph_endpoint(POST, "/users/{id}/{at}")]
struct Request<'a> {
    id: Arc<String>,
    at: Box<i32>,
    #[graph(query)]
    name: Option<Rc<str>>,
    #[graph(query)]
    tags: Arc<Vec<String>>,
    #[graph(query)]
    none: Rc<Option<i32>>,
    #[graph(header = "X-Name")]
    header: Cow<'a, str>,
    body: Cow<'a, [String]>,
    shared: Arc<Address>,
}

/// Both ways.
#[graph_type("microsoft.graph.physicalAddress", lossy)]
#[derive(Debug, PartialEq)]
struct Address {
    city: Arc<str>,
    street: Option<Cow<'static, str>>,
    lines: Box<[String]>,
    count: Arc<i32>,
}

/// What may be left out, kept and cleared, together.
#[graph_endpoint(PATCH, "/users/{id}")]
struct Change {
    id: String,
    address: Nullable<Kept<Address>>,
    other: Option<Kept<Address>>,
    more: Nullable<String>,
    list: Option<Vec<Kept<Address>>>,
    tags: Option<Vec<String>>,
}

#[test]
fn what_they_write() {
    let address = r#"{"city":"c","lines":["l"],"count":2}"#;
    let shared: Address = serde_json::from_str(address).unwrap();
    let request =
        Request::builder().id("i/d".to_owned()).at(Box::new(5)).name("n").tags(vec!["a".to_owned()]);
    let request = request.none(None).header("h").body(vec!["b".to_owned()]).shared(Arc::new(shared)).build();
    let expected = format!(r#"POST /v1.0/users/i%2Fd/5?name=n&tags=a {{"body":["b"],"shared":{address}}}"#);
    assert_eq!(wire(&request), expected);
}

#[test]
fn the_setter_of_a_nullable_takes_what_is_kept() {
    let address = || serde_json::from_str::<Address>(r#"{"city":"c","lines":[],"count":0}"#).unwrap();
    let change = Change::builder().id("1").address(address()).other(address()).more(None).build();
    let written = r#"{"city":"c","lines":[],"count":0}"#;
    let expected = format!(r#"PATCH /v1.0/users/1 {{"address":{written},"other":{written},"more":null}}"#);
    assert_eq!(wire(&change), expected);
    let emptied = Change::builder().id("1").list([]).tags([]).build();
    assert_eq!(wire(&emptied), r#"PATCH /v1.0/users/1 {"list":[],"tags":[]}"#);
    let cleared = Change::builder().id("1").address(None).build();
    assert_eq!(wire(&cleared), r#"PATCH /v1.0/users/1 {"address":null}"#);
}
