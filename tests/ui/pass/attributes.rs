//! serde's own attributes on fields, derives above and below, documentation.

use graph_endpoint::prelude::*;
use serde::{Deserialize as _, Deserializer, Serializer};

use crate::wire;

mod seconds {
    use super::*;

    pub(super) fn serialize<S: Serializer>(value: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("PT{value}S"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.trim_matches(['P', 'T', 'S']).parse().map_err(serde::de::Error::custom)
    }
}

fn upper<S: Serializer>(value: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.as_deref().unwrap_or_default().to_uppercase())
}

fn lower<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Some(String::deserialize(deserializer)?.to_lowercase()))
}

fn ten() -> u32 {
    10
}

/// All of serde's keys on an endpoint.
#[graph_endpoint(POST, "/x")]
struct Endpoint1 {
    #[serde(rename = "Name")]
    name: String,
    #[serde(with = "seconds")]
    wait: u32,
    #[serde(serialize_with = "upper", deserialize_with = "lower")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    list: Vec<u8>,
    #[serde(default)]
    zero: u32,
    #[serde(default = "ten")]
    ten: u32,
}

/// All of serde's keys on a type.
#[graph_type("microsoft.graph.x")]
#[derive(Debug, Clone, PartialEq)]
struct Type {
    #[serde(rename = "Name", default)]
    name: String,
    #[serde(with = "seconds")]
    wait: u32,
    #[serde(serialize_with = "upper", deserialize_with = "lower")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    list: Vec<u8>,
    #[serde(default = "ten")]
    ten: u32,
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    note: Nullable<String>,
}

/// Derives above and below.
#[derive(Debug, Clone)]
#[graph_endpoint(POST, "/y")]
#[derive(PartialEq, Eq)]
#[must_use]
#[non_exhaustive]
struct Derived {
    /// Documented.
    ///
    /// With a [link](Type).
    pub name: String,
}

/// A type with derives on both sides.
#[derive(Debug, Default)]
#[graph_type("microsoft.graph.y")]
#[derive(Clone)]
struct DerivedType {
    /// Documented.
    name: String,
}

/// A field that is on its way out: declaring it is no use of it.
#[graph_endpoint(POST, "/z")]
struct Old {
    #[deprecated = "use `new`"]
    old: Option<String>,
    new: String,
}

/// The same in a type.
#[graph_type("microsoft.graph.z")]
struct OldType {
    #[deprecated = "use `new`"]
    old: Option<String>,
    new: String,
}

/// Items that are on their way out, and docs that are put together.
#[deprecated = "use `Derived`"]
#[graph_endpoint(POST, "/old/{id}")]
struct OldRequest {
    #[doc = concat!("put ", "together")]
    id: String,
    #[doc(alias = "other")]
    #[cfg_attr(all(), graph(rename = "x"))]
    #[cfg_attr(any(), graph(nonsense))]
    name: String,
}

/// An enum.
#[deprecated]
#[graph_type("microsoft.graph.old")]
enum OldEnum {
    #[deprecated]
    #[graph(type = "microsoft.graph.a")]
    A {
        #[cfg(any())]
        gone: Missing,
        #[deprecated]
        x: i32,
    },
    #[cfg(any())]
    #[graph(type = "microsoft.graph.b")]
    B { x: Missing },
    #[graph(other)]
    Other(Untyped),
}

/// All that the standard library derives.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[graph_type("microsoft.graph.importance")]
enum All {
    #[default]
    Low,
    #[graph(other)]
    Other(String),
}

/// The same of an endpoint without fields.
#[graph_endpoint(GET, "/me")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
struct Unit;

#[test]
fn what_they_write() {
    let endpoint =
        Endpoint1::builder().name("n").wait(3u32).code("c").list(Vec::new()).zero(0u32).ten(1u32).build();
    assert_eq!(wire(&endpoint), r#"POST /v1.0/x {"Name":"n","wait":"PT3S","code":"C","zero":0,"ten":1}"#);
    let json = r#"{"Name":"n","wait":"PT3S","code":"C","ten":10}"#;
    let value: Type = serde_json::from_str(&json.replace(r#","ten":10"#, "")).unwrap();
    assert_eq!(value.code.as_deref(), Some("c"));
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(wire(&Derived::builder().name("n").build().clone()), r#"POST /v1.0/y {"name":"n"}"#);
    assert_eq!(serde_json::to_string(&DerivedType::default().clone()).unwrap(), r#"{"name":""}"#);
    assert_eq!(wire(&Old::builder().new("n").build()), r#"POST /v1.0/z {"new":"n"}"#);
    let old: OldType = serde_json::from_str(r#"{"new":"n"}"#).unwrap();
    assert_eq!(old.new, "n");
}

#[test]
#[allow(deprecated)]
fn what_is_on_its_way_out_writes() {
    assert_eq!(wire(&OldRequest::builder().id("1").name("n").build()), r#"POST /v1.0/old/1 {"x":"n"}"#);
    let json = r##"{"@odata.type":"#microsoft.graph.a","x":1}"##;
    let old: OldEnum = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&old).unwrap(), json);
    assert_eq!((All::default(), wire(&Unit)), (All::Low, "GET /v1.0/me".to_owned()));
}
