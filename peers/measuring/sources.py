"""The crates of many endpoints, as each peer's user would write them."""

import json

# Name, type, and how each peer's documentation would have it renamed.
FIELDS = [
    ("display_name", "displayName", "String", "{}"),
    ("description", "description", "Option<String>", '#[serde(skip_serializing_if = "Option::is_none")] {}'),
    ("count", "count", "i64", "{}"),
    ("tags", "tags", "Vec<String>", "{}"),
    ("enabled", "enabled", "bool", "{}"),
]
PATH = "deviceAppManagement/things{0}/{{id}}/assignments{0}"
VALUES = 'display_name: "a".to_owned(), description: None, count: 1, tags: vec![], enabled: true'


def of(folder, count):
    """The files of a crate."""
    head, one = RUST[folder] if folder in RUST else PROGENITOR
    text = "#![allow(dead_code, unused_imports)]\n" + head + "".join(one(index) for index in range(count))
    files = {"src/lib.rs": text}
    if folder == "progenitor":
        files["openapi.json"] = json.dumps(description(count))
    return files


def plain(with_serde):
    return ", ".join((how if with_serde else "{}").format(f"pub {name}: {ty}") for name, _, ty, how in FIELDS)


def declared(i):
    return f"""
#[graph_type("microsoft.graph.thing{i}")]
pub struct Thing{i} {{ {plain(False)} }}
#[graph_endpoint(PATCH, "/{PATH.format(i)}", response = Thing{i})]
pub struct Update{i} {{ pub id: String, #[graph(query = "$top")] pub top: Option<u32>, #[graph(query = "$filter")] pub filter: Option<String>, {plain(False)} }}
pub async fn call{i}(client: &Client) -> Result<Thing{i}, Error> {{
    Update{i}::builder().id("T_1").top(5).display_name("a").count(1).tags(vec![]).enabled(true).send(client).await
}}
"""


def by_hand(i):
    path = PATH.format(i)
    return f"""
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Thing{i} {{ {plain(True)} }}
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Update{i} {{ {plain(True)} }}
pub async fn update{i}(client: &Client, id: &str, top: Option<u32>, filter: Option<&str>, update: &Update{i}) -> Result<Thing{i}, reqwest::Error> {{
    let id = utf8_percent_encode(id, NON_ALPHANUMERIC);
    let mut request = client.http.patch(format!("{{}}/v1.0/{path}", client.base)).bearer_auth(&client.token).json(update);
    if let Some(top) = top {{ request = request.query(&[("$top", top)]); }}
    if let Some(filter) = filter {{ request = request.query(&[("$filter", filter)]); }}
    request.send().await?.error_for_status()?.json().await
}}
pub async fn call{i}(client: &Client) -> Result<Thing{i}, reqwest::Error> {{
    update{i}(client, "T_1", Some(5), None, &Update{i} {{ {VALUES} }}).await
}}
"""


def ruma(i):
    fields = ", ".join(
        how.format(f'#[serde(rename = "{wire}")] pub {name}: {ty}') for name, wire, ty, how in FIELDS)
    return f"""
pub mod update{i} {{
    use super::*;
    metadata! {{ method: PATCH, rate_limited: false, authentication: AccessToken, path: "/v1.0/{PATH.format(i)}" }}
    #[request]
    pub struct Request {{
        #[ruma_api(path)] pub id: String,
        #[ruma_api(query)] #[serde(rename = "$top", skip_serializing_if = "Option::is_none")] pub top: Option<u32>,
        #[ruma_api(query)] #[serde(rename = "$filter", skip_serializing_if = "Option::is_none")] pub filter: Option<String>,
        {fields}
    }}
    #[response]
    pub struct Response {{ {fields} }}
    pub async fn call(client: &Client) -> Result<Response, Problem> {{
        let request = Request {{ id: "T_1".to_owned(), top: Some(5), filter: None, {VALUES} }};
        send(client, request).await
    }}
}}
"""


def rustify(i):
    return f"""
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Thing{i} {{ {plain(False)} }}
#[derive(Endpoint, Serialize)]
#[endpoint(path = "v1.0/{PATH.format(i).replace('{id}', '{self.id}')}", method = "PATCH", response = "Thing{i}")]
#[serde(rename_all = "camelCase")]
pub struct Update{i} {{
    #[endpoint(skip)] #[serde(skip)] pub id: String,
    #[endpoint(query)] #[serde(rename = "$top")] pub top: Option<u32>,
    #[endpoint(query)] #[serde(rename = "$filter")] pub filter: Option<String>,
    {", ".join(f"#[endpoint(body)] pub {name}: {ty}" for name, _, ty, _ in FIELDS)}
}}
pub async fn call{i}(client: &Client) -> Result<Thing{i}, ClientError> {{
    Update{i} {{ id: "T_1".to_owned(), top: Some(5), filter: None, {VALUES} }}.exec(client).await?.parse()
}}
"""


def progenitor(i):
    return f"""
pub async fn call{i}(client: &Client) -> Result<types::Thing{i}, Error<()>> {{
    let update = types::Update{i} {{ {VALUES} }};
    Ok(client.update{i}("T_1", None, Some(5), &update).await?.into_inner())
}}
"""


RUST = {
    "declared": ("use graph_endpoint::Client;\nuse graph_endpoint::prelude::*;\n", declared),
    "by-hand": ("""use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
pub struct Client { pub http: reqwest::Client, pub base: String, pub token: String }
""", by_hand),
    "ruma": ("""use ruma_common::api::auth_scheme::{AccessToken, SendAccessToken};
use ruma_common::api::path_builder::SinglePath;
use ruma_common::api::{IncomingResponseExt as _, OutgoingRequest, OutgoingRequestExt as _, request, response};
use ruma_common::metadata;
pub type Problem = Box<dyn std::error::Error>;
pub struct Client { pub http: reqwest::Client, pub base: String, pub token: String }
pub async fn send<R>(client: &Client, request: R) -> Result<R::IncomingResponse, Problem>
where
    R: OutgoingRequest<Authentication = AccessToken, PathBuilder = SinglePath>,
    R::EndpointError: 'static,
{
    let token = SendAccessToken::IfRequired(&client.token);
    let request = request.try_into_http_request::<Vec<u8>>(&client.base, token, ())?;
    exchanged::<R::IncomingResponse>(client.http.execute(request.try_into()?).await?).await
}
async fn exchanged<A: ruma_common::api::IncomingResponse>(response: reqwest::Response) -> Result<A, Problem>
where
    A::EndpointError: 'static,
{
    let mut whole = http::Response::builder().status(response.status());
    if let Some(headers) = whole.headers_mut() {
        headers.clone_from(response.headers());
    }
    let body = response.bytes().await?;
    Ok(A::try_from_http_response(whole.body(&*body)?)?)
}
""", ruma),
    "rustify": ("""use rustify::errors::ClientError;
use rustify::{Client, Endpoint as _};
use rustify_derive::Endpoint;
use serde::{Deserialize, Serialize};
""", rustify),
}
PROGENITOR = ('progenitor::generate_api!("openapi.json");\n', progenitor)


def description(count):
    """What progenitor reads."""
    kinds = {
        "String": {"type": "string"},
        "Option<String>": {"type": "string"},
        "i64": {"type": "integer", "format": "int64"},
        "Vec<String>": {"type": "array", "items": {"type": "string"}},
        "bool": {"type": "boolean"},
    }
    shape = {
        "type": "object",
        "required": [wire for _, wire, ty, _ in FIELDS if not ty.startswith("Option")],
        "properties": {wire: kinds[ty] for _, wire, ty, _ in FIELDS},
    }
    top = {"name": "$top", "in": "query", "schema": {"type": "integer", "format": "uint32"}}
    text = {"name": "$filter", "in": "query", "schema": {"type": "string"}}
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    paths, schemas = {}, {}
    for i in range(count):
        schemas |= {f"Thing{i}": shape, f"Update{i}": shape}
        paths["/v1.0/" + PATH.format(i)] = {"patch": {
            "operationId": f"update{i}",
            "parameters": [key, top, text],
            "requestBody": {"required": True, "content": reference(f"Update{i}")},
            "responses": {"200": {"description": "It", "content": reference(f"Thing{i}")}},
        }}
    info = {"title": "Things", "version": "1.0.0"}
    return {"openapi": "3.0.3", "info": info, "paths": paths, "components": {"schemas": schemas}}


def reference(name):
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
