//! Tables of the values that a property can have: `Value | Description` under "Link types", `Member | Description`.

use super::text::plain;
use super::{Property, Table};

/// Words for a first column that lists values.
const VALUES: &[&str] = &["value", "values", "member", "members", "possible value", "possible values"];

/// Gives the values that the table lists to the properties that it is about; `false` if it lists none, or says of no
/// property of the page. `named` are the names that the prose above has.
pub(super) fn read(table: &Table, named: &[String], properties: &mut [Property]) -> bool {
    let Some(members) = listed(table) else { return false };
    let in_heading = table.headings.last().and_then(|heading| heading.split_whitespace().next());
    let names: Vec<&str> = named.iter().map(String::as_str).chain(in_heading).collect();
    let is_about = |property: &Property, name: &str| {
        let ty = property.ty.rsplit('.').next().unwrap_or_default();
        property.name.eq_ignore_ascii_case(name) || ty.eq_ignore_ascii_case(name)
    };
    let about = names.into_iter().find(|name| properties.iter().any(|property| is_about(property, name)));
    let Some(about) = about else { return false };
    for property in properties.iter_mut().filter(|property| is_about(property, about)) {
        property.members.clone_from(&members);
    }
    true
}

/// The names that a line of prose has in bold or as code: ``the values of the **type** parameter``.
pub(super) fn named(line: &str) -> Vec<String> {
    let pieces = |mark: &str| line.split(mark).skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let mut names = pieces("**");
    names.extend(pieces("`"));
    names.retain(|name| is_word(name));
    names
}

/// The words in the first column, if they are values.
fn listed(table: &Table) -> Option<Vec<String>> {
    let first = plain(table.header.first()?).to_ascii_lowercase();
    let is_of_values = VALUES.iter().any(|word| first == *word || first.ends_with(&format!(" {word}")));
    if !is_of_values || super::properties::is_table(table) {
        return None;
    }
    let cells = table.rows.iter().filter_map(|(_, cells)| cells.first());
    let words = cells.map(|cell| plain(cell).trim_matches(['`', '"', ' ']).to_owned()).collect::<Vec<_>>();
    let are_words = words.len() > 1 && words.iter().all(|word| is_word(word));
    // A new member reads as one that isn't known; this one only says that there will be some.
    are_words.then(|| words.into_iter().filter(|word| word != "unknownFutureValue").collect())
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
