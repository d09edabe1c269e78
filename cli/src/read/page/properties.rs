//! Tables of properties and parameters.

use super::Table;
use super::markdown::plain;
use crate::read::{Property, Section};

/// What a table says of properties; nothing, if it is of something else.
pub(super) fn read(table: &Table) -> Vec<Property> {
    let Some(section) = section(table) else { return Vec::new() };
    let column = |names: &[&str]| {
        table.header.iter().position(|cell| names.contains(&plain(cell).to_ascii_lowercase().as_str()))
    };
    let Some(name) = column(&["property", "parameter", "name", "properties", "parameters"]) else {
        return Vec::new();
    };
    let ty = column(&["type", "data type", "value type"]);
    let description = column(&["description", "value", "notes"]);
    if ty.is_none() && section != Section::Parameters {
        return Vec::new();
    }
    let rows = table.rows.iter().filter_map(|(_, cells)| {
        let cell =
            |at: Option<usize>| at.and_then(|at| cells.get(at)).map(|cell| plain(cell)).unwrap_or_default();
        let name = cell(Some(name));
        let name = name.trim_matches(['`', '*', ' ']).split(' ').next().unwrap_or_default().to_owned();
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '@' | '$' | '_'))
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "@$._-".contains(c));
        let description = cell(description);
        let description = if description.contains("TODO:") { String::new() } else { description };
        is_name.then(|| Property { name, ty: cell(ty), description, section })
    });
    rows.collect()
}

/// What the table is about, by the headings that it stands under.
fn section(table: &Table) -> Option<Section> {
    let kind = plain(table.header.first()?).to_ascii_lowercase();
    if !matches!(kind.as_str(), "property" | "parameter" | "name" | "properties" | "parameters") {
        return None;
    }
    let under = |word: &str| table.headings.iter().any(|heading| heading.to_ascii_lowercase().contains(word));
    if under("header") {
        None
    } else if under("body") {
        Some(Section::Body)
    } else if under("query") || under("function parameters") || under("path parameters") {
        Some(Section::Parameters)
    } else if under("response") || under("properties") {
        Some(Section::Response)
    } else if kind.starts_with("parameter") {
        Some(Section::Parameters)
    } else {
        None
    }
}
