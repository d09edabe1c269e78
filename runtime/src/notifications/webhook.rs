//! What comes to a webhook: the validation of a new subscription, or notifications.
//! <https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation>

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Request, Response, StatusCode, Uri};
use percent_encoding::percent_decode_str;

use super::ChangeNotificationCollection;
use crate::error::{Error, Kind};

/// A request to a webhook.
///
/// ```
/// use graph_endpoint::Bytes;
/// use graph_endpoint::notifications::WebhookRequest;
///
/// let request = http::Request::post("/hook?validationToken=Hello%3a+there").body(Bytes::new())?;
/// match WebhookRequest::read(&request)? {
///     WebhookRequest::Validation(response) => assert_eq!(response.body(), "Hello: there"), // to be sent as it is
///     WebhookRequest::Notifications(notifications) => println!("{} changes", notifications.value.len()),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub enum WebhookRequest {
    /// Graph asks whether anybody is there. The response is ready: send it within 10 seconds.
    Validation(Response<Bytes>),
    /// Notifications, of changes or of what happens to subscriptions. Nothing about them is checked so far.
    Notifications(ChangeNotificationCollection),
}

impl WebhookRequest {
    /// Reads a request.
    ///
    /// The response to a validation is the token as plain text, and with the characters escaped that mean something in
    /// HTML: Graph's tokens have none, so that only somebody else's notice.
    ///
    /// # Errors
    /// [`Error::is_decode`], with the JSON path, when it is neither; [`refused`] is a good response then. Notifications that can't be
    /// read among others that can are no error: see [`ChangeNotificationCollection::unreadable`].
    pub fn read(request: &Request<Bytes>) -> Result<Self, Error> {
        Self::read_parts(request.uri(), request.body())
    }

    /// Reads the parts of a request that say what it is, as a web framework hands them out: see the handler of axum [above](super).
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_parts(uri: &Uri, body: &Bytes) -> Result<Self, Error> {
        if let Some(token) = uri.query().and_then(validation_token) {
            return token.map(|token| Self::Validation(validation_response(&token)));
        }
        ChangeNotificationCollection::read(body).map(Self::Notifications)
    }
}

/// The token of a validation is a query value, and left out.
impl fmt::Debug for WebhookRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Validation(_) => f.write_str("Validation(..)"),
            Self::Notifications(notifications) => {
                f.debug_tuple("Notifications").field(notifications).finish()
            }
        }
    }
}

/// The response to notifications, within 30 seconds: `202 Accepted`. What fails later is not told to Graph; a webhook that
/// could not even keep them for later answers with a 5xx, and they come again.
///
/// ```
/// use graph_endpoint::notifications::accepted;
///
/// assert_eq!(accepted().status(), 202); // at once; the work is done later
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn accepted() -> Response<Bytes> {
    empty(StatusCode::ACCEPTED)
}

/// The response to what is neither a validation nor notifications: `400 Bad Request`.
///
/// ```
/// use graph_endpoint::notifications::refused;
///
/// assert_eq!(refused().status(), 400);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn refused() -> Response<Bytes> {
    empty(StatusCode::BAD_REQUEST)
}

fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

/// The token in a query, if there is one, decoded as forms are: Graph writes `+` for a space.
/// <https://url.spec.whatwg.org/#urlencoded-parsing>
fn validation_token(query: &str) -> Option<Result<String, Error>> {
    let value = query.split('&').find_map(|option| option.strip_prefix("validationToken="))?;
    let spaced = value.replace('+', " ");
    let token = percent_decode_str(&spaced).decode_utf8().map(|token| token.into_owned());
    Some(token.map_err(|_| Error::new(Kind::Decode, "the validation token is not UTF-8")))
}

fn validation_response(token: &str) -> Response<Bytes> {
    let mut text = String::with_capacity(token.len());
    for character in token.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            _ => text.push(character),
        }
    }
    let mut response = Response::new(Bytes::from(text));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(uri: &str, body: &'static str) -> Result<WebhookRequest, Error> {
        WebhookRequest::read(&Request::post(uri).body(Bytes::from(body)).unwrap())
    }

    #[test]
    fn a_validation_is_answered_with_the_token_alone() {
        for (query, expected) in [
            ("validationToken=Validation%3a+Testing%2Bclient", "Validation: Testing+client"),
            ("a=b&validationToken=%C3%A9", "é"),
            (
                "validationToken=%3Cscript%3Ealert(%27x%27)%3C/script%3E",
                "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;",
            ),
        ] {
            let WebhookRequest::Validation(response) = read(&format!("/hook?{query}"), "").unwrap() else {
                panic!("{query}")
            };
            assert_eq!((response.status(), response.body().as_ref()), (StatusCode::OK, expected.as_bytes()));
            assert!(!format!("{:?}", read(&format!("/hook?{query}"), "").unwrap()).contains("Testing"));
            assert!(response.headers()[CONTENT_TYPE].to_str().unwrap().starts_with("text/plain"));
            assert_eq!(response.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
        assert!(read("/hook?validationToken=%FF", "").unwrap_err().is_decode());
    }

    #[test]
    fn what_is_neither_is_an_error_with_a_path() {
        let problem = |body| read("/hook", body).unwrap_err().to_string();
        assert_eq!(
            problem(r#"{"value":[{"subscriptionId":1}]}"#),
            "value[0].subscriptionId: expected a string, found an integer"
        );
        assert!(problem("secret").starts_with("the request's body"));
        assert!(!problem("secret").contains("secret"));
        assert!(problem("").contains("the text ends too early"));
    }
}
