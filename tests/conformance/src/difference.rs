//! Whether two JSON values mean the same, and if not, where they differ.

use cargo_graph::json::{Json, same_number};

/// The first difference between two values, as a JSON path and what stands there, or `None` when they are equal.
///
/// Equal is what means the same to every reader of JSON: the order of properties doesn't count, nor how a number is
/// spelt (`1`, `1.0`, `1e0`), nor a text that became the number or the `bool` that it says; an `@odata.type` is the same
/// with and without `#`.
pub(crate) fn difference(left: &Json, right: &Json) -> Option<String> {
    differ(left, right, false).map(|(path, what)| format!("at `{path}`: {what}"))
}

/// The first thing of `came` that isn't in `kept`: like [`difference`], but `kept` may hold more.
pub(crate) fn loss(came: &Json, kept: &Json) -> Option<String> {
    differ(came, kept, true).map(|(path, what)| format!("at `{path}`: {what}"))
}

fn differ(left: &Json, right: &Json, more_is_fine: bool) -> Option<(String, String)> {
    match (left, right) {
        (Json::Object(a), Json::Object(_)) => {
            for (name, _) in a {
                let (Some(here), there) = (left.get(name), right.get(name)) else { continue };
                let Some(there) = there else { return Some((name.clone(), "is missing".to_owned())) };
                if name == "@odata.type" && same_type(here, there) {
                    continue;
                }
                if let Some((path, what)) = differ(here, there, more_is_fine) {
                    let joint = if path.is_empty() || path.starts_with('[') { "" } else { "." };
                    return Some((format!("{name}{joint}{path}"), what));
                }
            }
            if more_is_fine { None } else { surplus(left, right) }
        }
        (Json::Array(a), Json::Array(b)) => {
            if a.len() != b.len() {
                return Some((String::new(), format!("{} items became {}", a.len(), b.len())));
            }
            a.iter().zip(b).enumerate().find_map(|(index, (a, b))| {
                let (path, what) = differ(a, b, more_is_fine)?;
                let joint = if path.is_empty() || path.starts_with('[') { "" } else { "." };
                Some((format!("[{index}]{joint}{path}"), what))
            })
        }
        (Json::Number(a), Json::Number(b)) if same_number(a, b) => None,
        // Who reads what a person declares takes a fraction for the nearest `f64`.
        (Json::Number(a), Json::Number(b)) if more_is_fine && is_nearest(a, b) => None,
        (a, b) if a == b => None,
        // `"false"` and `"10"` are read as what they say, and sent as that.
        (Json::String(text), Json::Number(value)) if text == value => None,
        (Json::String(text), Json::Bool(value)) if *text == value.to_string() => None,
        (a, b) => Some((String::new(), format!("{} became {}", kind(a), kind(b)))),
    }
}

fn is_nearest(a: &str, b: &str) -> bool {
    let fraction = |text: &str| text.parse::<f64>().ok().filter(|_| text.contains('.'));
    fraction(a).is_some_and(|a| fraction(b).is_some_and(|b| a.to_bits() == b.to_bits()))
}

fn surplus(left: &Json, right: &Json) -> Option<(String, String)> {
    let Json::Object(properties) = right else { return None };
    let (name, _) = properties.iter().find(|(name, _)| left.get(name).is_none())?;
    Some((name.clone(), "was added".to_owned()))
}

fn same_type(a: &Json, b: &Json) -> bool {
    match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => a.trim_start_matches('#') == b.trim_start_matches('#'),
        _ => false,
    }
}

fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "a bool",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "an array",
        Json::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_name_the_place() {
        let left = Json::parse(r#"{"a": {"b": [1, {"c": true}]}}"#).unwrap();
        let right = Json::parse(r#"{"a": {"b": [1, {"c": "true"}]}, "d": 1}"#).unwrap();
        assert_eq!(difference(&left, &right).as_deref(), Some("at `a.b[1].c`: a bool became a string"));
        assert_eq!(loss(&right, &left).as_deref(), Some("at `d`: is missing"));
        let more = Json::parse(r#"{"a": {"b": [1, {"c": true}]}, "d": 1}"#).unwrap();
        assert_eq!(difference(&left, &more).as_deref(), Some("at `d`: was added"));
        assert_eq!(loss(&left, &more), None);
        assert_eq!(loss(&more, &left).as_deref(), Some("at `d`: is missing"));
    }

    #[test]
    fn types_are_the_same_with_and_without_hash() {
        let left = Json::parse(r##"{"@odata.type": "#microsoft.graph.user"}"##).unwrap();
        let right = Json::parse(r#"{"@odata.type": "microsoft.graph.user"}"#).unwrap();
        assert_eq!(difference(&left, &right), None);
    }
}
