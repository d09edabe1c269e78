//! What the declarations wrote, in the form of a sandbox's journal: `tests/judges` holds the bodies against Microsoft's own
//! types.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::json;
use serde_json::value::RawValue;

use crate::generate::Outcome;

/// A line for each response that an example shows, the first one with what was asked.
pub(crate) fn write(file: &Path, outcomes: &BTreeMap<usize, Outcome>) -> Result<(), String> {
    let text: String = outcomes.values().flat_map(lines).collect();
    fs::write(file, text).map_err(|error| format!("can't write {}: {error}", file.display()))
}

fn lines(outcome: &Outcome) -> Vec<String> {
    let Ok(request) = &outcome.request else { return Vec::new() };
    let target = request.url.strip_prefix("https://graph.microsoft.com").unwrap_or(&request.url);
    let line = |asked: Option<Box<RawValue>>, status: u16, response: Option<Box<RawValue>>| {
        let line = json!({
            "id": outcome.id,
            "method": request.method,
            "target": target,
            "request": asked,
            "status": status,
            "response": response,
        });
        format!("{line}\n")
    };
    let mut asked = json_of(&request.body);
    let mut lines: Vec<String> = outcome
        .responses
        .iter()
        .flatten()
        .map(|response| line(asked.take(), response.status, json_of(&response.body)))
        .collect();
    if lines.is_empty() {
        lines.push(line(asked, 204, None));
    }
    lines
}

fn json_of(body: &str) -> Option<Box<RawValue>> {
    serde_json::from_str(body).ok()
}
