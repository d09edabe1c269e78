//! Why Graph refuses a token: the claims in `WWW-Authenticate`, for continuous access evaluation.
//! <https://learn.microsoft.com/entra/identity-platform/claims-challenge>

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, CONFIG);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, CONFIG);

/// The claims, as JSON, that the next token must have.
#[inline]
pub(crate) fn claims(headers: &HeaderMap) -> Option<String> {
    headers.get_all(WWW_AUTHENTICATE).iter().find_map(|value| {
        let encoded = parameter(value.to_str().ok()?, "claims")?;
        let json = STANDARD.decode(&encoded).or_else(|_| URL_SAFE.decode(&encoded)).ok()?;
        let json = String::from_utf8(json).ok()?;
        // It goes into a form field: what isn't JSON is no claims request.
        serde_json::from_str::<serde::de::IgnoredAny>(&json).is_ok().then_some(json)
    })
}

/// The value of `name="value"` or `name=value`, in a list that is separated by commas.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-11.2>
#[inline]
fn parameter(challenge: &str, name: &str) -> Option<String> {
    let mut rest = challenge;
    loop {
        let (key, after) = rest.split_once('=')?;
        let key = key.trim_end().rsplit([' ', ',', '\t']).next().unwrap_or_default();
        let (value, next) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => quoted_text(quoted)?,
            None => {
                let after = after.trim_start();
                let (token, next) = after.split_once([',', ' ']).unwrap_or((after, ""));
                (token.to_owned(), next)
            }
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next;
    }
}

/// A quoted string after its first quote, and what comes after it.
#[inline]
fn quoted_text(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Some((value, text.get(index + 1..)?)),
            '\\' => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn claims_in(text: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_str(text).unwrap());
        claims(&headers)
    }

    #[test]
    fn claims_are_found_among_the_parameters() {
        let json = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;
        let encoded =
            "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNjA0MTA2NjUxIn19fQ==";
        for challenge in [
            format!(
                r#"Bearer realm="", authorization_uri="https://login.example/common, a=b", error="insufficient_claims", claims="{encoded}""#
            ),
            format!(r#"Bearer claims={encoded}, error="insufficient_claims""#),
            format!(r#"Bearer realm = "", claims = "{encoded}""#),
            format!("Negotiate, Bearer claims = {encoded} , error=x"),
            format!(r#"Bearer CLAIMS="{}""#, encoded.trim_end_matches('=')),
            format!(r#"Bearer error_description="say \"claims=x\"", claims="{encoded}""#),
        ] {
            assert_eq!(claims_in(&challenge).as_deref(), Some(json), "{challenge}");
        }
    }

    #[test]
    fn what_is_no_claims_request_is_none() {
        for challenge in [
            "Bearer",
            "Bearer realm=\"\"",
            "Bearer claims=\"???\"",
            "Bearer claims=\"bm90IGpzb24=\"",
            "Bearer claims=\"open",
        ] {
            assert_eq!(claims_in(challenge), None, "{challenge}");
        }
    }
}
