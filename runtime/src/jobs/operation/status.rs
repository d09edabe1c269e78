//! What a monitor says about an operation. Graph's workloads each have words of their own for the same few things.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use graph_endpoint_schema::media_type::without_bom;
use http::Response;
use serde_json::json;

use crate::error::{Error, Kind};
use crate::wire::json::members::{members, unquoted};

/// What a monitor says about an operation.
///
/// Workloads differ in what they say; what one leaves out is `None`.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use graph_endpoint::prelude::*;
/// # use graph_endpoint::{OperationState, ValueOf, sandbox::Sandbox};
/// # use std::time::Duration;
/// # #[graph_endpoint(POST, "/me/drive/items/{id}/copy")]
/// # struct CopyItem { id: String, name: String }
/// # #[graph_endpoint(GET, "/monitor", response = ValueOf<String>)]
/// # struct Monitor {}
/// # let sandbox = Sandbox::builder()
/// #     .on(|_: CopyItem| async { http::Response::builder().status(202).header("location", "/monitor").body("").unwrap_or_default() })
/// #     .on(|_: Monitor| async {
/// #         http::Response::new(r#"{"status": "completed", "percentageComplete": 100.0, "resourceId": "01DEF"}"#)
/// #     })
/// #     .start()
/// #     .await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// # let copy = CopyItem { id: "01ABC".into(), name: "copy.docx".into() };
///
/// let outcome = client.operation(&copy).await?.wait().await?;
/// let status = outcome.status();
/// assert_eq!((status.text(), status.percentage_complete()), (Some("completed"), Some(100.0)));
/// assert_eq!((status.resource_id(), status.resource_location()), (Some("01DEF"), None));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct OperationStatus {
    text: Option<String>,
    percentage_complete: Option<f64>,
    resource_id: Option<String>,
    resource_location: Option<String>,
    error: Option<(String, Option<String>)>,
}

impl OperationStatus {
    /// Reads what is there, as far as it goes: something odd beside the status doesn't hide it, or what runs would look
    /// done.
    #[inline]
    pub(super) fn read(body: &[u8]) -> Self {
        let body = String::from_utf8_lossy(without_bom(body));
        let text = |names: &[&str]| names.iter().find_map(|name| text(property(&body, name)?));
        Self {
            text: text(&["status"]),
            percentage_complete: property(&body, "percentageComplete").and_then(percentage),
            resource_id: text(&["resourceId", "targetResourceId"]),
            resource_location: text(&["resourceLocation", "targetResourceLocation"]),
            error: text(&["errorCode"]).map(|code| (code, text(&["statusDescription"]))),
        }
    }

    /// The same; what it doesn't say is read from another body: the result's own id.
    #[inline]
    pub(super) fn or(self, result: &[u8]) -> Self {
        let id = || text(property(&String::from_utf8_lossy(result), "id")?);
        Self { resource_id: self.resource_id.or_else(id), ..self }
    }

    /// The status in the workload's own words: `notStarted`, `running`, `inProgress`, `updating`, `completed`,
    /// `succeeded` and so on. New ones come at any time.
    #[inline]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// How far it is in percent, from 0 to 100, if the workload says it.
    pub fn percentage_complete(&self) -> Option<f64> {
        self.percentage_complete
    }

    /// The id of what the operation made: `resourceId` or `targetResourceId`.
    pub fn resource_id(&self) -> Option<&str> {
        self.resource_id.as_deref()
    }

    /// Where that is: `resourceLocation` or `targetResourceLocation`. It can be relative to the API version.
    pub fn resource_location(&self) -> Option<&str> {
        self.resource_location.as_deref()
    }

    /// Whether the operation came to a good end.
    #[inline]
    pub(super) fn is_good(&self) -> bool {
        self.is_one_of(&["completed", "succeeded", "skipped"])
    }

    /// Whether the operation came to a bad end.
    #[inline]
    pub(super) fn is_bad(&self) -> bool {
        self.is_cancelled() || self.is_one_of(&["failed", "deleteFailed"])
    }

    #[inline]
    fn is_cancelled(&self) -> bool {
        self.is_one_of(&["cancelled", "canceled"])
    }

    #[inline]
    fn is_one_of(&self, texts: &[&str]) -> bool {
        self.text().is_some_and(|status| texts.iter().any(|text| text.eq_ignore_ascii_case(status)))
    }

    /// The error of an operation that came to a bad end; its code is where Graph's errors have theirs.
    #[inline]
    pub(super) fn failure(&self, response: Response<Bytes>) -> Error {
        let response = match &self.error {
            Some((code, message)) => response
                .map(|_| Bytes::from(json!({"error": {"code": code, "message": message}}).to_string())),
            None => response,
        };
        let end = if self.is_cancelled() { "was cancelled" } else { "failed" };
        Error::from_response(response).named(Kind::Operation, format!("the operation {end}"))
    }
}

/// The text of a property's value, in any letter case: `Status` of one that runs must not look like a result without a
/// status.
#[inline]
fn property<'b>(body: &'b str, name: &str) -> Option<&'b str> {
    let named = |is: &dyn Fn(&str) -> bool| members(body).filter(|(known, _)| is(known)).last();
    let (_, value) =
        named(&|known| known == name).or_else(|| named(&|known| known.eq_ignore_ascii_case(name)))?;
    Some(value)
}

/// What a value says, if it is a text or a number.
#[inline]
fn text(value: &str) -> Option<String> {
    match value.as_bytes() {
        [b'"', ..] => unquoted(value).map(Cow::into_owned).filter(|text| !text.is_empty()),
        // A member of an enumeration as its number: it says that there is a status, and not which.
        [b'0'..=b'9' | b'-', ..] => Some(value.to_owned()),
        _ => None,
    }
}

/// Of a number that is no percentage nobody knows what it says.
#[inline]
fn percentage(value: &str) -> Option<f64> {
    text(value)?.parse().ok().filter(|percentage| (0.0..=100.0).contains(percentage))
}

impl fmt::Debug for OperationStatus {
    /// Shows status and progress, no ids.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationStatus")
            .field("status", &self.text)
            .field("percentage_complete", &self.percentage_complete)
            .finish_non_exhaustive()
    }
}

/// The call that began the operation was accepted; it is the monitor that says this, or can't be asked.
#[cold]
pub(super) fn of_monitor(error: Error) -> Error {
    error.of_step("the monitor")
}

/// The operation is done, and what came out of it can't be had.
#[cold]
pub(super) fn of_result(error: Error) -> Error {
    error.of_step("the operation's result")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_workload_in_its_own_words() {
        let read = |body: &str| OperationStatus::read(body.as_bytes());
        let copy = read(r#"{"status":"completed","percentageComplete":100.0,"resourceId":"01M"}"#);
        assert!(copy.is_good());
        assert_eq!((copy.percentage_complete(), copy.resource_id()), (Some(100.0), Some("01M")));
        let team =
            read(r#"{"status":"Succeeded","targetResourceId":"t","targetResourceLocation":"/teams('t')"}"#);
        assert!(team.is_good());
        assert_eq!((team.resource_id(), team.resource_location()), (Some("t"), Some("/teams('t')")));
        for waiting in ["notStarted", "running", "inProgress", "updating", "waiting", "somethingNew"] {
            let status = read(&format!(r#"{{"status":"{waiting}"}}"#));
            assert!(!status.is_good() && !status.is_bad(), "{waiting}");
        }
        for bad in ["failed", "Cancelled", "canceled", "deleteFailed"] {
            assert!(read(&format!(r#"{{"status":"{bad}"}}"#)).is_bad(), "{bad}");
        }
        for unclear in [r#"{"Status":"InProgress"}"#, r#"{"STATUS":"running"}"#, r#"{"status":7}"#] {
            let status = read(unclear);
            assert!(status.text().is_some() && !status.is_good() && !status.is_bad(), "{unclear}");
        }
        let percentage =
            |value: &str| read(&format!(r#"{{"PercentageComplete":{value}}}"#)).percentage_complete();
        assert_eq!((percentage(r#""12.5""#), percentage("1e2")), (Some(12.5), Some(100.0)));
        for none in [r#""NaN""#, r#""inf""#, "1e999", "-1", "101", "null", "[1]"] {
            assert_eq!(percentage(none), None, "{none}");
        }
        // What no parser takes beside the status.
        let deep = format!(r#"{{"status":"running","x":{}{}}}"#, "[".repeat(1000), "]".repeat(1000));
        for odd in [r#"{"status":"running","x":1e999}"#, r#"{"x":"\ud800","status":"running"}"#, &deep] {
            assert_eq!(read(odd).text(), Some("running"), "{odd}");
        }
        for nothing in ["", "<html>", "[]", "{}", r#"{"status":null}"#, r#"{"status":{}}"#] {
            assert_eq!(read(nothing), OperationStatus::default(), "{nothing}");
        }
    }

    #[test]
    fn a_failure_has_its_code_wherever_it_stands() {
        for body in [
            r#"{"status":"failed","errorCode":"nameAlreadyExists","statusDescription":"secret"}"#,
            r#"{"status":"failed","error":{"code":"nameAlreadyExists","message":"secret"}}"#,
        ] {
            let response = Response::new(Bytes::from(body));
            let error = OperationStatus::read(response.body()).failure(response);
            assert!(error.is_failed_operation());
            assert_eq!((error.code(), error.message()), (Some("nameAlreadyExists"), Some("secret")));
            assert_eq!(error.to_string(), "the operation failed, nameAlreadyExists");
        }
    }
}
