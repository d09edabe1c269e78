//! Placeholders that no field fills: what to write, with names that say what the value is of.

use graph_endpoint_schema::naming;
use graph_endpoint_schema::path::{PathTemplate, Placeholder};

use crate::parse::PathLiteral;
use crate::problems::Problems;

/// Reports each placeholder that is open; `free` are the fields that fill none.
pub(super) fn report(path: &PathLiteral, open: &[bool], free: &[String], problems: &mut Problems) {
    for (index, placeholder) in path.template.placeholders().enumerate() {
        if open.get(index) == Some(&true) {
            let message = message(&path.template, index, placeholder, free);
            problems.push(path.problem(&placeholder.range, &message));
        }
    }
}

fn message(path: &PathTemplate, index: usize, placeholder: &Placeholder, free: &[String]) -> String {
    let part = path.part(&placeholder.range);
    let which = match placeholder.again {
        0 => format!("`{part}`"),
        again => format!("the {} `{part}`", ordinal(again + 1)),
    };
    let own_name = path.own_name(placeholder);
    // The user's name is the better one; the path has to say so.
    if let Some(name) = own_name.as_ref().filter(|name| free.contains(name)) {
        return format!(
            "no field fills {which}; write `{}` for the field `{name}`",
            renamed(path, placeholder, name)
        );
    }
    if let Some(name) = placeholder.fields.iter().find(|name| free.contains(name)) {
        return format!("no field fills {which}: `{name}` is given another role; remove that");
    }
    let near =
        placeholder.fields.iter().find_map(|name| naming::nearest(name, free.iter().map(String::as_str)));
    if let Some(near) = near {
        return format!("no field fills {which}; did you mean `<{near}>`?");
    }
    let known: Vec<&str> = placeholder.fields.iter().map(String::as_str).collect();
    let taken = |name: &&str| {
        path.placeholders()
            .enumerate()
            .any(|(at, other)| at != index && other.fields.iter().any(|field| field == name))
    };
    let unused: Vec<String> =
        known.iter().filter(|name| !taken(name)).map(|name| format!("`{name}: String`")).collect();
    let own = own_name
        .map(|name| format!("`{}`, with a field `{name}: String`", renamed(path, placeholder, &name)));
    match (unused.is_empty(), own) {
        (true, Some(own)) => format!("no field fills {which}; write {own}"),
        (true, None) => format!(
            "no field fills {which}; add a field {}",
            known.iter().map(|name| format!("`{name}: String`")).collect::<Vec<_>>().join(" or ")
        ),
        (false, Some(own)) if placeholder.again > 0 => {
            format!("no field fills {which}; add a field {}, or write {own}", unused.join(" or "))
        }
        (false, _) => format!("no field fills {which}; add a field {}", unused.join(" or ")),
    }
}

/// The path with the name in that placeholder's place.
fn renamed(path: &PathTemplate, placeholder: &Placeholder, name: &str) -> String {
    let before = path.text.get(..placeholder.range.start).unwrap_or_default();
    let behind = path.text.get(placeholder.range.end..).unwrap_or_default();
    let run = if placeholder.is_run() { ".." } else { "" };
    format!("{before}<{name}{run}>{behind}")
}

fn ordinal(number: usize) -> String {
    match number {
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        number => format!("{number}th"),
    }
}
