//! The call that the doc comment shows.

use crate::print::quoted;

/// How long a value may be to be shown as it is.
const SHOWN: usize = 48;
/// rustfmt's `max_width`, without `/// `.
const WIDTH: usize = 96;

/// A value of the example, as an argument of a setter: a literal, or a variable for what is long or no literal.
pub(super) fn argument(field: &str, sample: Option<&str>, is_text: bool) -> String {
    match sample {
        Some(value) if !is_text => value.to_owned(),
        Some(value) if value.len() <= SHOWN && !value.contains(['{', '\n', '"']) => quoted(value),
        _ => field.to_owned(),
    }
}

/// `Name::builder().id("1").send(&client).await?`, over several lines when it is long.
pub(super) fn call(endpoint: &str, setters: &[(String, String)], answer: Option<&str>) -> Vec<String> {
    let start = answer.map(|name| format!("let {name} = ")).unwrap_or_default();
    let mut links = vec!["builder()".to_owned()];
    links.extend(setters.iter().map(|(name, value)| format!("{name}({value})")));
    links.push("send(&client)".to_owned());
    links.push("await?;".to_owned());
    let short = format!("{start}{endpoint}::{}", links.join("."));
    if short.len() <= WIDTH.min(80) || setters.is_empty() {
        return vec![short];
    }
    let mut lines = vec![format!("{start}{endpoint}::builder()")];
    lines.extend(links.iter().skip(1).map(|link| format!("    .{link}")));
    lines
}
