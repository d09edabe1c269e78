//! What a token has, read from its claims without a network. The signature is not verified, and nothing of the token but
//! the names of permissions leaves this room.
//! <https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference>

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use super::needed::Kind;

/// The permissions of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Of an app alone, or with a user.
    pub kind: Kind,
    /// Their names, sorted.
    pub permissions: Vec<String>,
    /// How many roles in the directory it names; they allow what no permission shows.
    pub directory_roles: usize,
    /// When it ends, in seconds since 1970, if it says so.
    expires: Option<u64>,
}

/// Microsoft Graph, as tokens of version 1 and 2 name what they are for: its id in all clouds, or its root in one of them.
/// <https://learn.microsoft.com/graph/deployments>
const AUDIENCES: &[&str] = &[
    "00000003-0000-0000-c000-000000000000",
    "https://graph.microsoft.com",
    "https://graph.microsoft.us",
    "https://dod-graph.microsoft.us",
    "https://microsoftgraph.chinacloudapi.cn",
];

/// The tenant that all personal accounts are in.
/// <https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference#payload-claims>
const PERSONAL: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// The role that every user has.
/// <https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference>
const EVERY_USER: &str = "b79fbf4d-3ef9-4689-8143-76b194e85509";

/// Where a token stands in JSON: OAuth's response, and what `az account get-access-token` prints.
/// <https://www.rfc-editor.org/rfc/rfc6749#section-5.1>
const IN_JSON: &[&str] = &["access_token", "accessToken"];

const NO_JWT: &str = "this is no access token that can be read; give one of a work or school account, three parts with dots between, alone or in the token endpoint's JSON response";

#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    aud: Texts,
    ver: Option<String>,
    scp: Option<Texts>,
    roles: Option<Vec<String>>,
    idtyp: Option<String>,
    #[serde(default)]
    wids: Vec<String>,
    exp: Option<f64>,
    tid: Option<String>,
}

/// One text, or several: `aud` may be either.
#[derive(Deserialize)]
#[serde(untagged)]
enum Texts {
    One(String),
    Several(Vec<String>),
}

impl Token {
    /// Reads the claims of a token: alone, behind `Bearer`, broken into lines, in quotes, or in a token endpoint's response.
    ///
    /// # Errors
    /// What is no token for Microsoft Graph, or can't be read, as those of personal accounts and encrypted ones. No part of
    /// it is in the message.
    pub fn parse(text: &str) -> Result<Self, String> {
        let token = found_in(text)?;
        let parts: Vec<&str> = token.split('.').collect();
        let claims = match parts.as_slice() {
            [_, claims, _] => *claims,
            // <https://www.rfc-editor.org/rfc/rfc7516#section-3.1>
            [_, _, _, _, _] => {
                return Err("the token is encrypted, and only the service that it is for can read it; ask for an access token for Microsoft Graph".to_owned());
            }
            _ => return Err(NO_JWT.to_owned()),
        };
        let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).map_err(|_| NO_JWT.to_owned())?;
        let claims: Claims = serde_json::from_slice(&claims).map_err(|_| NO_JWT.to_owned())?;
        Self::of(claims)
    }

    fn of(claims: Claims) -> Result<Self, String> {
        is_for_graph(&claims)?;
        let is_personal = claims.tid.as_deref() == Some(PERSONAL);
        let delegated = if is_personal { Kind::DelegatedPersonal } else { Kind::Delegated };
        let (kind, mut permissions) = match (claims.idtyp.as_deref(), claims.scp, claims.roles) {
            (Some("app"), _, roles) => (Kind::Application, roles.unwrap_or_default()),
            // The roles beside are the user's.
            (_, Some(scopes), _) => (delegated, scopes.words()),
            (_, None, Some(roles)) => (Kind::Application, roles),
            (_, None, None) => {
                return Err("the token has no permissions, neither `scp` nor `roles`; grant some and consent to them, then ask for another one".to_owned());
            }
        };
        // They are printed, and a file can hold anything.
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if !permissions.iter().all(|name| name.chars().all(is_name)) {
            return Err(
                "the token's permissions hold a character that none has; ask for another one".to_owned()
            );
        }
        permissions.sort();
        permissions.dedup();
        let directory_roles = claims.wids.iter().filter(|role| *role != EVERY_USER).count();
        // No date is further away than that.
        let expires = claims.exp.filter(|at| (0.0..1e15).contains(at));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within")]
        Ok(Self { kind, permissions, directory_roles, expires: expires.map(|at| at as u64) })
    }

    /// Whether it has ended, so many seconds after 1970.
    pub fn is_expired(&self, now: u64) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Texts {
    fn words(&self) -> Vec<String> {
        let all = match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Several(texts) => texts,
        };
        all.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect()
    }
}

/// The token in a text, without what stands around it and the breaks in it.
fn found_in(text: &str) -> Result<String, String> {
    let mut text = text.trim().to_owned();
    if text.starts_with(['{', '"']) {
        text = match serde_json::from_str(&text).map_err(|_| NO_JWT.to_owned())? {
            Value::String(token) => token,
            json => {
                let named = |name: &&str| json.get(*name)?.as_str().map(str::to_owned);
                IN_JSON.iter().find_map(named).ok_or_else(|| {
                    let what = match json.get("error") {
                        Some(_) => "this is the token endpoint's error, not its token; sign in again",
                        None => "this JSON has no `access_token`; give the token endpoint's response, or the token alone",
                    };
                    what.to_owned()
                })?
            }
        };
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_in_front =
        |word: &&&str| word.eq_ignore_ascii_case("bearer") || word.eq_ignore_ascii_case("authorization:");
    let in_front = words.iter().take(2).take_while(is_in_front).count();
    match words.get(in_front..).unwrap_or_default().concat() {
        token if token.is_empty() => {
            Err(format!("there is no token here; {}", NO_JWT.split_once("; ").unwrap_or_default().1))
        }
        token => Ok(token),
    }
}

/// Whether it is for Microsoft Graph, and of a version whose claims are known.
fn is_for_graph(claims: &Claims) -> Result<(), String> {
    let audiences = claims.aud.words();
    if audiences.is_empty() {
        return Err(
            "the token doesn't say what it is for (`aud`); ask for an access token for Microsoft Graph"
                .to_owned(),
        );
    }
    let is_graph = |audience: &String| {
        AUDIENCES.iter().any(|known| known.eq_ignore_ascii_case(audience.trim_end_matches('/')))
    };
    if !audiences.iter().any(is_graph) {
        return Err(
            "the token is for another service than Microsoft Graph; ask for one with the scope `https://graph.microsoft.com/.default`, as `az account get-access-token --resource-type ms-graph` does".to_owned(),
        );
    }
    match claims.ver.as_deref() {
        None | Some("1.0" | "2.0") => Ok(()),
        Some(_) => Err(
            "the token is of another version than 1.0 and 2.0; take a newer `cargo graph`, or ask for one of version 2.0".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRAPH: &str = "\"aud\": \"00000003-0000-0000-c000-000000000000\"";

    fn token(claims: &str) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{}", encode("{\"alg\":\"RS256\"}"), encode(claims), encode("signature"))
    }

    fn of(claims: &str) -> Result<Token, String> {
        Token::parse(&token(&format!("{{{claims}}}")))
    }

    #[test]
    fn kinds() {
        for (claims, kind, permissions) in [
            (
                "\"scp\": \"User.Read Mail.Read\", \"roles\": [\"x\"]",
                Kind::Delegated,
                vec!["Mail.Read", "User.Read"],
            ),
            ("\"scp\": \"User.Read\", \"idtyp\": \"user\"", Kind::Delegated, vec!["User.Read"]),
            ("\"roles\": [\"User.Read.All\", \"User.Read.All\"]", Kind::Application, vec!["User.Read.All"]),
            ("\"roles\": [\"User.Read.All\"], \"idtyp\": \"app\"", Kind::Application, vec!["User.Read.All"]),
            // Of an app that was granted nothing.
            ("\"idtyp\": \"app\"", Kind::Application, vec![]),
            (
                "\"scp\": \"User.Read\", \"tid\": \"9188040d-6c67-4c5b-b112-36a304b66dad\"",
                Kind::DelegatedPersonal,
                vec!["User.Read"],
            ),
        ] {
            let token = of(&format!("{GRAPH}, {claims}")).unwrap();
            assert_eq!(
                (token.kind, token.permissions),
                (kind, permissions.into_iter().map(str::to_owned).collect()),
                "{claims}"
            );
        }
    }

    #[test]
    fn audiences_and_versions() {
        let scp = "\"scp\": \"User.Read\"";
        for audience in [
            "00000003-0000-0000-c000-000000000000",
            "00000003-0000-0000-C000-000000000000",
            "https://graph.microsoft.com",
            "https://graph.microsoft.com/",
            "https://Graph.Microsoft.com/",
            "https://graph.microsoft.us",
            "https://dod-graph.microsoft.us/",
            "https://microsoftgraph.chinacloudapi.cn",
        ] {
            for version in ["", ", \"ver\": \"1.0\"", ", \"ver\": \"2.0\""] {
                of(&format!("\"aud\": \"{audience}\", {scp}{version}")).unwrap();
            }
        }
        of(&format!("\"aud\": [\"https://graph.microsoft.com\"], {scp}")).unwrap();
        for audience in [
            "https://management.azure.com/",
            "https://management.core.windows.net/",
            "797f4846-ba00-4fd7-ba43-dac1f8f63013",
            "https://graph.microsoft.com.example.com",
            "http://graph.microsoft.com",
            "https://graph.windows.net",
            "api://0f5c1b1e-secret",
        ] {
            let message = of(&format!("\"aud\": \"{audience}\", {scp}")).unwrap_err();
            assert!(message.contains("for another service than Microsoft Graph; ask for one"), "{message}");
            assert!(!message.contains("secret") && !message.contains("0f5c"), "{message}");
        }
        assert!(of(scp).unwrap_err().contains("doesn't say what it is for"));
        assert!(
            of(&format!("{GRAPH}, {scp}, \"ver\": \"3.0\""))
                .unwrap_err()
                .contains("another version than 1.0")
        );
    }

    #[test]
    fn what_stands_around_it() {
        let bare = token(&format!("{{{GRAPH}, \"scp\": \"User.Read\"}}"));
        let plain = Token::parse(&bare).unwrap();
        let (start, end) = bare.split_at(70);
        for text in [
            format!("Bearer {bare}\n"),
            format!("bearer  {bare}"),
            format!("Authorization: Bearer {bare}\r\n"),
            format!("{start}\r\n{end}\r\n"),
            format!("Bearer\n{start}\n {end}"),
            format!("\"{bare}\"\n"),
            format!("{{\"token_type\": \"Bearer\", \"expires_in\": 3599, \"access_token\": \"{bare}\"}}"),
            format!("{{\n  \"accessToken\": \"{bare}\",\n  \"tokenType\": \"Bearer\"\n}}\n"),
            format!("{{\"access_token\": \"Bearer {bare}\"}}"),
        ] {
            assert_eq!(Token::parse(&text).as_ref(), Ok(&plain), "{text}");
        }
    }

    #[test]
    fn what_is_no_token() {
        let secret = "EwAoA8l6BAAUO9chh8cJscQLmU+LSWpbnr0vmwwAAQ";
        let json = |body: &str| format!("{{\"error\": \"{secret}\"{body}}}");
        for (text, expected) in [
            ("", "there is no token here; give one"),
            ("Bearer \n", "there is no token here"),
            (secret, "this is no access token that can be read; give one"),
            ("a.b", "this is no access token"),
            (&format!("{secret}.{secret}.{secret}"), "this is no access token"),
            (&format!("{secret}.{secret}.{secret}.{secret}.{secret}"), "the token is encrypted"),
            (&token("[]"), "this is no access token"),
            (&token(&format!("{{{GRAPH}")), "this is no access token"),
            (&token(&format!("{{{GRAPH}, \"scp\": 7}}")), "this is no access token"),
            (&token(&format!("{{{GRAPH}}}")), "has no permissions, neither `scp` nor `roles`; grant some"),
            (&token(&format!("{{{GRAPH}, \"roles\": [\"a\\u001b[31m\"]}}")), "a character that none has"),
            (&json(""), "the token endpoint's error, not its token; sign in again"),
            ("{\"id_token\": \"EwAo.EwAo.EwAo\"}", "this JSON has no `access_token`"),
            ("{\"access_token\": ", "this is no access token"),
        ] {
            let message = Token::parse(text).err().unwrap_or_default();
            assert!(message.contains(expected), "{text}: {message}");
            assert!(!message.contains("EwAo") && !message.contains('\u{1b}'), "{text}: {message}");
        }
    }

    /// Nothing that anybody could give makes it panic or shows up in what it says.
    #[test]
    fn cut_anywhere() {
        let whole = token(&format!("{{{GRAPH}, \"scp\": \"User.Read\"}}"));
        for end in 0..whole.len() {
            if let Err(message) = Token::parse(&whole[..end]) {
                assert!(!message.contains(&whole[..12]), "{message}");
            }
        }
    }

    #[test]
    fn its_end_and_its_directory_roles() {
        let token = of(&format!(
            "{GRAPH}, \"scp\": \"User.Read\", \"exp\": 1700000000, \
             \"wids\": [\"62e90394-69f5-4237-9190-012177145e10\", \"b79fbf4d-3ef9-4689-8143-76b194e85509\"]"
        ))
        .unwrap();
        assert!(token.is_expired(1_700_000_000) && !token.is_expired(1_699_999_999));
        assert_eq!(token.directory_roles, 1);
    }
}
