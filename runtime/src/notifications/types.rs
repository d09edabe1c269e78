//! A notification, and what it holds.
//! <https://learn.microsoft.com/graph/api/resources/changenotification>

use std::fmt;

use crate::graph_type;
use crate::types::edm::DateTimeOffset;
use crate::wire::json::untyped::{AdditionalProperties, Untyped};

/// Something has changed, or has happened to the subscription itself.
///
/// <https://learn.microsoft.com/graph/api/resources/changenotification>
///
/// ```
/// # use graph_endpoint::notifications::{ChangeNotificationCollection, ChangeType, LifecycleEvent};
///
/// # let body = r##"{"value": [{"subscriptionId": "s1", "changeType": "created", "resource": "chats/c1/messages/m1",
/// #     "resourceData": {"@odata.type": "#Microsoft.Graph.chatMessage", "id": "m1"}}]}"##;
/// # let notifications: ChangeNotificationCollection = serde_json::from_str(body)?;
/// for notification in &notifications.value {
///     assert_eq!(notification.change_type, Some(ChangeType::Created));
///     assert_eq!(notification.resource_id().as_deref(), Some("m1"));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[graph_type("microsoft.graph.changeNotification", crate = crate)]
#[derive(Clone, PartialEq)]
pub struct ChangeNotification {
    /// The subscription.
    pub subscription_id: String,
    /// When it expires, if nobody renews it.
    pub subscription_expiration_date_time: Option<DateTimeOffset>,
    /// What has happened. A lifecycle notification has none.
    pub change_type: Option<ChangeType>,
    /// What has happened to the subscription, in a lifecycle notification.
    pub lifecycle_event: Option<LifecycleEvent>,
    /// The path of what has changed, relative to the API's version.
    pub resource: Option<String>,
    /// Its `@odata.type`, `@odata.id`, `@odata.etag` and `id`, and what else the service tells.
    pub resource_data: Option<Untyped>,
    /// The resource itself, for a subscription with `includeResourceData`.
    pub encrypted_content: Option<EncryptedContent>,
    /// The tenant that it comes from.
    pub tenant_id: Option<String>,
    /// The secret of the subscription: see [`ClientState`](super::ClientState), which compares it.
    pub client_state: Option<String>,
    /// The notification's own id.
    pub id: Option<String>,
    /// What else came.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

impl ChangeNotification {
    /// The id of what has changed.
    pub fn resource_id(&self) -> Option<String> {
        self.resource_data.as_ref()?.get_as("id").ok()?
    }
}

/// What has happened to a resource.
///
/// ```
/// # use graph_endpoint::notifications::{ChangeNotificationCollection, ChangeType, LifecycleEvent};
///
/// assert_eq!(serde_json::from_str::<ChangeType>(r#""deleted""#)?, ChangeType::Deleted);
/// assert_eq!(serde_json::from_str::<ChangeType>(r#""moved""#)?, ChangeType::Other("moved".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[graph_type("microsoft.graph.changeType", crate = crate)]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeType {
    /// It is new.
    Created,
    /// It was changed, or, for some resources, deleted softly.
    Updated,
    /// It is gone.
    Deleted,
    /// Another word, as it came.
    #[graph(other)]
    Other(String),
}

/// What has happened to a subscription. <https://learn.microsoft.com/graph/change-notifications-lifecycle-events>
///
/// ```
/// # use graph_endpoint::notifications::{ChangeNotificationCollection, ChangeType, LifecycleEvent};
///
/// fn task(event: &LifecycleEvent) -> &'static str {
///     match event {
///         LifecycleEvent::ReauthorizationRequired => "renew the subscription",
///         LifecycleEvent::SubscriptionRemoved => "subscribe anew, then a delta",
///         _ => "a delta",
///     }
/// }
/// assert_eq!(task(&LifecycleEvent::Missed), "a delta");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[graph_type("microsoft.graph.lifecycleEventType", crate = crate)]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LifecycleEvent {
    /// Graph has removed it: create another one, and synchronize what was missed.
    SubscriptionRemoved,
    /// Some notifications were lost: synchronize.
    Missed,
    /// Reauthorize or renew it soon, otherwise notifications stop.
    ReauthorizationRequired,
    /// Another word, as it came.
    #[graph(other)]
    Other(String),
}

/// A resource, encrypted for the subscriber: [`decrypt`](Self::decrypt) it.
///
/// <https://learn.microsoft.com/graph/api/resources/changenotificationencryptedcontent>
///
/// ```
/// use graph_endpoint::notifications::{ChangeNotification, DecryptionKey};
/// use graph_endpoint::prelude::*;
///
/// #[graph_type("microsoft.graph.chatMessage")]
/// struct ChatMessage {
///     id: String,
/// }
///
/// fn message(notification: &ChangeNotification, key: &DecryptionKey) -> Result<Option<ChatMessage>, Error> {
///     notification.encrypted_content.as_ref().map(|content| content.decrypt(key)).transpose()
/// }
/// ```
#[graph_type("microsoft.graph.changeNotificationEncryptedContent", lossy, crate = crate)]
#[derive(Clone, PartialEq)]
pub struct EncryptedContent {
    /// Base64: the resource as JSON, encrypted with the data key by AES-256-CBC with PKCS #7 padding.
    pub data: String,
    /// Base64: HMAC-SHA256 of the encrypted data, with the data key.
    pub data_signature: String,
    /// Base64: the data key, encrypted with the certificate's public key by RSA-OAEP with SHA-1.
    pub data_key: String,
    /// The id that the subscription gave its certificate: which private key is wanted.
    pub encryption_certificate_id: Option<String>,
    /// The certificate's thumbprint, in hexadecimal digits.
    pub encryption_certificate_thumbprint: Option<String>,
}

/// What kind of notification it is. Paths, the resource's id and the secret are left out.
impl fmt::Debug for ChangeNotification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeNotification")
            .field("subscription_id", &self.subscription_id)
            .field("change_type", &self.change_type)
            .field("lifecycle_event", &self.lifecycle_event)
            .field("resource_data", &self.resource_data)
            .field("has_encrypted_content", &self.encrypted_content.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for EncryptedContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedContent")
            .field("encryption_certificate_id", &self.encryption_certificate_id)
            .finish_non_exhaustive()
    }
}
