//! The declarations that are fuzzed: between them every kind of path, role, property and response.

use graph_endpoint::edm::{Binary, Date, DateTimeOffset, Decimal, Double, Duration, Guid, TimeOfDay};
use graph_endpoint::prelude::*;
use graph_endpoint::{AdditionalProperties, Flags};

/// Every kind of property.
#[graph_type("microsoft.graph.everything")]
#[derive(Clone, Debug, PartialEq)]
pub struct Everything {
    pub text: Option<String>,
    pub number: Option<i32>,
    #[serde(with = "graph_endpoint::edm::int64", default)]
    pub large: i64,
    pub decimal: Option<Decimal>,
    pub double: Option<Double>,
    pub moment: Option<DateTimeOffset>,
    pub day: Option<Date>,
    pub time: Option<TimeOfDay>,
    pub duration: Option<Duration>,
    pub guid: Option<Guid>,
    pub binary: Option<Binary>,
    pub jiff_moment: Option<jiff::Timestamp>,
    pub uuid: Option<uuid::Uuid>,
    pub importance: Option<Importance>,
    pub days: Option<Flags<Importance>>,
    pub cleared: Nullable<String>,
    pub cleared_list: Nullable<Vec<Nullable<i64>>>,
    pub target: Option<Target>,
    pub children: Option<Vec<Everything>>,
    #[graph(additional)]
    pub more: AdditionalProperties,
}

#[graph_type("microsoft.graph.importance")]
#[derive(Clone, Debug, PartialEq)]
pub enum Importance {
    Low,
    Normal,
    High,
    #[graph(other)]
    Other(String),
}

#[graph_type("microsoft.graph.target", lossy)]
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    #[graph(type = "microsoft.graph.groupTarget")]
    Group { group_id: String, filter: Option<String> },
    #[graph(type = "microsoft.graph.everyone")]
    Everyone,
    #[graph(other)]
    Other(Untyped),
}

/// Everything that a request can carry.
#[graph_endpoint(PATCH, "/users/{id}/things(name='<name>',number={number})/<path..>", response = Everything)]
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    pub id: String,
    pub name: String,
    pub number: i64,
    pub path: String,
    #[graph(query = "$top")]
    pub top: Option<u32>,
    #[graph(query = "$filter")]
    pub filter: Option<String>,
    #[graph(header = "If-Match")]
    pub etag: Option<String>,
    pub display_name: String,
    pub everything: Option<Everything>,
    pub target: Nullable<Target>,
    #[graph(additional)]
    pub more: AdditionalProperties,
}

#[graph_endpoint(GET, "/things", response = Page<Everything>)]
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    #[graph(query = "$search")]
    pub search: Option<String>,
}

#[graph_endpoint(GET, "/things/<id>/target", response = Target)]
#[derive(Clone, Debug, PartialEq)]
pub struct GetTarget {
    pub id: Guid,
}

#[graph_endpoint(GET, "/things/<id>/$value", response = String)]
#[derive(Clone, Debug, PartialEq)]
pub struct GetText {
    pub id: String,
}

#[graph_endpoint(POST, "/me/sendMail")]
#[derive(Clone, Debug, PartialEq)]
pub struct SendMail {
    #[graph(body)]
    pub message: Untyped,
}
