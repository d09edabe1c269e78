//! Takes a path apart.

use std::ops::Range;

use super::{PathTemplate, Piece, Placeholder, Problem, Spelling};
use crate::naming::{is_identifier, snake_case};

/// The parts of a path, and everything that keeps it from being one.
pub(super) fn parse(text: &str) -> (PathTemplate, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut quoted = false;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        // Nearly all of a path is names, and nothing is wrong with those.
        let name = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if name > 0 {
            plain.push_str(rest.get(..name).unwrap_or_default());
            at += name;
            continue;
        }
        let close = match rest.as_bytes().first() {
            Some(b'<') => '>',
            Some(b'{') => '}',
            _ => {
                let c = rest.chars().next().unwrap_or_default();
                if c == '?' {
                    let path = text.get(..at).unwrap_or_default();
                    problems.push(Problem { message: query(path, rest, &pieces), range: at..text.len() });
                    break;
                }
                if c == '\'' {
                    quoted = !quoted;
                }
                if c == '/' {
                    quoted = false;
                }
                if let Some(message) = misplaced(c).or_else(|| unencoded(c, rest)) {
                    problems.push(Problem { message, range: at..at + c.len_utf8() });
                }
                plain.push(c);
                at += c.len_utf8();
                continue;
            }
        };
        let Some(length) = rest.find(close) else {
            problems.push(Problem {
                message: format!("this placeholder is not closed; write `{close}` where its name ends"),
                range: at..at + rest.find('/').unwrap_or(rest.len()),
            });
            break;
        };
        let range = at..at + length + 1;
        let inner = rest.get(1..length).unwrap_or_default();
        let in_drive_path = plain.ends_with(":/");
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        match placeholder(inner, close, quoted, in_drive_path, range.clone()) {
            Ok(placeholder) => pieces.push(Piece::Placeholder(placeholder)),
            Err(message) => problems.push(Problem { message, range: range.clone() }),
        }
        at = range.end;
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    if problems.is_empty() {
        problems.extend(neighbours(&pieces));
    }
    number(&mut pieces);
    (PathTemplate { text: text.to_owned(), pieces }, problems)
}

fn placeholder(
    inner: &str,
    close: char,
    quoted: bool,
    in_drive_path: bool,
    range: Range<usize>,
) -> Result<Placeholder, String> {
    let (name, rest) = match inner.strip_suffix("..") {
        Some(name) => (name, true),
        // The docs write `root:/{item-path}` for a path with slashes.
        None => (inner, close == '}' && in_drive_path),
    };
    if name.trim().is_empty() {
        return Err("this placeholder has no name; write the field's, as in `<id>`".to_owned());
    }
    let fields: Vec<String> =
        if close == '>' { vec![name.to_owned()] } else { name.split('|').map(snake_case).collect() };
    if let Some(bad) = fields.iter().find(|field| !is_identifier(field)) {
        let help = snake_case(bad);
        let help = if is_identifier(&help) { help } else { "id".to_owned() };
        return Err(format!("`{name}` is no field name; write `<{help}>` and a field `{help}`"));
    }
    let spelling = match (rest, quoted) {
        (true, true) => {
            return Err(format!("a run of segments can't stand inside quotes; write `<{name}>`"));
        }
        (true, false) => Spelling::Rest,
        (false, true) => Spelling::Quoted,
        (false, false) => Spelling::Value,
    };
    Ok(Placeholder { written: fields.clone(), fields, again: 0, range, spelling })
}

/// Names that stand in the path once more get a number, unless the path has that name as well. What leaves a choice never
/// takes a name from a placeholder that has no other: in `/{id|name}/charts/{name}` the second one keeps its name.
fn number(pieces: &mut [Piece]) {
    let mut earlier: Vec<Vec<String>> = Vec::new();
    let known: Vec<String> =
        pieces.iter().filter_map(Piece::placeholder).flat_map(|p| p.written.clone()).collect();
    for piece in pieces {
        let Piece::Placeholder(placeholder) = piece else { continue };
        let leaves_choice = |names: &Vec<String>| names.len() > 1;
        let can_take = |names: &&Vec<String>| leaves_choice(&placeholder.written) || !leaves_choice(names);
        let numbered = placeholder.written.iter().filter_map(|name| {
            match earlier.iter().filter(can_take).filter(|names| names.contains(name)).count() {
                0 => Some(name.clone()),
                before => Some(format!("{name}{}", before + 1)).filter(|name| !known.contains(name)),
            }
        });
        placeholder.fields = numbered.collect();
        placeholder.again = earlier.iter().filter(|names| **names == placeholder.written).count();
        earlier.push(placeholder.written.clone());
    }
}

/// Two placeholders need text between them, or nobody could tell where one value ends.
fn neighbours(pieces: &[Piece]) -> Vec<Problem> {
    pieces
        .windows(2)
        .filter_map(|pair| match pair {
            [Piece::Placeholder(a), Piece::Placeholder(b)] => Some(Problem {
                message: "two placeholders touch; write the text that stands between them, a `/` for example"
                    .to_owned(),
                range: a.range.start..b.range.end,
            }),
            _ => None,
        })
        .collect()
}

/// What to write in place of `?$top=5&$skip=5`, with names that the path doesn't have.
fn query(path: &str, query: &str, pieces: &[Piece]) -> String {
    let in_path =
        |name: &String| pieces.iter().filter_map(Piece::placeholder).any(|p| p.written.contains(name));
    let names =
        query.trim_start_matches('?').split('&').map(|option| option.split('=').next().unwrap_or_default());
    let fields = names.map(|name| {
        let field = snake_case(name);
        let field = if in_path(&field) { format!("{field}_option") } else { field };
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || "$._-".contains(c));
        (is_name && is_identifier(&field))
            .then(|| format!("`#[graph(query = \"{name}\")] {field}: Option<String>`"))
    });
    match fields.collect::<Option<Vec<_>>>() {
        Some(fields) => {
            format!("the query is not part of the path; write `{path}`, and a field for each option: {}", fields.join(", "))
        }
        None => {
            "the query is not part of the path; write a field with `#[graph(query = \"$top\")]` for each option".to_owned()
        }
    }
}

fn misplaced(c: char) -> Option<String> {
    match c {
        ' ' => Some("there is a space in the path; remove it, or write `%20`".to_owned()),
        '#' => Some("there is a `#` in the path; write `%23` if it belongs to a name".to_owned()),
        '>' | '}' => {
            Some(format!("there is a `{c}` without its opening bracket; write placeholders as `<name>`"))
        }
        '\\' => Some("there is a backslash in the path; segments are divided by `/`".to_owned()),
        c if c.is_control() => Some("there is a control character in the path; remove it".to_owned()),
        _ => None,
    }
}

/// What no URL holds as it is, which is written percent-encoded. <https://www.rfc-editor.org/rfc/rfc3986#section-3.3>
fn unencoded(c: char, from: &str) -> Option<String> {
    let is_encoding =
        || from.as_bytes().get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    match c {
        '%' if is_encoding() => None,
        '%' => Some("there is a `%` in the path that encodes nothing; write `%25`".to_owned()),
        '^' | '`' => Some(format!("there is `{c}` in the path; write `{}`", encoded(c))),
        c if !c.is_ascii() => {
            Some(format!("there is `{}` in the path; write `{}`", c.escape_debug(), encoded(c)))
        }
        _ => None,
    }
}

fn encoded(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect()
}
