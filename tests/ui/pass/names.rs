//! Raw identifiers, underscores, and fields that are called like something the expansion uses.

use graph_endpoint::prelude::*;

use crate::wire;

/// Raw identifiers in every place.
#[graph_endpoint(POST, "/types/<type>")]
struct RawIdentifiers {
    r#type: String,
    #[graph(query)]
    r#use: Option<String>,
    r#match: String,
    r#in: Option<String>,
}

/// A raw identifier as the type's own name.
#[allow(non_camel_case_types)]
#[graph_endpoint(GET, "/loop")]
struct r#loop {
    r#async: Option<String>,
}

/// Names that expansions use.
#[graph_endpoint(POST, "/<request>/<value>")]
struct Taken {
    request: String,
    value: String,
    #[graph(query)]
    client: Option<String>,
    object: String,
    serializer: String,
    properties: String,
    more: Option<String>,
    index: String,
    slot0: String,
    slots: String,
    error: String,
    name: String,
    response: String,
    builder: String,
    read: Nullable<String>,
    write: String,
    decode: String,
}

/// The same as properties.
#[graph_type]
#[derive(Debug, PartialEq)]
struct TakenType {
    object: String,
    serializer: Option<String>,
    deserializer: Option<String>,
    properties: String,
    more: Option<String>,
    index: Nullable<String>,
    slot0: Option<String>,
    slots: Option<String>,
    r#type: Option<String>,
    _unused: Option<String>,
}

/// What the builder, the request and the traits call their own methods.
#[graph_endpoint(POST, "/x/{client}")]
struct Methods {
    client: String,
    self_: Option<String>,
    into: i32,
    from: i32,
    clone: i32,
    poll: i32,
    select: i32,
    filter: Option<i32>,
    into_endpoint: i32,
    to_http_request: i32,
    #[graph(rename = "größe ☃ \"x\"")]
    quoted: i32,
}

/// Names in other scripts.
#[graph_type("microsoft.graph.größe", lossy)]
struct Größe {
    größe: String,
    名前: Option<String>,
}

/// The same in an endpoint.
#[graph_endpoint(POST, "/x/{größe}")]
struct Übung {
    größe: String,
    #[graph(query = "ete")]
    été: i32,
    名前: Größe,
}

#[test]
fn what_they_write() {
    let raw = RawIdentifiers::builder().r#type("t").r#match("m").r#use("u").build();
    assert_eq!(wire(&raw), r#"POST /v1.0/types/t?use=u {"match":"m"}"#);
    assert_eq!(wire(&r#loop::builder().r#async("x").build()), "GET /v1.0/loop?async=x");
    let taken =
        Taken::builder().request("1").value("2").object("o").serializer("s").properties("p").index("i");
    let taken =
        taken.slot0("0").slots("s").error("e").name("n").response("r").builder("b").write("w").decode("d");
    assert!(wire(&taken.build()).starts_with(r#"POST /v1.0/1/2 {"object":"o","serializer":"s","#));
    let json = r#"{"object":"o","properties":"p","type":"t","unused":"u"}"#;
    let value: TakenType = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
}

#[test]
fn what_others_write() {
    let methods = Methods::builder().client("c").self_("s").into(1).from(2).clone(3).poll(4).select(5);
    let methods = methods.filter(6).into_endpoint(7).to_http_request(8).quoted(9).build();
    assert_eq!(
        wire(&methods),
        r#"POST /v1.0/x/c {"self":"s","into":1,"from":2,"clone":3,"poll":4,"select":5,"filter":6,"intoEndpoint":7,"toHttpRequest":8,"größe ☃ \"x\"":9}"#
    );
    let inner = Größe { größe: "g".to_owned(), 名前: None };
    let exercise = Übung::builder().größe("ö").été(1).名前(inner).build();
    assert_eq!(wire(&exercise), r#"POST /v1.0/x/%C3%B6?ete=1 {"名前":{"größe":"g"}}"#);
}
