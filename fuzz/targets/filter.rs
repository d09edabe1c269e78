//! The filter writer: however values and operators are put together, the text has the shape that was meant, and travels
//! through a URL unchanged.

use graph_endpoint::prelude::*;
use graph_endpoint::query::{Filter, property};
use graph_endpoint::sandbox::SandboxEndpoint;
use super::super::declarations::Update;

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    "\nO'Neil\0\u{1}a%27\0\u{2}b\0\u{6}\0\u{8}",
    "\u{3}''\0\u{4}12\0\u{7}\0\u{9}\0\u{5}",
];

pub fn run(data: &[u8]) {
    let mut words = data.split(|byte| *byte == 0);
    let (mut stack, mut literals): (Vec<Filter>, Vec<String>) = (Vec::new(), Vec::new());
    while let Some([operator, word @ ..]) = words.next() {
        let text = String::from_utf8_lossy(word).into_owned();
        let subject = property::<String>("subject");
        let filter = match operator % 10 {
            0 => subject.eq(&text),
            1 => subject.starts_with(&text),
            2 => subject.contains(&text),
            3 => subject.is_in([&text, &text]),
            4 => property::<i64>("size").gt(text.len() as i64),
            5 => property::<f64>("rating").lt(f64::from_bits(text.len() as u64 | 0x7ff0 << 48)),
            6..=8 => match (stack.pop(), stack.pop()) {
                (Some(right), Some(left)) if operator % 10 == 6 => left.and(right),
                (Some(right), Some(left)) => left.or(right),
                (Some(only), _) => only.not(),
                _ => continue,
            },
            _ => match stack.pop() {
                Some(only) => only.not(),
                None => continue,
            },
        };
        match operator % 10 {
            0..=2 => literals.push(text),
            3 => literals.extend([text.clone(), text]),
            _ => {}
        }
        stack.push(filter);
    }
    let Some(filter) = stack.into_iter().reduce(Filter::and) else { return };
    let Ok(written) = filter.to_text() else { return };
    assert!(balanced(&written), "{written}");
    // Filters are joined in another order than their values were made.
    let (mut found, mut meant) = (strings(&written), literals);
    found.sort();
    meant.sort();
    assert_eq!(found, meant, "{written}");
    let update = Update {
        id: "1".into(),
        name: written.clone(),
        number: 1,
        path: "a".into(),
        top: None,
        filter: Some(written),
        etag: None,
        display_name: String::new(),
        everything: None,
        target: Nullable::Absent,
        more: graph_endpoint::AdditionalProperties::default(),
    };
    // Percent-encoding makes three bytes of one, twice; the `http` crate takes 64 KiB.
    let is_long = update.name.len() > 8_000;
    let request = match update.to_http_request("https://graph.microsoft.com") {
        Err(error) if is_long && error.is_build() => return,
        request => request.expect("a filter can be sent"),
    };
    assert_eq!(Update::from_http_request(request).expect("a request can be read"), update);
}

/// The string literals of a filter, decoded: a quote inside is written twice.
fn strings(filter: &str) -> Vec<String> {
    let (mut found, mut rest) = (Vec::new(), filter);
    while let Some((_, mut inside)) = rest.split_once('\'') {
        let mut text = String::new();
        while let Some((before, after)) = inside.split_once('\'') {
            text.push_str(before);
            inside = after;
            match after.strip_prefix('\'') {
                Some(after) => {
                    text.push('\'');
                    inside = after;
                }
                None => break,
            }
        }
        found.push(text);
        rest = inside;
    }
    found
}

/// Outside of literals every parenthesis has its counterpart.
fn balanced(filter: &str) -> bool {
    let (mut depth, mut inside) = (0_i64, false);
    for byte in filter.bytes() {
        match byte {
            b'\'' => inside = !inside,
            b'(' if !inside => depth += 1,
            b')' if !inside => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && !inside
}
