//! What went through the declarations, as a sandbox's journal has it: for judges of what we write, a line an exchange.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::generate::{Message, Outcome};

/// Writes every request with each of its responses.
pub(crate) fn write(file: &Path, outcomes: &BTreeMap<usize, Outcome>) -> Result<(), String> {
    let lines: String =
        outcomes.values().flat_map(exchanges).map(|exchange| format!("{exchange}\n")).collect();
    fs::write(file, lines).map_err(|error| format!("can't write {}: {error}", file.display()))
}

fn exchanges(outcome: &Outcome) -> Vec<Value> {
    let Ok(request) = &outcome.request else { return Vec::new() };
    let target = request.url.strip_prefix("https://graph.microsoft.com").unwrap_or(&request.url);
    let responses = outcome.responses.iter().flatten();
    let exchange = |response: &Message| {
        json!({
            "id": outcome.id,
            "method": request.method,
            "target": target,
            "request": body(request),
            "status": response.status,
            "response": body(response),
        })
    };
    responses.map(exchange).collect()
}

/// Null for what is no JSON.
fn body(message: &Message) -> Value {
    serde_json::from_str(&message.body).unwrap_or_default()
}
