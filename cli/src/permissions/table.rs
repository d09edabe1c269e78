//! The published table: of each permission the methods and paths that it allows, and where it is the least privileged one.
//! <https://github.com/microsoftgraph/microsoft-graph-devx-content/tree/master/permissions>

use std::collections::HashMap;

use serde::Deserialize;

use crate::read::Permissions;

/// The table, by method and path.
#[derive(Debug, Default)]
pub struct Table {
    /// Each with the permissions that allow it.
    operations: HashMap<(String, String), Vec<Grant>>,
}

/// A permission that allows an operation.
#[derive(Clone, Debug)]
struct Grant {
    scheme: Scheme,
    is_least: bool,
    level: u32,
    name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Work,
    Personal,
    Application,
}

/// What a declaration says otherwise than the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// `lower-case problem; what to write instead`
    pub message: String,
}

#[derive(Deserialize)]
struct File {
    permissions: HashMap<String, Permission>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Permission {
    #[serde(default)]
    schemes: HashMap<String, Described>,
    #[serde(default)]
    path_sets: Vec<PathSet>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    #[serde(default)]
    privilege_level: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PathSet {
    #[serde(default)]
    scheme_keys: Vec<String>,
    #[serde(default)]
    methods: Vec<String>,
    #[serde(default)]
    paths: HashMap<String, String>,
}

impl Table {
    /// Reads `permissions.json`.
    ///
    /// # Errors
    /// What is no such file.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let file: File = serde_json::from_slice(json).map_err(|error| {
            format!("this is no table of permissions; give `permissions.json` as it is published: {error}")
        })?;
        let mut table = Self::default();
        for (name, permission) in &file.permissions {
            for set in &permission.path_sets {
                for (path, facts) in &set.paths {
                    let path = normalized(path);
                    let least: Vec<&str> = facts
                        .split(';')
                        .filter_map(|fact| fact.trim().strip_prefix("least="))
                        .flat_map(|schemes| schemes.split(','))
                        .map(str::trim)
                        .collect();
                    for key in &set.scheme_keys {
                        let Some(scheme) = Scheme::named(key) else { continue };
                        let level = permission.schemes.get(key).map_or(u32::MAX, |said| said.privilege_level);
                        let is_least = least.contains(&key.as_str());
                        for method in &set.methods {
                            let grants = table.operations.entry((method.clone(), path.clone())).or_default();
                            if !grants.iter().any(|grant| grant.name == *name && grant.scheme == scheme) {
                                grants.push(Grant { scheme, is_least, level, name: name.clone() });
                            }
                        }
                    }
                }
            }
        }
        for grants in table.operations.values_mut() {
            grants.sort_by(|a, b| (!a.is_least, a.level, &a.name).cmp(&(!b.is_least, b.level, &b.name)));
        }
        Ok(table)
    }

    /// The permissions of an operation, least privileged first; `None` if the table doesn't have it.
    pub fn of(&self, method: &str, path: &str) -> Option<Permissions> {
        let grants = self.operations.get(&(method.to_owned(), normalized(path)))?;
        let list = |scheme: Scheme| {
            grants.iter().filter(|grant| grant.scheme == scheme).map(|grant| grant.name.clone()).collect()
        };
        Some(Permissions {
            delegated: list(Scheme::Work),
            delegated_personal: list(Scheme::Personal),
            application: list(Scheme::Application),
        })
    }

    /// What a declaration says otherwise.
    pub fn mismatches(&self, method: &str, path: &str, declared: &Permissions) -> Vec<Mismatch> {
        let mismatch = |message: String| Mismatch { message };
        let Some(published) = self.of(method, path) else {
            return vec![mismatch("the table doesn't have this operation; read its page".to_owned())];
        };
        let lists = [
            ("delegated", &declared.delegated, &published.delegated),
            ("delegated_personal", &declared.delegated_personal, &published.delegated_personal),
            ("application", &declared.application, &published.application),
        ];
        let mut found = Vec::new();
        for (list, declared, published) in lists {
            for name in declared.iter().filter(|name| !published.contains(name)) {
                let help = match published.first() {
                    Some(least) => format!("write `{least}`"),
                    None => "nothing of this kind does; remove it".to_owned(),
                };
                found.push(mismatch(format!("`{list}`: `{name}` doesn't allow this; {help}")));
            }
            match (declared.first(), published.first()) {
                (None, Some(least)) => {
                    found.push(mismatch(format!("`{list}` is missing; write `{list} = [\"{least}\"]`")));
                }
                (Some(first), Some(least)) if first != least && published.contains(first) => found.push(
                    mismatch(format!("`{list}`: `{least}` is less privileged; write it before `{first}`")),
                ),
                _ => {}
            }
        }
        found
    }

    /// How many operations it has.
    pub fn len(&self) -> usize {
        self.operations.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }
}

impl Scheme {
    fn named(key: &str) -> Option<Self> {
        match key {
            "DelegatedWork" => Some(Self::Work),
            "DelegatedPersonal" => Some(Self::Personal),
            "Application" => Some(Self::Application),
            _ => None,
        }
    }
}

/// A path without what two spellings of it differ in: letter case, names of placeholders, quotes, Graph's namespace.
fn normalized(path: &str) -> String {
    let path = path.to_ascii_lowercase().replace("%20", " ").replace('\'', "");
    let mut out = String::with_capacity(path.len());
    let mut depth = 0_u32;
    for c in path.trim_end_matches('/').chars() {
        match c {
            '{' | '<' => {
                if depth == 0 {
                    out.push_str("{}");
                }
                depth += 1;
            }
            '}' | '>' => depth = depth.saturating_sub(1),
            ' ' => {}
            _ if depth > 0 => {}
            c => out.push(c),
        }
    }
    // A function without parameters is written with its parentheses or without.
    out.replace("/microsoft.graph.", "/").replace("()", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        for (a, b) in [
            ("/users/<id>/messages/<message_id>", "/users/{id}/messages/{id}"),
            ("/reports/getX(period='<period>')", "/reports/getx(period={value})"),
            ("/users/delta()", "/users/delta"),
            ("/groups/{group-id}/members/microsoft.graph.user", "/groups/{id}/members/user"),
            ("/range(rows=<a>,%20columns=<b>)/", "/range(rows={value}, columns={value})"),
        ] {
            assert_eq!(normalized(a), normalized(b), "{a}");
        }
    }
}
