//! Every credential of the `azure_identity` crate, as it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use azure_core::credentials::{TokenCredential, TokenRequestOptions};
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{Body, ClientMethodOptions, Context, Request};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::credential::{AccessToken, Credential, CredentialFuture, IntoCredential, TokenRequest};
use crate::error::{Error, Kind};

/// How many spellings of a scope there are, see [`Adapter::scopes`].
const SPELLINGS: usize = 16;

/// Marks the credentials of `azure_identity`.
#[doc(hidden)]
#[derive(Debug)]
pub struct Azure;

impl<C: TokenCredential + 'static> IntoCredential<Azure> for Arc<C> {
    fn into_credential(self) -> Arc<dyn Credential> {
        Arc::new(Adapter { credential: self, renewals: AtomicUsize::new(0) })
    }
}

impl IntoCredential<Azure> for Arc<dyn TokenCredential> {
    fn into_credential(self) -> Arc<dyn Credential> {
        Arc::new(Adapter { credential: self, renewals: AtomicUsize::new(0) })
    }
}

struct Adapter {
    credential: Arc<dyn TokenCredential>,
    renewals: AtomicUsize,
}

impl Adapter {
    /// The scope, spelled so that the credential's own cache doesn't have it.
    ///
    /// `azure_identity` caches tokens by their list of scopes and has no way to pass that cache by, so that after a
    /// refusal it would give out the refused token again. Empty scopes at the end change the list, and nothing else.
    fn scopes<'a>(&self, scope: &'a str) -> Vec<&'a str> {
        let mut scopes = vec![""; 1 + self.renewals.load(Ordering::Relaxed) % SPELLINGS];
        if let Some(first) = scopes.first_mut() {
            *first = scope;
        }
        scopes
    }

    async fn get(&self, scopes: &[&str], claims: Option<&str>) -> Result<AccessToken, Error> {
        let mut context = Context::new();
        if let Some(claims) = claims {
            context.insert(Claims(claims.to_owned()));
        }
        let options = TokenRequestOptions { method_options: ClientMethodOptions { context } };
        let token = self
            .credential
            .get_token(scopes, Some(options))
            .await
            .map_err(|source| Error::new(Kind::Auth, "the credential gave none").with_source(source))?;
        AccessToken::expiring_at(token.token.secret(), token.expires_on.into())
    }
}

impl Credential for Adapter {
    fn token<'a>(&'a self, request: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
        Box::pin(async move {
            if request.is_renewal() {
                self.renewals.fetch_add(1, Ordering::Relaxed);
            }
            let scopes = self.scopes(request.scope());
            match self.get(&scopes, request.claims()).await {
                // Managed identities take exactly one scope.
                Err(_) if scopes.len() > 1 => self.get(&[request.scope()], request.claims()).await,
                outcome => outcome,
            }
        })
    }
}

/// The claims that Graph asked for, on their way to the policy.
struct Claims(String);

/// Passes Graph's claims challenges on to the sign-in service, for continuous access evaluation.
///
/// `azure_identity` has no option for claims yet; this policy, put among a credential's own, writes them into its token
/// requests, and says that this client understands challenges (`cp1`), without which Graph sends none.
/// <https://learn.microsoft.com/entra/identity-platform/claims-challenge>
///
/// ```
/// use std::sync::Arc;
/// use azure_core::http::ClientOptions;
/// use graph_endpoint::azure::ClaimsChallenge;
///
/// let mut options = ClientOptions::default();
/// options.per_call_policies.push(Arc::new(ClaimsChallenge));
/// // let options = ClientSecretCredentialOptions { client_options: options };
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ClaimsChallenge;

#[async_trait]
#[allow(
    elided_lifetimes_in_paths,
    reason = "as the trait has it; async_trait takes another spelling for another signature"
)]
impl Policy for ClaimsChallenge {
    async fn send(&self, context: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        let claims = with_capability(context.value::<Claims>().map(|claims| claims.0.as_str()));
        if let Body::Bytes(form) = request.body() {
            let encoded = utf8_percent_encode(&claims, NON_ALPHANUMERIC).to_string();
            let form = [form.as_ref(), b"&claims=", encoded.as_bytes()].concat();
            request.set_body(form);
        }
        match next.split_first() {
            Some((first, rest)) => first.send(context, request, rest).await,
            None => Err(azure_core::Error::with_message(
                azure_core::error::ErrorKind::Other,
                "the policy stands at the end of the pipeline",
            )),
        }
    }
}

/// The claims asked for, and that this client understands such challenges.
fn with_capability(claims: Option<&str>) -> String {
    let asked = claims.and_then(|claims| serde_json::from_str::<Map<String, Value>>(claims).ok());
    let mut claims = asked.unwrap_or_default();
    let for_token = claims.entry("access_token").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(for_token) = for_token {
        for_token.insert("xms_cc".to_owned(), serde_json::json!({ "values": ["cp1"] }));
    }
    Value::Object(claims).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_capability_joins_what_is_asked() {
        assert_eq!(with_capability(None), r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#);
        let asked = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
        let both: Value = serde_json::from_str(&with_capability(Some(asked))).unwrap();
        assert_eq!(both["access_token"]["nbf"]["value"], "1");
        assert_eq!(both["access_token"]["xms_cc"]["values"][0], "cp1");
    }
}
