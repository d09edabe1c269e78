//! Words of the doc comment.

use super::Operation;
use crate::names::{field_ident, snake_case};
use crate::read::Example;

/// `User` -> `user`, `Page<User>` -> `page`; of a long name the last word.
pub(super) fn answer_variable(ty: &str) -> String {
    let name = ty.split('<').next().unwrap_or(ty).rsplit("::").next().unwrap_or(ty);
    match name {
        "Vec" => "items".to_owned(),
        "OneOf" | "ValueOf" => "answer".to_owned(),
        name => {
            let name = snake_case(name);
            let last = name.rsplit('_').next().filter(|last| name.len() > 20 && !last.is_empty());
            field_ident(last.unwrap_or(&name))
        }
    }
}

pub(super) fn docs(example: &Example, method: &str, operation: &Operation<'_>) -> Vec<String> {
    match example.description.as_ref().or(example.title.as_ref()) {
        Some(text) => {
            let end = if text.ends_with(|c: char| c.is_alphanumeric()) { "." } else { "" };
            wrapped(&format!("{text}{end}").replace('<', "\\<").replace('[', "\\["))
        }
        None => vec![format!("`{method} {}`", operation.template.declared())],
    }
}

/// Lines of at most 96 characters, broken at spaces.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= 96 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
