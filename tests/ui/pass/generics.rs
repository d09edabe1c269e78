//! Lifetimes, types, constants, bounds and defaults.

use graph_endpoint::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::wire;

/// Borrowed values.
#[graph_endpoint(PATCH, "/users/<id>")]
struct Borrowed<'a> {
    id: &'a str,
    display_name: Option<&'a str>,
    tags: &'a [String],
}

/// Two lifetimes, one of which outlives the other.
#[graph_endpoint(GET, "/users/<id>")]
struct Two<'a, 'b: 'a> {
    id: &'a str,
    #[graph(query = "$filter")]
    filter: &'b str,
}

/// A type in a body.
#[graph_endpoint(POST, "/things")]
struct Body<T> {
    value: T,
    list: Vec<T>,
}

/// The same where it need not be there.
#[graph_endpoint(PATCH, "/things")]
struct Change<T> {
    value: Option<T>,
    other: Nullable<T>,
}

/// Shared text.
#[graph_endpoint(POST, "/things")]
struct Shared {
    name: std::sync::Arc<str>,
    list: Option<std::rc::Rc<[u8]>>,
}

/// A type in the path, with bounds on the parameter and behind `where`.
#[graph_endpoint(GET, "/things/<id>")]
struct Path<T: Clone = String>
where
    T: graph_endpoint::Parameter + graph_endpoint::FromParameter,
{
    id: T,
}

/// A type in the response.
#[graph_endpoint(GET, "/things", response = Vec<T>)]
struct Response<T> {
    #[graph(query)]
    kind: Option<Kind<T>>,
}

/// Names no value.
struct Kind<T>(std::marker::PhantomData<T>);

impl<T> graph_endpoint::Parameter for Kind<T> {
    fn write(&self, out: &mut graph_endpoint::ParameterText<'_>) {
        out.push_str("kind");
    }
}

/// A type that no value has, in the way that the compiler's own docs advise.
#[graph_type]
struct Marked<T> {
    id: String,
    #[serde(default, skip_serializing_if = "is_a_mark")]
    mark: std::marker::PhantomData<fn() -> T>,
}

fn is_a_mark<T>(_: &T) -> bool {
    true
}

/// A constant.
#[graph_endpoint(POST, "/numbers")]
struct Constant<const N: usize> {
    #[graph(query)]
    numbers: [u8; N],
}

/// All at once.
#[graph_endpoint(POST, "/all/<id>")]
struct All<'a, T: Serialize + DeserializeOwned, const N: usize>
where
    T: Clone,
{
    id: &'a str,
    #[graph(query)]
    numbers: [u8; N],
    value: Option<T>,
}

/// Parameters that no property of the body is made with.
#[graph_endpoint(POST, "/apart/<id>")]
struct Apart<T, H: Into<T>, V, const N: usize>
where
    T: graph_endpoint::Parameter + graph_endpoint::FromParameter,
    H: graph_endpoint::Parameter + graph_endpoint::FromParameter,
{
    id: T,
    #[graph(header = "If-Match")]
    version: Option<H>,
    #[graph(query)]
    numbers: [u8; N],
    value: V,
    name: Option<String>,
}

/// A generic type.
#[graph_type]
#[derive(Debug, PartialEq)]
struct Wrapper<T> {
    value: T,
    values: Option<Vec<T>>,
}

/// A type that borrows.
#[graph_type]
struct Name<'a> {
    name: &'a str,
}

/// A type with a bound.
#[graph_type]
struct Bound<T>
where
    T: Clone,
{
    value: Option<T>,
}

/// A type that holds itself.
#[graph_type("microsoft.graph.folder")]
#[derive(Debug, PartialEq)]
struct Folder {
    parent: Option<Box<Folder>>,
    children: Vec<Folder>,
}

#[test]
fn what_they_write() {
    let apart =
        Apart::<u32, u8, bool, 1>::builder().id(5u32).version(Some(7)).numbers([2]).value(true).build();
    assert_eq!(wire(&apart), r#"POST /v1.0/apart/5?numbers=2 {"value":true}"#);
    let borrowed = Borrowed::builder().id("1").display_name("Ada").tags(&[][..]).build();
    assert_eq!(wire(&borrowed), r#"PATCH /v1.0/users/1 {"displayName":"Ada","tags":[]}"#);
    assert_eq!(wire(&Two::builder().id("1").filter("x").build()), "GET /v1.0/users/1?$filter=x");
    let body = Body::<u8>::builder().value(1).list(vec![2]).build();
    assert_eq!(wire(&body), r#"POST /v1.0/things {"value":1,"list":[2]}"#);
    let change = Change::<u8>::builder().value(1).other(None).build();
    assert_eq!(wire(&change), r#"PATCH /v1.0/things {"value":1,"other":null}"#);
    let shared = Shared { name: "n".into(), list: Some([1].into()) };
    assert_eq!(wire(&shared), r#"POST /v1.0/things {"name":"n","list":[1]}"#);
    assert_eq!(wire(&Path::<u32>::builder().id(7u32).build()), "GET /v1.0/things/7");
    let kind = Kind(std::marker::PhantomData);
    assert_eq!(wire(&Response::<u8>::builder().kind(kind).build()), "GET /v1.0/things?kind=kind");
    let constant = Constant::<2>::builder().numbers([1, 2]).build();
    assert_eq!(wire(&constant).replace("%2C", ","), "POST /v1.0/numbers?numbers=1,2");
    let all = All::<u8, 1>::builder().id("1").numbers([1]).value(9).build();
    assert_eq!(wire(&all), r#"POST /v1.0/all/1?numbers=1 {"value":9}"#);
}

#[test]
fn what_they_read() {
    let marked: Marked<u8> = serde_json::from_str(r#"{"id":"1"}"#).unwrap();
    assert_eq!(serde_json::to_string(&marked).unwrap(), r#"{"id":"1"}"#);
    let wrapper: Wrapper<u8> = serde_json::from_str(r#"{"value":1}"#).unwrap();
    assert_eq!(wrapper, Wrapper { value: 1, values: None });
    assert_eq!(serde_json::from_str::<Name<'_>>(r#"{"name":"n"}"#).unwrap().name, "n");
    assert_eq!(serde_json::from_str::<Bound<u8>>("{}").unwrap().value, None);
    let json = r#"{"parent":{"children":[]},"children":[{"children":[]}]}"#;
    let folder: Folder = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&folder).unwrap(), json);
}
