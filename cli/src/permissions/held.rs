//! What a token has, beside what endpoints need.

use super::token::Token;
use crate::read::Permissions;

/// What a token has, beside what endpoints need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Endpoints that it doesn't do for, each with the least privileged permission that would.
    pub lacking: Vec<(String, String)>,
    /// Permissions that no endpoint needs.
    pub unused: Vec<String>,
    /// Permissions for which a less privileged one would do: what is held, and what would do.
    pub too_much: Vec<(String, String)>,
}

impl Token {
    /// Compares what it has with what these endpoints need.
    pub fn against<'e>(&self, endpoints: impl Iterator<Item = (&'e str, &'e Permissions)>) -> Held {
        let mut held = Held::default();
        let mut least: Vec<&str> = Vec::new();
        let mut known: Vec<(&str, &str)> = Vec::new();
        for (name, permissions) in endpoints {
            let list = self.kind.of(permissions);
            let Some(first) = list.first() else { continue };
            match list.iter().find(|permission| self.permissions.contains(permission)) {
                Some(permission) => least.push(permission),
                None => held.lacking.push((name.to_owned(), first.clone())),
            }
            known.extend(list.iter().map(|permission| (permission.as_str(), first.as_str())));
        }
        for permission in self.permissions.iter().filter(|name| !is_of_sign_in(name)) {
            let is_least = |first: &str| first == permission;
            let mut firsts = known.iter().filter(|(name, _)| name == permission).map(|(_, first)| *first);
            match firsts.next() {
                None => held.unused.push(permission.clone()),
                Some(first) if !is_least(first) && !firsts.any(is_least) => {
                    held.too_much.push((permission.clone(), first.to_owned()));
                }
                Some(_) if !least.contains(&permission.as_str()) => held.unused.push(permission.clone()),
                Some(_) => {}
            }
        }
        held
    }
}

/// Signing in brings these with it.
fn is_of_sign_in(name: &str) -> bool {
    matches!(name, "openid" | "profile" | "email" | "offline_access")
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::super::delegated;
    use super::*;

    #[test]
    fn beside_what_is_needed() {
        let users = delegated(&["User.Read.All", "Directory.Read.All"]);
        let mail = delegated(&["Mail.Read"]);
        let claims =
            "{\"aud\": \"https://graph.microsoft.com\", \"scp\": \"openid Directory.Read.All Files.Read\"}";
        let token = Token::parse(&format!("a.{}.b", URL_SAFE_NO_PAD.encode(claims))).unwrap();
        let held = token.against([("Users", &users), ("Mail", &mail)].into_iter());
        assert_eq!(held.lacking, [("Mail".to_owned(), "Mail.Read".to_owned())]);
        assert_eq!(held.unused, ["Files.Read"]);
        assert_eq!(held.too_much, [("Directory.Read.All".to_owned(), "User.Read.All".to_owned())]);
    }
}
