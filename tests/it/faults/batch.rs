//! The `$batch` of a run's service: each item has its own fate.

use serde_json::{Value, json};

use super::fault::Response;
use super::service::carry_out;
use super::world::World;
use crate::support::server::Seen;

pub(super) const TARGET: &str = "/v1.0/$batch";

pub(super) fn response(world: &mut World, seen: &Seen) -> Response {
    let batch: Value = serde_json::from_slice(&seen.body).unwrap();
    let items = batch["requests"].as_array().unwrap();
    world.tally.items += items.len() as u64;
    let mut responses: Vec<_> = items.iter().map(|item| one(world, item)).collect();
    let turn = usize::try_from(world.visit("the order of a batch")).unwrap() % responses.len();
    responses.rotate_left(turn);
    Response::new(200, json!({ "responses": responses }).to_string())
        .header("Content-Type", "application/json")
}

fn one(world: &mut World, item: &Value) -> Value {
    let text = |name: &str| item[name].as_str().unwrap().to_owned();
    let seen = Seen {
        method: text("method"),
        target: format!("/v1.0{}", text("url")),
        headers: Vec::new(),
        body: item.get("body").map(|body| body.to_string().into_bytes()).unwrap_or_default(),
        connection: 0,
    };
    let thing = format!("item: {} {}", seen.method, seen.target);
    let visit = world.visit(&thing);
    let mut rng = world.dice.of(&thing, visit);
    let (status, done) = match rng.u8(..16) {
        _ if visit > 6 => (200, true),
        0 | 1 => (429, false),
        2 => (503, false),
        3 => (504, rng.bool()),
        4 => (500, rng.bool()),
        5 => (303, true),
        6 => (401, false),
        _ => (200, true),
    };
    if done {
        carry_out(world, &seen);
    }
    let mut headers = json!({ "Content-Type": "application/json" });
    match status {
        429 => headers["Retry-After"] = json!("7"),
        303 => headers["Location"] = json!(format!("/v1.0/results/{}", super::service::record(&seen))),
        _ => {}
    }
    json!({ "id": item["id"], "status": status, "headers": headers, "body": {} })
}
