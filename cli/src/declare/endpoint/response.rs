//! What the operation responds with, over all its examples.

use crate::json::Json;
use crate::read::{Content, Example, Response, Warning, object_in_value};
use crate::shape::Shape;
use crate::url::Url;

/// What the operation responds with, and whether a `202 Accepted` can come in its place that says where to ask.
pub(super) struct ResponseShape {
    pub(super) body: ResponseBody,
    pub(super) or_accepted: bool,
    /// Responses that the declaration doesn't read.
    pub(super) warnings: Vec<Warning>,
}

/// What is in the response.
pub(super) enum ResponseBody {
    Nothing,
    /// Items of a page, which may be unknown; whether there can be no body at all.
    Page(Option<Shape>, bool),
    /// A value that is no object, in the object around it; whether there can be no body at all.
    Value(Shape, bool),
    /// A body, and whether there can be none.
    Json(Shape, bool),
    Bytes,
    /// The number that `../$count` gives.
    Count,
    /// Nothing but a place to ask.
    Accepted,
}

impl ResponseShape {
    pub(super) fn of(examples: &[&Example], exact: bool) -> Self {
        let responses = || examples.iter().flat_map(|example| &example.responses);
        let others: Vec<&Response> = responses().filter(|response| !is_accepted(response)).collect();
        let or_accepted = others.len() < responses().count();
        let has_other = others.iter().any(|response| (200..400).contains(&response.status));
        let body =
            if has_other || !or_accepted { ResponseBody::of(&others, exact) } else { ResponseBody::Accepted };
        let body = match body {
            ResponseBody::Nothing
                if responses().next().is_none() && examples.iter().all(|example| is_download(example)) =>
            {
                ResponseBody::Bytes
            }
            ResponseBody::Bytes if !examples.is_empty() && examples.iter().all(|example| counts(example)) => {
                ResponseBody::Count
            }
            body => body,
        };
        let mut warnings = beside_json(&others);
        warnings.extend(others.iter().filter(|_| !exact).filter_map(|response| wrapped(response)));
        Self { body, or_accepted, warnings }
    }

    /// The type that the responses' `@odata.context` ends in: `..#Collection(microsoft.graph.user)`.
    pub(super) fn said(&self, examples: &[&Example]) -> Option<String> {
        let responses = examples.iter().flat_map(|example| &example.responses);
        let mut contexts = responses.filter_map(|response| match response.content() {
            Content::Json(json) => json.get("@odata.context").and_then(Json::as_str).map(str::to_owned),
            _ => None,
        });
        contexts.find_map(|context| {
            let (_, ty) = context.split_once("$metadata#")?;
            let ty = ty.strip_prefix("Collection(").map_or(ty, |ty| ty.trim_end_matches(')'));
            let name = ty.strip_prefix("microsoft.graph.")?;
            name.chars().all(|c| c.is_ascii_alphanumeric()).then(|| ty.to_owned())
        })
    }
}

/// `/users/$count` with a number as its response.
fn counts(example: &Example) -> bool {
    let is_number = |response: &Response| {
        let body = response.body.as_deref().unwrap_or_default();
        body.trim().trim_start_matches('\u{feff}').parse::<u32>().is_ok()
    };
    Url::parse(&example.request.url).path.ends_with("/$count") && example.responses.iter().all(is_number)
}

/// `/photo/$value`, `/content`: what comes is no JSON.
fn is_download(example: &Example) -> bool {
    let path = Url::parse(&example.request.url).path;
    example.request.method == "GET" && ["/$value", "/content"].iter().any(|end| path.ends_with(end))
}

impl ResponseShape {
    /// The shape of the body, or of what stands in a page or a value.
    pub(super) fn shape(&self) -> Option<&Shape> {
        match &self.body {
            ResponseBody::Page(items, _) => items.as_ref(),
            ResponseBody::Value(shape, _) | ResponseBody::Json(shape, _) => Some(shape),
            ResponseBody::Nothing | ResponseBody::Bytes | ResponseBody::Count | ResponseBody::Accepted => {
                None
            }
        }
    }
}

impl ResponseBody {
    fn of(responses: &[&Response], exact: bool) -> Self {
        let mut json = Vec::new();
        let mut bytes = false;
        let mut empty = false;
        for response in responses {
            match response.content() {
                Content::Json(value) if (200..300).contains(&response.status) => {
                    let inner = object_in_value(&value).filter(|_| !exact).cloned();
                    json.push(inner.unwrap_or(value));
                }
                Content::Other { .. } if (200..300).contains(&response.status) => bytes = true,
                Content::None if (200..300).contains(&response.status) => empty = true,
                // A redirect leads to a download.
                _ if is_redirect(response) => bytes = true,
                _ => {}
            }
        }
        if json.is_empty() {
            return if bytes { Self::Bytes } else { Self::Nothing };
        }
        if json.iter().all(is_page) {
            let mut values = Shape::default();
            for value in json.iter().filter_map(|page| page.get("value")) {
                values.add(value);
            }
            return Self::Page(values.items.map(|items| *items), empty);
        }
        let mut shape = Shape::default();
        if json.iter().all(is_value) {
            json.iter().filter_map(|object| object.get("value")).for_each(|value| shape.add(value));
            return Self::Value(shape, empty);
        }
        json.iter().for_each(|value| shape.add(value));
        Self::Json(shape, empty)
    }
}

/// An object in `value`, which is declared without that.
fn wrapped(response: &Response) -> Option<Warning> {
    let Content::Json(value) = response.content() else { return None };
    let message = "this response has its object in `value`, where OData has it alone; that is declared";
    object_in_value(&value).map(|_| Warning { line: response.line, message: message.to_owned() })
}

/// Where one response is JSON, the others that aren't.
fn beside_json(responses: &[&Response]) -> Vec<Warning> {
    let is_success = |response: &Response| (200..300).contains(&response.status);
    let is_json =
        |response: &&Response| is_success(response) && matches!(response.content(), Content::Json(_));
    if !responses.iter().any(is_json) {
        return Vec::new();
    }
    let others = responses.iter().filter_map(|response| {
        let what = match response.content() {
            _ if is_redirect(response) => "this redirect leads to a download",
            Content::Other { .. } if is_success(response) => "this response is no JSON",
            _ => return None,
        };
        let message = format!(
            "{what}, and another response of the same call is JSON; only that is declared: write a second endpoint with `response = Bytes` for this one"
        );
        Some(Warning { line: response.line, message })
    });
    others.collect()
}

fn is_redirect(response: &Response) -> bool {
    matches!(response.status, 301 | 302 | 303 | 307 | 308)
}

/// `202 Accepted` that says where to ask how far it is.
fn is_accepted(response: &Response) -> bool {
    let is_place =
        |name: &str| ["Location", "Operation-Location"].iter().any(|place| name.eq_ignore_ascii_case(place));
    response.status == 202
        && matches!(response.content(), Content::None)
        && response.headers.iter().any(|(name, _)| is_place(name))
}

/// `value` is a list, and beside it there are annotations only.
fn is_page(value: &Json) -> bool {
    let Json::Object(properties) = value else { return false };
    let fits = |name: &str, value: &Json| match (name, value) {
        ("value", Json::Array(_)) => true,
        ("@odata.count", Json::Number(text)) => text.parse::<u64>().is_ok(),
        ("@odata.nextLink" | "@odata.deltaLink", Json::String(_)) => true,
        ("value" | "@odata.count" | "@odata.nextLink" | "@odata.deltaLink" | "@odata.type", _) => false,
        (name, _) => name.starts_with('@'),
    };
    value.get("value").is_some() && properties.iter().all(|(name, value)| fits(name, value))
}

/// `value` is no object and no list, and beside it there are annotations only.
fn is_value(value: &Json) -> bool {
    let Json::Object(properties) = value else { return false };
    let fits = |name: &str, value: &Json| match name {
        "value" => matches!(value, Json::Bool(_) | Json::Number(_) | Json::String(_)),
        name => name.starts_with('@'),
    };
    let names: Vec<&str> = properties.iter().map(|(name, _)| name.as_str()).collect();
    names.iter().filter(|name| **name == "value").count() == 1
        && properties.iter().all(|(name, value)| fits(name, value))
}
