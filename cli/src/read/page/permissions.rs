//! Permissions tables: a row for each kind of account, or a row for each resource.

use super::text::plain;
use super::{Table, Warning};
use crate::read::Permissions;

/// The permissions that a page lists, perhaps for one of several resources.
#[derive(Clone, Debug, Default)]
pub(super) struct Granted {
    /// The resource, or the heading, that they are for.
    pub(super) resource: Option<String>,
    pub(super) permissions: Permissions,
    /// What the lists can't say.
    pub(super) notes: Vec<String>,
}

/// Whether the table lists permissions.
pub(super) fn is_table(table: &Table) -> bool {
    let is_kind = |cell: &&String| account(cell).is_some();
    let begins = |cells: &[String]| cells.first().is_some_and(|cell| is_kind(&cell));
    let has_header = table.header.first().is_some_and(|cell| {
        let cell = cell.to_ascii_lowercase();
        cell.contains("permission type") || cell.contains("permission scope")
    });
    has_header
        || table.header.iter().filter(is_kind).count() > 1
        || table.rows.iter().any(|(_, cells)| begins(cells))
}

/// Reads a table; one that has a row for each resource gives one for each.
pub(super) fn read(table: &Table, warnings: &mut Vec<Warning>) -> Vec<Granted> {
    let columns: Vec<Option<Account>> = table.header.iter().map(String::as_str).map(account).collect();
    let resource = table
        .headings
        .last()
        .filter(|heading| !["permission", "permissions"].contains(&heading.to_ascii_lowercase().as_str()))
        .cloned();
    if columns.iter().flatten().count() > 1 {
        return table
            .rows
            .iter()
            .map(|(line, cells)| {
                let mut granted =
                    Granted { resource: cells.first().map(|cell| plain(cell)), ..Granted::default() };
                for (column, cell) in columns.iter().zip(cells) {
                    if let Some(account) = column {
                        granted.add(*account, &[cell.as_str()], *line, false, warnings);
                    }
                }
                granted
            })
            .collect();
    }
    let least_privileged_last = table.header.iter().any(|cell| cell.contains("from most to least"));
    let mut granted = Granted { resource, ..Granted::default() };
    for (line, cells) in &table.rows {
        let Some((first, rest)) = cells.split_first() else { continue };
        let Some(account) = account(first) else {
            let message = format!("`{first}` is no kind of account; this row of the permissions is not read");
            warnings.push(Warning { line: *line, message });
            continue;
        };
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        granted.add(account, &rest, *line, least_privileged_last, warnings);
    }
    vec![granted]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Account {
    Work,
    Personal,
    Application,
}

impl Account {
    fn words(self) -> &'static str {
        match self {
            Self::Work => "delegated",
            Self::Personal => "delegated (personal account)",
            Self::Application => "application",
        }
    }
}

fn account(cell: &str) -> Option<Account> {
    let cell = plain(cell).to_ascii_lowercase();
    let cell = cell.trim_matches(['`', '*', ' ', '.']);
    if cell.starts_with("delegated (personal") || cell.starts_with("delegated(personal") {
        Some(Account::Personal)
    } else if cell.starts_with("delegated") {
        Some(Account::Work)
    } else if cell == "application" || cell.starts_with("application (") || cell == "app-only" {
        Some(Account::Application)
    } else {
        None
    }
}

impl Granted {
    fn add(
        &mut self,
        account: Account,
        cells: &[&str],
        line: usize,
        least_privileged_last: bool,
        warnings: &mut Vec<Warning>,
    ) {
        let mut names: Vec<String> = Vec::new();
        for cell in cells {
            let cell = plain(cell);
            if says_none(&cell) {
                continue;
            }
            for piece in cell.split([',', ';']).map(str::trim).filter(|piece| !piece.is_empty()) {
                let piece = piece.trim_start_matches("or ").trim_start_matches("and ");
                for alternative in piece.split(" or ") {
                    let together: Vec<&str> =
                        alternative.split(" and ").flat_map(str::split_whitespace).map(bare).collect();
                    if !together.iter().all(|name| is_permission(name)) {
                        let message = format!("`{alternative}` is no permission; it is not read");
                        warnings.push(Warning { line, message });
                        continue;
                    }
                    if alternative.contains(" and ") {
                        self.notes.push(format!(
                            "Permissions, {}: `{}` are needed together.",
                            account.words(),
                            together.join("` and `")
                        ));
                    }
                    for name in together {
                        if !names.iter().any(|known| known == name) {
                            names.push(name.to_owned());
                        }
                    }
                }
            }
        }
        if least_privileged_last {
            names.reverse();
        }
        let list = match account {
            Account::Work => &mut self.permissions.delegated,
            Account::Personal => &mut self.permissions.delegated_personal,
            Account::Application => &mut self.permissions.application,
        };
        list.extend(names);
    }
}

/// A name without the marks around it, and without a footnote's.
fn bare(name: &str) -> &str {
    name.trim_matches(['.', '*', '`', '(', ')', ':']).trim_end_matches(['¹', '²', '³'])
}

/// `User.Read.All`, `eDiscovery.Read.All`, `openid`.
fn is_permission(name: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    matches!(name, "openid" | "email" | "profile" | "offline_access")
        || name.contains('.') && name.split('.').all(is_word)
}

/// The phrases for "there is none".
fn says_none(cell: &str) -> bool {
    let cell = cell.to_ascii_lowercase();
    let cell = cell.trim_matches(['.', ' ', '*', '`']);
    [
        "",
        "-",
        "none",
        "n/a",
        "na",
        "not available",
        "not supported",
        "not applicable",
        "not required",
        "none required",
        "no permissions required",
    ]
    .contains(&cell)
        || cell.starts_with("not supported")
        || cell.starts_with("not available")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn granted(cell: &str) -> (Vec<String>, usize, usize) {
        let mut granted = Granted::default();
        let mut warnings = Vec::new();
        granted.add(Account::Work, &[cell], 1, false, &mut warnings);
        (granted.permissions.delegated, granted.notes.len(), warnings.len())
    }

    #[test]
    fn cells() {
        for (cell, names, notes, warnings) in [
            ("User.Read, User.ReadWrite.All", vec!["User.Read", "User.ReadWrite.All"], 0, 0),
            ("eDiscovery.Read.All and Device.Read.All", vec!["eDiscovery.Read.All", "Device.Read.All"], 1, 0),
            ("`User.Read` or `user.read.all`*", vec!["User.Read", "user.read.all"], 0, 0),
            ("[User.Read](x.md)<br>openid", vec!["User.Read", "openid"], 0, 0),
            ("Not supported.", vec![], 0, 0),
            ("**TODO: say which.**", vec![], 0, 1),
            ("Ask the owner, User.Read", vec!["User.Read"], 0, 1),
        ] {
            assert_eq!(
                granted(cell),
                (names.into_iter().map(str::to_owned).collect(), notes, warnings),
                "{cell}"
            );
        }
    }
}
