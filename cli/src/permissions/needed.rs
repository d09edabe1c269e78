//! What endpoints need together: of each list the least privileged permission, unless another that is needed anyway does
//! for it as well.

use std::collections::{BTreeMap, BTreeSet};

use crate::read::Permissions;

/// A kind of permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Of an app with a signed-in user, work or school account.
    Delegated,
    /// With a personal account.
    DelegatedPersonal,
    /// Of an app alone.
    Application,
}

/// What is needed of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needed {
    /// The permissions, each with the endpoints that need it.
    pub permissions: BTreeMap<String, Vec<String>>,
    /// Endpoints that say nothing of this kind.
    pub silent: Vec<String>,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Delegated, Self::DelegatedPersonal, Self::Application];

    /// As a declaration has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Delegated => "delegated",
            Self::DelegatedPersonal => "delegated_personal",
            Self::Application => "application",
        }
    }

    /// The list of this kind.
    pub fn of(self, permissions: &Permissions) -> &[String] {
        match self {
            Self::Delegated => &permissions.delegated,
            Self::DelegatedPersonal => &permissions.delegated_personal,
            Self::Application => &permissions.application,
        }
    }
}

/// What these endpoints need of a kind.
pub fn needed<'e>(kind: Kind, endpoints: impl Iterator<Item = (&'e str, &'e Permissions)>) -> Needed {
    let mut needed = Needed::default();
    let mut lists: Vec<(&str, &[String])> = Vec::new();
    for (name, permissions) in endpoints {
        match kind.of(permissions) {
            [] => needed.silent.push(name.to_owned()),
            list => lists.push((name, list)),
        }
    }
    let mut chosen: BTreeSet<&str> =
        lists.iter().filter_map(|(_, list)| list.first()).map(String::as_str).collect();
    for candidate in chosen.clone() {
        let does_without =
            |list: &[String]| list.iter().any(|name| name != candidate && chosen.contains(name.as_str()));
        let mut users = lists.iter().filter(|(_, list)| list.first().is_some_and(|least| least == candidate));
        if users.all(|(_, list)| does_without(list)) {
            chosen.remove(candidate);
        }
    }
    for (name, list) in lists {
        if let Some(permission) = list.iter().find(|name| chosen.contains(name.as_str())) {
            needed.permissions.entry(permission.clone()).or_default().push(name.to_owned());
        }
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::super::delegated;
    use super::*;

    #[test]
    fn a_permission_that_is_needed_anyway_does_for_others() {
        let users = delegated(&["User.Read.All", "Directory.Read.All"]);
        let groups = delegated(&["Directory.Read.All"]);
        let mail = delegated(&["Mail.Read"]);
        let none = Permissions::default();
        let endpoints = [("Users", &users), ("Groups", &groups), ("Mail", &mail), ("Ping", &none)];
        let found = needed(Kind::Delegated, endpoints.into_iter());
        let names: Vec<_> =
            found.permissions.iter().map(|(name, of)| (name.as_str(), of.join(" "))).collect();
        assert_eq!(
            names,
            [("Directory.Read.All", "Users Groups".to_owned()), ("Mail.Read", "Mail".to_owned())]
        );
        assert_eq!(found.silent, ["Ping"]);
        assert_eq!(needed(Kind::Application, endpoints.into_iter()).silent.len(), 4);
    }
}
