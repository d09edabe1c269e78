//! What may stand in a body without a word about what it doesn't declare.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use graph_endpoint::{AdditionalProperties, Flags, Kept, prelude::*};

#[graph_type("microsoft.graph.assignedLicense")]
pub struct AssignedLicense {
    sku_id: String,
}

/// Its values are only made here; nothing below it is asked.
#[graph_type("microsoft.graph.passwordProfile", lossy)]
pub struct PasswordProfile {
    password: String,
    licenses: Vec<AssignedLicense>,
}

#[graph_type("microsoft.graph.recipient")]
pub struct Recipient {
    importance: Importance,
    profile: Option<PasswordProfile>,
    licenses: Vec<Kept<AssignedLicense>>,
    children: Vec<Recipient>,
    #[graph(additional)]
    more: AdditionalProperties,
}

#[graph_type("microsoft.graph.importance")]
pub enum Importance {
    Low,
    High,
    #[graph(other)]
    Other(String),
}

#[graph_type("microsoft.graph.target")]
pub enum Target {
    #[graph(type = "microsoft.graph.recipient")]
    Recipient(Box<Recipient>),
    #[graph(type = "microsoft.graph.groupTarget")]
    Group {
        group_id: String,
        #[graph(additional)]
        more: AdditionalProperties,
    },
    #[graph(other)]
    Other(Base),
}

#[graph_type("microsoft.graph.base")]
#[derive(Default)]
pub struct Base {
    #[graph(additional)]
    more: AdditionalProperties,
}

#[graph_type("microsoft.graph.everyone", lossy)]
pub enum Lossy {
    #[graph(type = "microsoft.graph.everyone")]
    Everyone,
    #[graph(other)]
    Other(Untyped),
}

/// Of the user's own.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Own {
    license: AssignedLicense,
}

#[graph_endpoint(POST, "/all")]
pub struct All {
    own: Own,
    own_list: Vec<Own>,
    kept: Kept<AssignedLicense>,
    kept_list: Option<Vec<Kept<AssignedLicense>>>,
    kept_whole: Kept<Vec<AssignedLicense>>,
    kept_map: HashMap<String, Kept<AssignedLicense>>,
    kept_null: Nullable<Kept<AssignedLicense>>,
    lossy: Option<PasswordProfile>,
    lossy_enum: Lossy,
    recipient: Box<Recipient>,
    recipients: [Recipient; 2],
    targets: BTreeMap<String, Target>,
    importance: Importance,
    flags: Flags<Importance>,
    untyped: Vec<Untyped>,
    #[serde(serialize_with = "write", deserialize_with = "read")]
    with: AssignedLicense,
    #[graph(additional)]
    more: AdditionalProperties,
}

fn write<S: serde::Serializer>(license: &AssignedLicense, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&license.sku_id)
}

fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<AssignedLicense, D::Error> {
    serde::Deserialize::deserialize(deserializer).map(|sku_id| AssignedLicense { sku_id })
}

#[graph_endpoint(POST, "/generic")]
pub struct Generic<T> {
    value: T,
    list: Vec<T>,
}

#[graph_endpoint(POST, "/whole")]
pub struct Whole<T> {
    #[graph(body)]
    value: T,
}

#[graph_type("microsoft.graph.pair")]
pub struct Pair<T> {
    first: T,
    #[graph(additional)]
    more: AdditionalProperties,
}

#[graph_endpoint(POST, "/concrete", builder = false)]
pub struct Concrete {
    pair: Pair<String>,
    text: Cow<'static, str>,
}

fn main() {}
