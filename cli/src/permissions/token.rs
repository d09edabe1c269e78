//! What a token has, read from its claims without a network. The signature is not verified, and nothing of the token but
//! the names of permissions leaves this room.
//! <https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference>

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::needed::Kind;
use crate::read::Permissions;

/// The permissions of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Of an app alone, or with a user.
    pub kind: Kind,
    /// Their names, sorted.
    pub permissions: Vec<String>,
}

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

#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    scp: Option<String>,
    #[serde(default)]
    roles: Option<Vec<String>>,
}

impl Token {
    /// Reads the claims of a token.
    ///
    /// # Errors
    /// What is no JWT, as the tokens of personal accounts are none, or has no permissions. No part of it is in the message.
    pub fn parse(token: &str) -> Result<Self, String> {
        let no_jwt = || {
            "this is no JWT; give the access token of a work or school account, three parts with dots between, alone in the file"
                .to_owned()
        };
        let token = token.trim();
        let token = token.strip_prefix("Bearer ").unwrap_or(token).trim();
        let parts: Vec<&str> = token.split('.').collect();
        let [_, claims, _] = parts.as_slice() else { return Err(no_jwt()) };
        let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).map_err(|_| no_jwt())?;
        let claims: Claims = serde_json::from_slice(&claims).map_err(|_| no_jwt())?;
        let (kind, mut permissions) = match (claims.scp, claims.roles) {
            (Some(scopes), _) => (Kind::Delegated, scopes.split_whitespace().map(str::to_owned).collect()),
            (None, Some(roles)) => (Kind::Application, roles),
            (None, None) => {
                return Err(
                    "the token has neither `scp` nor `roles`; ask for one for Microsoft Graph".to_owned()
                );
            }
        };
        permissions.sort();
        permissions.dedup();
        Ok(Self { kind, permissions })
    }

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
    use super::*;

    fn token(claims: &str) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{}", encode("{\"alg\":\"RS256\"}"), encode(claims), encode("signature"))
    }

    fn delegated(names: &[&str]) -> Permissions {
        Permissions {
            delegated: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Permissions::default()
        }
    }

    #[test]
    fn both_kinds() {
        let user = Token::parse(&token("{\"scp\": \"User.Read Mail.Read\", \"roles\": [\"x\"]}")).unwrap();
        assert!(user.kind == Kind::Delegated && user.permissions == ["Mail.Read", "User.Read"]);
        let app = Token::parse(&format!("Bearer {}\n", token("{\"roles\": [\"User.Read.All\"]}"))).unwrap();
        assert!(app.kind == Kind::Application && app.permissions == ["User.Read.All"]);
    }

    #[test]
    fn what_is_no_token() {
        let secret = "EwAoA8l6BAAUO9chh8cJscQLmU+LSWpbnr0vmwwAAQ";
        for text in ["", secret, "a.b", &format!("{secret}.{secret}.{secret}"), &token("{}"), &token("[]")] {
            let message = Token::parse(text).err().unwrap_or_default();
            assert!(!message.is_empty() && !message.contains("EwAo"), "{text}: {message}");
        }
    }

    #[test]
    fn beside_what_is_needed() {
        let users = delegated(&["User.Read.All", "Directory.Read.All"]);
        let mail = delegated(&["Mail.Read"]);
        let token = Token::parse(&token("{\"scp\": \"openid Directory.Read.All Files.Read\"}")).unwrap();
        let held = token.against([("Users", &users), ("Mail", &mail)].into_iter());
        assert_eq!(held.lacking, [("Mail".to_owned(), "Mail.Read".to_owned())]);
        assert_eq!(held.unused, ["Files.Read"]);
        assert_eq!(held.too_much, [("Directory.Read.All".to_owned(), "User.Read.All".to_owned())]);
    }
}
