//! The tokens that come with notifications and prove who sent them.
//! <https://learn.microsoft.com/graph/change-notifications-with-resource-data#validation-tokens-in-the-change-notification>
//!
//! `jsonwebtoken` takes them apart and verifies their signatures. Its own check of claims has the system's clock built
//! in, and its choice of cryptography panics when other crates of a program have switched on both; so the claims are
//! checked here, and the library that verifies is named.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::dangerous::insecure_decode_claims;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, decode_header};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::ChangeNotificationCollection;
use crate::error::{Error, Kind};
use crate::wire::json::untyped::AdditionalProperties;

/// The app in whose name Graph sends notifications.
const PUBLISHER: &str = "0bf30f3b-4a52-48df-9a82-234910c4a086";
/// How far clocks may be apart.
const LEEWAY: Duration = Duration::from_secs(300);
/// The last second of the year 9999: nobody means a later time.
const LATEST: f64 = 253_402_300_799.0;
/// Who issues tokens of the versions 1.0 and 2.0, in the global and the national clouds.
/// <https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud>
const ISSUERS: &[(&str, &str)] = &[
    ("https://sts.windows.net/", "/"),
    ("https://login.microsoftonline.com/", "/v2.0"),
    ("https://login.microsoftonline.us/", "/v2.0"),
    ("https://sts.chinacloudapi.cn/", "/"),
    ("https://login.partner.microsoftonline.cn/", "/v2.0"),
];

/// Checks the tokens of notifications with resource data: signed by one of the keys, issued to Graph's notifications
/// for one of your apps, for one of the tenants, and not expired.
///
/// The keys are those of the identity platform, a JSON Web Key Set to be fetched from
/// `https://login.microsoftonline.com/common/discovery/v2.0/keys` (national clouds have hosts of their own) and kept
/// for a day; they change now and then, which [`has_keys_for`](Self::has_keys_for) notices.
///
/// ```
/// use graph_endpoint::notifications::{ChangeNotificationCollection, TokenValidator};
/// use std::time::SystemTime;
///
/// fn check(notifications: &ChangeNotificationCollection, keys: &str) -> Result<(), graph_endpoint::Error> {
///     TokenValidator::new(keys)?
///         .app("8e460676-ae3f-4b1e-8790-ee0fb5d6148f")
///         .tenant("84bd8158-6d4d-4958-8b9f-9d6445542f95")
///         .check(notifications, SystemTime::now())
/// }
/// ```
#[derive(Clone)]
#[must_use = "it checks nothing by itself"]
pub struct TokenValidator {
    /// Those that can verify a signature, with an id.
    keys: Vec<Jwk>,
    apps: Vec<String>,
    tenants: Vec<String>,
    publisher: String,
}

/// For whom a valid token was issued.
///
/// ```
/// use graph_endpoint::Error;
/// use graph_endpoint::notifications::TokenValidator;
/// use std::time::SystemTime;
///
/// fn sender(validator: &TokenValidator, token: &str) -> Result<String, Error> {
///     let token = validator.validate(token, SystemTime::now())?;
///     Ok(format!("{} of tenant {}", token.app_id, token.tenant_id))
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValidatedToken {
    /// Your app.
    pub app_id: String,
    /// The tenant that the notifications come from.
    pub tenant_id: String,
}

/// Not as Graph's types are read: a time that comes as text is none.
#[derive(Deserialize)]
struct Claims {
    aud: String,
    iss: String,
    tid: String,
    /// Seconds since 1970, perhaps with a fraction. <https://www.rfc-editor.org/rfc/rfc7519#section-2>
    exp: f64,
    nbf: Option<f64>,
    iat: Option<f64>,
    /// In version 2.0.
    azp: Option<String>,
    /// In version 1.0.
    appid: Option<String>,
}

impl TokenValidator {
    /// A validator with the identity platform's keys, as JSON. Only those count that verify signatures by RS256; a set
    /// without any is one, with which no token is valid.
    /// <https://www.rfc-editor.org/rfc/rfc7517#section-5>
    ///
    /// # Errors
    /// [`Error::is_decode`] when they are no key set.
    pub fn new(key_set: impl AsRef<[u8]>) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct KeySet<'a> {
            #[serde(borrow)]
            keys: Vec<&'a RawValue>,
        }
        let KeySet { keys } = serde_json::from_slice(key_set.as_ref())
            .map_err(|source| Error::from_text("the key set", key_set.as_ref(), &source))?;
        // One that can't be read costs none of the others.
        let keys = keys
            .into_iter()
            .filter_map(|key| serde_json::from_str(key.get()).ok())
            .filter(verifies)
            .collect();
        let publisher = PUBLISHER.to_owned();
        Ok(Self { keys, apps: Vec::new(), tenants: Vec::new(), publisher })
    }

    /// Adds the id of an app that has subscriptions. Without any, no token is valid.
    pub fn app(mut self, id: impl Into<String>) -> Self {
        self.apps.push(id.into());
        self
    }

    /// Adds the id of a tenant that notifications may come from. Without any, no token is valid.
    pub fn tenant(mut self, id: impl Into<String>) -> Self {
        self.tenants.push(id.into());
        self
    }

    /// The id of the app that sends notifications, if it is another one than the documented one.
    pub fn publisher(mut self, id: impl Into<String>) -> Self {
        self.publisher = id.into();
        self
    }

    /// Whether the keys of all tokens are there. If not, fetch the key set again, though not more often than every few
    /// minutes, whoever asks: anybody can name a key. What is no token of RS256 asks for no key.
    pub fn has_keys_for(&self, notifications: &ChangeNotificationCollection) -> bool {
        let mut tokens = notifications.validation_tokens.iter().flatten();
        tokens.all(|token| {
            let id = key_id(token).ok().flatten();
            id.is_none() || self.keys.iter().any(|key| key.common.key_id == id)
        })
    }

    /// Checks what came in one request: every token must be valid, and there must be one for the tenant of each
    /// notification with resource data. Notifications without resource data have no tokens; there is nothing to check
    /// but their [`ClientState`](super::ClientState).
    ///
    /// # Errors
    /// [`Error::is_untrusted`]: drop them all, and answer with 202 nevertheless, which tells nobody anything.
    pub fn check(&self, notifications: &ChangeNotificationCollection, now: SystemTime) -> Result<(), Error> {
        let mut tokens = Vec::new();
        for token in notifications.validation_tokens.iter().flatten() {
            tokens.push(self.validate(token, now)?);
        }
        let mut encrypted = notifications.value.iter().filter(|item| item.encrypted_content.is_some());
        let is_proved = encrypted.all(|item| {
            let tenant = item.tenant_id.as_deref().unwrap_or_default();
            tokens.iter().any(|token| token.tenant_id.eq_ignore_ascii_case(tenant))
        });
        if is_proved { Ok(()) } else { Err(untrusted("there is no token for a notification's tenant")) }
    }

    /// Checks one token.
    ///
    /// # Errors
    /// [`Error::is_untrusted`], with what is wrong and no part of the token.
    pub fn validate(&self, token: &str, now: SystemTime) -> Result<ValidatedToken, Error> {
        check_header(token)?;
        let key = DecodingKey::from_jwk(self.key_of(token)?);
        let is_signed = key.is_ok_and(|key| is_signed(token, &key));
        if !is_signed {
            return Err(untrusted("the token's signature is wrong"));
        }
        if part(token, 1).is_none_or(|claims| is_ambiguous(&claims)) {
            return Err(untrusted("the token's claims are no object, or one of them is there twice"));
        }
        // Its signature was verified just now.
        let claims: Claims =
            insecure_decode_claims(token).map_err(|_| untrusted("the token's claims are incomplete"))?;
        self.check_claims(&claims, now)?;
        Ok(ValidatedToken { app_id: claims.aud, tenant_id: claims.tid })
    }

    fn key_of(&self, token: &str) -> Result<&Jwk, Error> {
        let id = key_id(token)?;
        let mut keys = self.keys.iter().filter(|key| key.common.key_id == id);
        let key = keys.next().ok_or_else(|| untrusted("the token's key is not in the key set"))?;
        // A set may repeat a key, but not give its id to another one.
        if keys.any(|other| other.algorithm != key.algorithm) {
            return Err(untrusted("the key set has several keys of the id that the token names"));
        }
        Ok(key)
    }

    fn check_claims(&self, claims: &Claims, now: SystemTime) -> Result<(), Error> {
        let is_among = |id: &str, ids: &[String]| ids.iter().any(|known| known.eq_ignore_ascii_case(id));
        let mut publishers = claims.azp.iter().chain(&claims.appid).peekable();
        let is_issuer = |&(start, end): &(&str, &str)| {
            let tenant = claims.iss.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
            tenant.is_some_and(|tenant| tenant.eq_ignore_ascii_case(&claims.tid))
        };
        let is_over = |end: SystemTime| end.checked_add(LEEWAY).is_none_or(|end| end <= now);
        let is_ahead = |start: SystemTime| start.checked_sub(LEEWAY).is_some_and(|start| start > now);
        if !is_among(&claims.aud, &self.apps) {
            Err(untrusted("the token is for another app"))
        } else if publishers.peek().is_none()
            || !publishers.all(|id| id.eq_ignore_ascii_case(&self.publisher))
        {
            Err(untrusted("the token was not issued to Graph's change notifications"))
        } else if !is_among(&claims.tid, &self.tenants) || !ISSUERS.iter().any(is_issuer) {
            Err(untrusted("the token is from another tenant or issuer"))
        } else if time(claims.exp).is_none_or(is_over) {
            Err(untrusted("the token has expired"))
        } else if claims.nbf.into_iter().chain(claims.iat).any(|start| time(start).is_none_or(is_ahead)) {
            Err(untrusted("the token is not valid yet"))
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for TokenValidator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenValidator").field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}

/// The id of the key that a token names, if it names one.
fn key_id(token: &str) -> Result<Option<String>, Error> {
    let header = decode_header(token).map_err(|_| untrusted("this is no token"))?;
    if header.alg != Algorithm::RS256 {
        return Err(untrusted("the token is signed by another algorithm than RS256"));
    }
    Ok(header.kid)
}

/// Whether a key is for verifying signatures by RS256, as far as it says what it is for, and has an id.
/// <https://www.rfc-editor.org/rfc/rfc7517#section-4.2>
fn verifies(key: &Jwk) -> bool {
    let said = &key.common;
    matches!(key.algorithm, AlgorithmParameters::RSA(_))
        && said.key_id.is_some()
        && said.public_key_use.as_ref().is_none_or(|usage| *usage == PublicKeyUse::Signature)
        && said.key_operations.as_ref().is_none_or(|known| known.contains(&KeyOperations::Verify))
        && said.key_algorithm.is_none_or(|algorithm| algorithm == KeyAlgorithm::RS256)
}

/// The properties of a token's header (0) or claims (1).
fn part(token: &str, index: usize) -> Option<AdditionalProperties> {
    let json = URL_SAFE_NO_PAD.decode(token.split('.').nth(index)?).ok()?;
    serde_json::from_slice(&json).ok()
}

/// Whether a name is there twice: two readers could take two tokens out of it.
/// <https://www.rfc-editor.org/rfc/rfc7519#section-4>
fn is_ambiguous(properties: &AdditionalProperties) -> bool {
    let mut names: Vec<_> = properties.names().collect();
    names.sort_unstable();
    names.windows(2).any(|pair| matches!(pair, [one, other] if one == other))
}

/// Refuses a header that asks for what isn't done here. No extension is known, so that `crit` can't be satisfied
/// whatever it names: <https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11>; and `b64` has no place in such a token:
/// <https://www.rfc-editor.org/rfc/rfc7797#section-7>. `typ` keeps tokens apart that are made for other uses:
/// <https://www.rfc-editor.org/rfc/rfc8725#section-3.11>.
fn check_header(token: &str) -> Result<(), Error> {
    let header = part(token, 0).filter(|header| !is_ambiguous(header));
    let header = header.ok_or_else(|| untrusted("this is no token"))?;
    if header.names().any(|name| matches!(name, "crit" | "b64")) {
        return Err(untrusted("the token's header asks for an extension that is not known"));
    }
    let is_jwt = |json: &str| {
        let name = serde_json::from_str::<String>(json).unwrap_or_default().to_ascii_lowercase();
        matches!(name.strip_prefix("application/").unwrap_or(&name), "jwt" | "at+jwt")
    };
    if header.get("typ").is_some_and(|typ| !is_jwt(typ)) {
        return Err(untrusted("the token is of another type than JWT"));
    }
    Ok(())
}

/// The time of a claim; `None` for one that is no time in any year with four digits.
fn time(seconds: f64) -> Option<SystemTime> {
    let seconds = (0.0..=LATEST).contains(&seconds).then_some(seconds)?;
    UNIX_EPOCH.checked_add(Duration::try_from_secs_f64(seconds).ok()?)
}

/// Whether a token is signed with a key, by RS256.
fn is_signed(token: &str, key: &DecodingKey) -> bool {
    let verify = || {
        let (message, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let verifier = (aws_lc::DEFAULT_PROVIDER.verifier_factory)(&Algorithm::RS256, key).ok()?;
        verifier.verify(message.as_bytes(), &signature).ok()
    };
    verify().is_some()
}

fn untrusted(problem: &str) -> Error {
    Error::new(Kind::Untrusted, problem)
}
