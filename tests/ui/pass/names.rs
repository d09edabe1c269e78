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
