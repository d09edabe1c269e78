//! What one request to a webhook holds. One notification that can't be read costs none of the others: the webhook would
//! refuse them all, Graph would send the same again, and in the end give all of them up.
//! <https://learn.microsoft.com/graph/api/resources/changenotificationcollection>

use std::fmt;

use bytes::Bytes;
use graph_endpoint_schema::media_type::without_bom;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::ChangeNotification;
use crate::error::{Error, Kind};
use crate::graph_type;

/// As many may be in one request.
const MOST_UNREADABLE: usize = 1000;

/// What one request to a webhook holds: notifications, perhaps of several subscriptions and tenants.
///
/// ```
/// # use graph_endpoint::notifications::ChangeNotificationCollection;
///
/// let body = r#"{"value": [{"subscriptionId": "s1", "changeType": "updated", "resource": "users/u1"}]}"#;
/// let notifications: ChangeNotificationCollection = serde_json::from_str(body)?;
/// assert_eq!(notifications.value[0].resource.as_deref(), Some("users/u1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Default)]
pub struct ChangeNotificationCollection {
    /// The notifications.
    pub value: Vec<ChangeNotification>,
    /// Tokens that prove that Graph sent them, one for each app and tenant, if any of them has resource data: see
    /// [`TokenValidator`](super::TokenValidator).
    pub validation_tokens: Option<Vec<String>>,
    /// Those that came among them and couldn't be read: for a log. [`WebhookRequest::read`](super::WebhookRequest::read)
    /// puts them here; to `serde_json` they are an error.
    pub unreadable: Vec<UnreadableNotification>,
}

/// A notification that is of another shape. Nobody knows from whom it is.
///
/// ```
/// use graph_endpoint::Bytes;
/// use graph_endpoint::notifications::WebhookRequest;
///
/// let body = r#"{"value": [{"subscriptionId": "s1", "changeType": "updated"}, {"subscriptionId": 2}]}"#;
/// let request = http::Request::post("/hook").body(Bytes::from(body))?;
/// if let WebhookRequest::Notifications(notifications) = WebhookRequest::read(&request)? {
///     assert_eq!(notifications.value.len(), 1);
///     let problem = notifications.unreadable[0].error().to_string();
///     assert_eq!(problem, "value[1].subscriptionId: expected a string, found an integer");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct UnreadableNotification {
    index: usize,
    json: Bytes,
}

impl UnreadableNotification {
    /// The JSON text in which it came.
    pub fn json(&self) -> &str {
        std::str::from_utf8(&self.json).unwrap_or_default()
    }

    /// What is wrong with it: [`Error::is_decode`], with the JSON path.
    pub fn error(&self) -> Error {
        let list = format!("value[{}]", self.index);
        match serde_json::from_slice::<ChangeNotification>(&self.json) {
            Err(source) => Error::from_item(list, &self.json, &source),
            Ok(_) => Error::new(Kind::Decode, format!("{list}: it could not be read")),
        }
    }
}

impl ChangeNotificationCollection {
    /// What a request's body holds; an error when there is nothing in it that can be read.
    pub(super) fn read(body: &Bytes) -> Result<Self, Error> {
        let json = without_bom(body);
        serde_json::from_slice(json).or_else(|source| {
            let some = Self::read_each(body, json).filter(|some| !some.value.is_empty());
            some.ok_or_else(|| Error::from_text("the request's body", json, &source))
        })
    }

    fn read_each(body: &Bytes, json: &[u8]) -> Option<Self> {
        let SomeReadable { value, validation_tokens } = serde_json::from_slice(json).ok()?;
        let mut notifications = Self { validation_tokens, ..Self::default() };
        for (index, item) in value.into_iter().enumerate() {
            match serde_json::from_str(item.get()) {
                Ok(notification) => notifications.value.push(notification),
                // Whoever sends so much garbage isn't Graph, and gets no more work out of this.
                Err(_) if notifications.unreadable.len() == MOST_UNREADABLE => return None,
                Err(_) => {
                    let json = body.slice_ref(item.get().as_bytes());
                    notifications.unreadable.push(UnreadableNotification { index, json });
                }
            }
        }
        Some(notifications)
    }
}

/// As Graph has it, under the name that errors tell.
mod sent {
    use super::{ChangeNotification, graph_type};

    #[graph_type("microsoft.graph.changeNotificationCollection", lossy, crate = crate)]
    pub(super) struct ChangeNotificationCollection {
        pub(super) value: Vec<ChangeNotification>,
        pub(super) validation_tokens: Option<Vec<String>>,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SomeReadable<'a> {
    #[serde(borrow)]
    value: Vec<&'a RawValue>,
    validation_tokens: Option<Vec<String>>,
}

impl From<sent::ChangeNotificationCollection> for ChangeNotificationCollection {
    fn from(sent: sent::ChangeNotificationCollection) -> Self {
        Self { value: sent.value, validation_tokens: sent.validation_tokens, unreadable: Vec::new() }
    }
}

impl<'de> Deserialize<'de> for ChangeNotificationCollection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        sent::ChangeNotificationCollection::deserialize(deserializer).map(Self::from)
    }
}

impl Serialize for ChangeNotificationCollection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let length = 1 + usize::from(self.validation_tokens.is_some());
        let mut object = serializer.serialize_struct("ChangeNotificationCollection", length)?;
        object.serialize_field("value", &self.value)?;
        if let Some(tokens) = &self.validation_tokens {
            object.serialize_field("validationTokens", tokens)?;
        }
        object.end()
    }
}

/// How many tokens there are: what they say may be secret.
impl fmt::Debug for ChangeNotificationCollection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeNotificationCollection")
            .field("value", &self.value)
            .field("validation_tokens", &self.validation_tokens.as_ref().map_or(0, Vec::len))
            .field("unreadable", &self.unreadable)
            .finish()
    }
}

impl fmt::Debug for UnreadableNotification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnreadableNotification").field("index", &self.index).finish_non_exhaustive()
    }
}
