//! Words of the doc comments.

use graph_endpoint_schema::naming::{field_ident, field_name};

use super::Operation;
use crate::model::{Leaf, Ty, Wrapper};
use crate::read::Example;

/// `User` -> `user`, `Page<User>` -> `page`; of a long name the last word.
pub(crate) fn response_variable(ty: &Ty) -> String {
    match ty {
        Ty::In(Wrapper::Page, _) => "page".to_owned(),
        Ty::In(Wrapper::Vec | Wrapper::Map | Wrapper::Flags, _) => "items".to_owned(),
        Ty::In(Wrapper::Option | Wrapper::Box, ty) => response_variable(ty),
        Ty::In(Wrapper::ValueOf | Wrapper::Nullable, _) | Ty::OrAccepted(_) => "response".to_owned(),
        Ty::Leaf(Leaf::U32) => "count".to_owned(),
        Ty::Leaf(leaf) => {
            let name = leaf.to_string();
            let word = name.trim_end_matches('>').rsplit(['<', ':']).next().unwrap_or_default();
            field_ident(&field_name(word))
        }
        Ty::Declared(name) => {
            let name = field_name(name);
            let last = name.rsplit('_').next().filter(|last| name.len() > 20 && !last.is_empty());
            field_ident(last.unwrap_or(&name))
        }
    }
}

/// The doc comment of an endpoint: what the page says, and what it says beside it.
pub(super) fn docs(examples: &[&Example], method: &str, operation: &Operation<'_>) -> Vec<String> {
    let heading = match examples {
        [example] => example.heading.as_ref(),
        _ => None,
    };
    let of_page = examples.iter().find_map(|example| example.description.as_ref().or(example.title.as_ref()));
    let mut docs = match heading.or(of_page) {
        Some(text) => property_docs(text),
        None => vec![format!("`{method} {}`", operation.template.declared())],
    };
    let mut said: Vec<&String> = Vec::new();
    for note in examples.iter().flat_map(|example| &example.notes) {
        if !said.contains(&note) {
            said.push(note);
            docs.push(String::new());
            docs.extend(wrapped(note));
        }
    }
    docs
}

/// A description as the lines of a doc comment; what rustdoc would take for a link or a tag is escaped.
pub(crate) fn property_docs(text: &str) -> Vec<String> {
    let end = if text.ends_with(|c: char| c.is_alphanumeric()) { "." } else { "" };
    wrapped(&escaped(&format!("{}{end}", text.trim())))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, piece) in text.split('`').enumerate() {
        let in_code = index % 2 == 1 && text.matches('`').count() > index;
        if index > 0 {
            out.push('`');
        }
        match in_code {
            true => out.push_str(piece),
            false => {
                for word in piece.split_inclusive(' ') {
                    // A bare URL is a link once it stands in `<>`.
                    if word.starts_with("https://") || word.starts_with("http://") {
                        let url = word.trim_end_matches([' ', '.', ',', ')', ';']);
                        out.push_str(&format!("<{url}>{}", word.get(url.len()..).unwrap_or_default()));
                    } else {
                        out.push_str(&word.replace('<', "\\<").replace('[', "\\[").replace('#', "\\#"));
                    }
                }
            }
        }
    }
    out
}

/// What a line of a doc comment has room for.
const WIDTH: usize = 96;

/// Lines of at most so many characters, broken at spaces; one in code, as in `GET /me`, is none of these where it fits.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words(text) {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= WIDTH => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// The words, what stands in code as one of them.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(code) if is_open(code) && code.len() + 1 + word.len() <= WIDTH => {
                code.push(' ');
                code.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// Whether code begins there and doesn't end.
fn is_open(text: &str) -> bool {
    text.matches('`').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stays_on_its_line() {
        for before in 1..WIDTH {
            let text = format!("{} `GET /piers/{{pier-id}}/horns` and more.", "x".repeat(before));
            let lines = wrapped(&text);
            assert_eq!(lines.join(" "), text);
            assert!(lines.iter().all(|line| !is_open(line) && line.len() <= WIDTH), "{lines:?}");
        }
        // What no line has room for is broken as text is.
        let long = format!("`{}`", "word ".repeat(30));
        assert!(wrapped(&long).len() > 1);
    }
}
