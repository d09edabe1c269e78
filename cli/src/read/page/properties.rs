//! Tables of properties, parameters and headers.

use super::text::plain;
use super::{Table, Warning};
use crate::read::{Property, Section};

/// Whether a table is, by its heading and its columns, of properties.
pub(super) fn is_table(table: &Table) -> bool {
    section(table).is_some_and(|section| Columns::of(table, section).is_some())
}

/// What a table says of properties. A table of something else, and a row without a name, is a warning.
pub(super) fn read(table: &Table, warnings: &mut Vec<Warning>) -> Vec<Property> {
    let Some((section, columns)) =
        section(table).and_then(|section| Some((section, Columns::of(table, section)?)))
    else {
        let header = table.header.join("|");
        let message = format!(
            "the table `{header}` is neither of permissions nor, by its heading and its columns, of properties; it is not read"
        );
        warnings.push(Warning { line: table.line, message });
        return Vec::new();
    };
    let mut properties = Vec::new();
    for (line, cells) in &table.rows {
        let cell =
            |at: Option<usize>| at.and_then(|at| cells.get(at)).map(|cell| plain(cell)).unwrap_or_default();
        let written = cell(Some(columns.name));
        // A header's name can have one of its values behind it: `Prefer: outlook.timezone`.
        let written = match written.split_once(':') {
            Some((name, _)) if section == Section::Headers => name.to_owned(),
            _ => written,
        };
        let names = property_names(&written);
        if names.is_empty() {
            if cells.iter().any(|cell| !cell.is_empty()) {
                let message = format!("`{written}` is no name of a property; this row is not read");
                warnings.push(Warning { line: *line, message });
            }
            continue;
        }
        let description = cell(columns.description);
        let says_nothing = description.contains("TODO:")
            || description.trim_end_matches('.').eq_ignore_ascii_case("not yet documented");
        let description = if says_nothing { String::new() } else { description };
        let ty = cell(columns.ty);
        properties.extend(names.into_iter().map(|name| Property {
            name,
            ty: ty.clone(),
            description: description.clone(),
            section,
            line: *line,
            members: Vec::new(),
        }));
    }
    properties
}

/// The names that a row is about: one, or several as in `start, end` and `latitude and longitude`; none if any part of
/// the cell is no name, since half of a remark would be a property that doesn't exist.
fn property_names(cell: &str) -> Vec<String> {
    if let Some(name) = property_name(cell) {
        return vec![name];
    }
    let words = cell.split_whitespace().map(|word| match word.trim_matches('`') {
        "and" | "or" | "&" => ",",
        _ => word,
    });
    let parts = words.collect::<Vec<_>>().join(" ");
    let parts = parts.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(property_name).collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// `name`, or `name (optional)`; nothing, for several names or a remark.
fn property_name(cell: &str) -> Option<String> {
    let cell = cell.trim_matches(['`', '*', ' ']);
    let cell = cell.strip_prefix('_').and_then(|cell| cell.strip_suffix('_')).unwrap_or(cell);
    let (name, remark) = cell.split_once(' ').unwrap_or((cell, ""));
    let name = name.trim_matches('`');
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '@' | '$' | '_'))
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "@$._-".contains(c));
    let remark = remark.trim_start_matches([' ', '*', '_']).to_ascii_lowercase();
    let is_remark = ["", "optional", "required", "deprecated"].contains(&remark.as_str())
        || remark.starts_with(['(', '[']);
    (is_name && is_remark).then(|| name.to_owned())
}

/// Words for a first column that names properties.
const NAMES: &[&str] = &[
    "property",
    "parameter",
    "name",
    "properties",
    "parameters",
    "property name",
    "parameter name",
    "query parameter",
    "path parameter",
    "function parameter",
];

/// Where the columns are.
struct Columns {
    name: usize,
    ty: Option<usize>,
    description: Option<usize>,
}

impl Columns {
    fn of(table: &Table, section: Section) -> Option<Self> {
        let column = |names: &[&str]| {
            table.header.iter().position(|cell| names.contains(&plain(cell).to_ascii_lowercase().as_str()))
        };
        let ty = column(&["type", "data type", "value type"])
            .or_else(|| column(&["value"]).filter(|_| section == Section::Body));
        let needs_type = matches!(section, Section::Body | Section::Response);
        Some(Self {
            name: column(NAMES).or(Some(0).filter(|_| section == Section::Headers))?,
            ty: if needs_type { Some(ty?) } else { ty },
            description: column(&["description"])
                .or_else(|| column(&["notes"]))
                .or_else(|| column(&["value"])),
        })
    }
}

/// What the table is about, by the headings that it stands under.
fn section(table: &Table) -> Option<Section> {
    let kind = plain(table.header.first()?).to_ascii_lowercase();
    let under = |word: &str| table.headings.iter().any(|heading| heading.to_ascii_lowercase().contains(word));
    if under("header") {
        return Some(Section::Headers);
    }
    if !NAMES.contains(&kind.as_str()) {
        return None;
    }
    if under("body") {
        Some(Section::Body)
    } else if under("query") {
        Some(Section::Query)
    } else if under("function parameters") || under("path parameters") {
        Some(Section::Parameters)
    } else if under("response") || under("properties") {
        Some(Section::Response)
    } else if kind.contains("parameter") {
        Some(Section::Parameters)
    } else {
        None
    }
}
