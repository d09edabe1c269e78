//! Bodies as pages have them: where none belongs, and JSON with slips.

use super::slips::{Slip, repaired};
use super::{Example, Warning};
use crate::json::Json;

/// Replaces each body that is JSON but for such a slip, with a warning; leaves out what is no body, and says what stands
/// in one object twice.
pub(super) fn bodies(examples: &mut [Example], is_page: bool, warnings: &mut Vec<Warning>) {
    for example in examples {
        without_meaning(example, is_page, warnings);
        let request = (&mut example.request.body, example.request.body_line);
        let responses = example.responses.iter_mut().map(|response| (&mut response.body, response.body_line));
        for (body, line) in std::iter::once(request).chain(responses) {
            if let Some(text) = body {
                repair(text, line, warnings);
            }
        }
    }
}

/// Bodies that no such message has: of a 204, and the `{}` that pages write into a `GET` or a `202 Accepted`. What else a
/// page writes into a `GET` is left out too: nobody can mend the page, and its answer is worth reading.
fn without_meaning(example: &mut Example, is_page: bool, warnings: &mut Vec<Warning>) {
    let is_empty = |body: &Option<String>| {
        let json = body.as_deref().and_then(|text| Json::parse(text).ok());
        json == Some(Json::Object(Vec::new()))
    };
    let request = &mut example.request;
    let has_none = matches!(request.method.as_str(), "GET" | "DELETE" | "HEAD");
    if has_none && (is_empty(&request.body) || is_page && request.body.is_some()) {
        let what = match is_empty(&request.body) {
            true => "this empty object is not read",
            false => "this text is not read: see whether another method is meant",
        };
        let message = format!("a {} has no body; {what}", request.method);
        warnings.push(Warning { line: request.body_line, message });
        request.body = None;
    }
    for response in &mut example.responses {
        let message = match response.status {
            204 | 304 if response.body.is_some() => "this text",
            202 if is_empty(&response.body) => "this empty object",
            _ => continue,
        };
        let message = format!("a {} has no body; {message} is not read", response.status);
        warnings.push(Warning { line: response.body_line, message });
        response.body = None;
    }
}

fn repair(text: &mut String, line: usize, warnings: &mut Vec<Warning>) {
    if !text.starts_with(['{', '[', '/', '\u{a0}']) {
        return;
    }
    if let Ok(json) = Json::parse(text) {
        return twice(&json, line, warnings);
    }
    let (repaired, slips) = repaired(text);
    let Ok(json) = Json::parse(&repaired) else { return };
    if slips.is_empty() {
        return;
    }
    let slip = |(at, slip): (usize, Slip)| Warning { line: line + at, message: slip.message().to_owned() };
    warnings.extend(slips.into_iter().map(slip));
    twice(&json, line, warnings);
    *text = repaired;
}

/// Names of properties that stand in one object more than once.
fn twice(json: &Json, line: usize, warnings: &mut Vec<Warning>) {
    match json {
        Json::Object(properties) => {
            for (index, (name, value)) in properties.iter().enumerate() {
                if properties.iter().take(index).any(|(earlier, _)| earlier == name) {
                    let message =
                        format!("`{name}` stands twice in one object of this JSON; the last one counts");
                    warnings.push(Warning { line, message });
                }
                twice(value, line, warnings);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| twice(item, line, warnings)),
        _ => {}
    }
}
