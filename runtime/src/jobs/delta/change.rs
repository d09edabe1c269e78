//! One change of a delta, as it stands in a page: an item as it is now, or the notice that it is gone.
//!
//! <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_DeletedEntity>

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Deserializer, Error as _, MapAccess};
use serde::{Deserialize, Serialize, Serializer};

use super::Resync;
use crate::wire::json::aside::{Properties, SetAside, set_aside};
use crate::wire::json::locate;
use crate::wire::json::raw::Name;
use crate::wire::json::read::{self, Object};
use crate::wire::json::untyped::AdditionalProperties;

/// What tells an item that is gone from one that is there.
const REMOVED: &str = "@removed";

/// A change, out of a [`Delta`](super::Delta).
///
/// The same item can come again, with the same state or a later one: apply changes by id, the last one counts.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::TryStreamExt as _;
/// use graph_endpoint::{Change, prelude::*};
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/users/delta", response = Page<User>)]
/// struct UserChanges {}
/// #[graph_type("microsoft.graph.user")]
/// struct User { id: String }
/// # let sandbox = Sandbox::builder()
/// #     .on(|_: UserChanges| async {
/// #         http::Response::new(
/// #             r#"{"@odata.deltaLink": "/v1.0/users/delta?$deltatoken=next", "value": [
/// #                 {"id": "1"}, {"id": "2", "@removed": {"reason": "deleted"}}]}"#,
/// #         )
/// #     })
/// #     .start()
/// #     .await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let mut changes = client.delta(&UserChanges {});
/// while let Some(change) = changes.try_next().await? {
///     match change {
///         Change::Changed(user) => assert_eq!(user.id, "1"),
///         Change::Removed(user) => assert_eq!(user.id(), "2"),
///         Change::Resync(_) => println!("drop what is known"),
///         _ => {}
///     }
/// }
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change<T> {
    /// The item is new or has changed. What it holds depends on the service: all selected properties, or, with
    /// `Prefer: return=minimal`, only those that changed. One that came as `null` is no longer set, which
    /// [`Nullable`](crate::Nullable) tells from one that didn't come.
    Changed(T),
    /// The item is gone from the list.
    Removed(Removed),
    /// The token is too old, or the service has lost track. Behind this the list begins anew: what is known so far is
    /// to be dropped, or compared with what comes, as [`Resync`] says.
    Resync(Resync),
}

/// An item that is gone, with all that came.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::TryStreamExt as _;
/// use graph_endpoint::{Change, RemovalReason, prelude::*};
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/users/delta", response = Page<User>)]
/// struct UserChanges {}
/// #[graph_type("microsoft.graph.user")]
/// struct User { id: String }
/// # let sandbox = Sandbox::builder()
/// #     .on(|_: UserChanges| async {
/// #         http::Response::new(
/// #             r#"{"@odata.deltaLink": "/v1.0/users/delta?$deltatoken=next", "value": [
/// #                 {"id": "1"}, {"id": "2", "@removed": {"reason": "deleted"}}]}"#,
/// #         )
/// #     })
/// #     .start()
/// #     .await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let changes: Vec<Change<User>> = client.delta(&UserChanges {}).try_collect().await?;
/// let Change::Removed(removed) = &changes[1] else { return Err("nothing is gone".into()) };
/// assert_eq!(removed.id(), "2");
/// assert_eq!(removed.reason(), Some(&RemovalReason::Deleted));
/// assert_eq!(removed.properties().get_as::<String>("id")?.as_deref(), Some("2"));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[derive(Clone, PartialEq)]
pub struct Removed {
    id: String,
    reason: Option<RemovalReason>,
    properties: AdditionalProperties,
}

/// Why an item is gone. <https://learn.microsoft.com/graph/delta-query-overview#resource-representation-in-the-delta-query-response>
///
/// ```
/// use graph_endpoint::RemovalReason;
///
/// let restorable = |why: Option<&RemovalReason>| matches!(why, Some(RemovalReason::Changed));
/// assert!(restorable(Some(&RemovalReason::Changed)));
/// assert_eq!(RemovalReason::Deleted.as_str(), "deleted");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RemovalReason {
    /// `changed`: it no longer belongs to the list, or was deleted and can be restored.
    Changed,
    /// `deleted`: it is gone for good.
    Deleted,
    /// Another one, as it came.
    Other(String),
}

impl RemovalReason {
    /// Graph's word for it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Changed => "changed",
            Self::Deleted => "deleted",
            Self::Other(text) => text,
        }
    }
}

impl Removed {
    /// The item's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Why it is gone, if the service says.
    #[inline]
    pub fn reason(&self) -> Option<&RemovalReason> {
        self.reason.as_ref()
    }

    /// Every property as it came, `id` and `@removed` among them.
    pub fn properties(&self) -> &AdditionalProperties {
        &self.properties
    }
}

/// The reason and the names of the properties: values may be secret.
impl fmt::Debug for Removed {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Removed")
            .field("reason", &self.reason)
            .field("properties", &self.properties)
            .finish_non_exhaustive()
    }
}

/// The object as it came.
impl Serialize for Removed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.properties.serialize(serializer)
    }
}

/// An object with `@removed`, wherever that stands in it, is a removal, every other one a `T`.
///
/// Which of them, the last property can tell; the properties are set aside until then.
impl<'de, T: DeserializeOwned> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::object(deserializer)
    }
}

impl<'de, T: DeserializeOwned> Object<'de> for Change<T> {
    const NAME: &'static str = "Change";

    fn read<A: MapAccess<'de>>(mut properties: A) -> Result<Self, A::Error> {
        let mut aside = Properties::new();
        let mut removal = None;
        while let Some(Name(name)) = properties.next_key()? {
            let json = set_aside(&mut properties)?;
            if name == REMOVED {
                removal = Some(reason(&json));
            }
            aside.push((name, json));
        }
        match removal {
            Some(reason) => removed(reason, aside).map(Self::Removed),
            None => T::deserialize(MapAccessDeserializer::new(SetAside::new(&aside)))
                .map(Self::Changed)
                .map_err(|error| A::Error::custom(locate::message(&error))),
        }
    }
}

fn removed<E: serde::de::Error>(reason: Option<RemovalReason>, aside: Properties<'_>) -> Result<Removed, E> {
    let mut id = None;
    let mut properties = AdditionalProperties::new();
    for (name, json) in aside {
        if name == "id" {
            id = serde_json::from_str(&json).ok();
        }
        properties.push(&name, &json);
    }
    let id = id.ok_or_else(|| E::missing_field("id"))?;
    Ok(Removed { id, reason, properties })
}

/// `{"reason": ".."}`; nothing that is unknown about it makes the removal less of one.
#[inline]
fn reason(json: &str) -> Option<RemovalReason> {
    let object: serde_json::Value = serde_json::from_str(json).ok()?;
    let text = object.get("reason")?.as_str()?;
    Some(match text {
        _ if text.eq_ignore_ascii_case("changed") => RemovalReason::Changed,
        _ if text.eq_ignore_ascii_case("deleted") => RemovalReason::Deleted,
        _ => RemovalReason::Other(text.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Any = Change<AdditionalProperties>;

    fn read(text: &str) -> Any {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_removal_wherever_it_is_told() {
        for text in [
            r#"{"@removed":{"reason":"deleted"},"id":"1","n":1.50}"#,
            r#"{"id":"1","@removed":{"reason":"Deleted"},"n":1.50}"#,
            r#"{"n":1.50,"id":"1","\u0040removed":{"reason":"deleted"}}"#,
        ] {
            let Change::Removed(removed) = read(text) else { panic!("{text}") };
            assert_eq!((removed.id(), removed.reason()), ("1", Some(&RemovalReason::Deleted)));
            assert_eq!(removed.properties().get("n"), Some("1.50"));
            assert_eq!(serde_json::to_string(&removed).unwrap(), text.replace("\\u0040", "@"));
        }
    }

    #[test]
    fn reasons_that_nobody_knows() {
        for (reason, expected) in [
            (r#"{"reason":"archived"}"#, Some("archived")),
            ("{}", None),
            ("null", None),
            (r#"{"reason":7}"#, None),
        ] {
            let Change::Removed(removed) = read(&format!(r#"{{"id":"1","@removed":{reason}}}"#)) else {
                panic!("{reason}")
            };
            assert_eq!(removed.reason().map(RemovalReason::as_str), expected);
        }
    }

    #[test]
    fn only_the_object_itself_is_told() {
        let nested =
            r#"{"id":"1","members@delta":[{"id":"2","@removed":{"reason":"deleted"}}],"x":"@removed"}"#;
        let Change::Changed(item) = read(nested) else { panic!() };
        assert!(item.get("members@delta").unwrap().contains("@removed"));
    }

    #[test]
    fn neither_ids_nor_values_are_shown() {
        let change = read(r#"{"id":"secret","@removed":{"reason":"changed"},"n":"secret"}"#);
        assert!(!format!("{change:?}").contains("secret"));
    }
}
