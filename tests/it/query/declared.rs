//! What the tests of queries declare, and how they read what is written.

use graph_endpoint::prelude::*;
use graph_endpoint::query::Property;
use percent_encoding::percent_decode_str;

pub(super) const BASE: &str = "https://graph.microsoft.com";

#[graph_endpoint(GET, "/users")]
#[derive(Clone, Debug, Default)]
pub(super) struct ListUsers {
    #[graph(query = "$filter")]
    pub(super) filter: Option<String>,
    #[graph(query = "$Top")]
    pub(super) page_size: Option<u32>,
    #[graph(header = "Prefer")]
    pub(super) prefer: Option<String>,
    #[graph(header = "ConsistencyLevel")]
    pub(super) level: Option<String>,
}

#[graph_endpoint(POST, "/users")]
#[derive(Clone)]
pub(super) struct CreateUser {
    pub(super) display_name: String,
}

pub(super) struct User;

impl User {
    pub(super) const ID: Property<Self, String> = Property::new("id");
    pub(super) const NAME: Property<Self, String> = Property::new("displayName");
    pub(super) const MANAGER: Property<Self, Self> = Property::new("manager");
}

pub(super) fn query(request: &impl Endpoint) -> String {
    let request = request.to_http_request(BASE).unwrap();
    percent_decode_str(request.uri().query().unwrap_or_default()).decode_utf8().unwrap().into_owned()
}

pub(super) fn header(request: &impl Endpoint, name: &str) -> Option<String> {
    let request = request.to_http_request(BASE).unwrap();
    let values: Vec<&str> =
        request.headers().get_all(name).iter().map(|value| value.to_str().unwrap()).collect();
    assert!(values.len() < 2, "one header for all");
    values.first().map(ToString::to_string)
}

pub(super) fn problem(request: &impl Endpoint) -> String {
    let error = request.to_http_request(BASE).unwrap_err();
    assert!(error.is_build());
    error.to_string().split_once(": ").unwrap().1.to_owned()
}
