//! A value that came from Graph and keeps what its type doesn't declare, for the way back.

mod merge;
mod source;

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use self::source::Source;
use crate::types::nullable::Nullable;
use crate::wire::json::raw::Text;
use crate::wire::json::{locate, outgoing};

/// A value beside the JSON that it was read from: written back, only what was changed is changed.
///
/// Graph's writes replace collections and complex values whole, so what a type doesn't declare and what is dropped on the
/// way is deleted in the tenant. `Kept<T>` reads like the `T` that it dereferences to, and is written as the text that
/// came, with the differences that were made to the value laid over it, at every depth:
/// - a property that wasn't touched goes back as the very text in which it came, numbers and unknown types included;
/// - one that was changed takes its new value, one that became `None` or [`Absent`](crate::Nullable) is left out;
/// - one that `T` doesn't declare stays, and so does `null` where `T` has an `Option`;
/// - an object that became one of another `@odata.type` is a new one: it takes nothing over;
/// - an item of an array is found again by what it said, or else by its `id`, or where it still says a part of that: at its
///   place in an array of the same length, or as the only one that does. New items are written as they are, items that
///   were removed are gone. A `Vec<Kept<T>>` needs no such search: each of its items knows where it came from.
///
/// A value made here, with [`From`], is written as a `T` is. Setters of builders take a `T`, too.
///
/// In request bodies the service's own annotations (`@odata.context`, `@odata.etag`, ..) are left out. A declaration
/// with `select` asks Graph for declared properties only, and the others would not be in the text: `Kept<T>` has no
/// [`Select`](crate::Select).
///
/// ```
/// use graph_endpoint::{Kept, prelude::*};
///
/// #[graph_type("microsoft.graph.assignedLicense")]
/// struct AssignedLicense {
///     sku_id: String,
/// }
///
/// let text = r#"[{"disabledPlans":["p1","p2"],"skuId":"s1"}]"#;
/// let mut licenses: Vec<Kept<AssignedLicense>> = serde_json::from_str(text)?;
/// assert_eq!(licenses[0].sku_id, "s1");
/// licenses.push(AssignedLicense { sku_id: "s2".into() }.into());
/// assert_eq!(
///     serde_json::to_string(&licenses)?,
///     r#"[{"disabledPlans":["p1","p2"],"skuId":"s1"},{"skuId":"s2"}]"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// It is read from JSON text, or from a `serde_json::Value`; other formats don't work. One that was read inside of
/// another shares its text: that is gone from memory when the last of them is.
#[derive(Clone, Default)]
pub struct Kept<T> {
    value: T,
    source: Option<Source>,
}

impl<T> Kept<T> {
    /// The value alone, without what its type doesn't declare.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The JSON text that came; `None` for a value that was made here.
    pub fn source(&self) -> Option<&str> {
        self.source.as_ref().map(Source::as_str)
    }
}

impl<T> From<T> for Kept<T> {
    fn from(value: T) -> Self {
        Self { value, source: None }
    }
}

/// For the setter of a `Nullable<Kept<T>>`, which takes the value itself as well.
impl<T> From<T> for Nullable<Kept<T>> {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Kept<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T> AsRef<T> for Kept<T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Kept<T> {
    /// By the values and by the texts that came.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value && self.source() == other.source()
    }
}

/// The value's own; the text that came may hold secrets.
impl<T: fmt::Debug> fmt::Debug for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Kept<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(json) = Deserialize::deserialize(deserializer)?;
        let (source, value) = Source::read(&json, |text| serde_json::from_str(text));
        let value = value.map_err(|error| D::Error::custom(locate::in_part(&json, &error)))?;
        Ok(Self { value, source: Some(source) })
    }
}

impl<T: Serialize + DeserializeOwned> Serialize for Kept<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(source) = &self.source else { return self.value.serialize(serializer) };
        let merged = merge(source.as_str(), &self.value).map_err(S::Error::custom)?;
        merged.serialize(serializer)
    }
}

/// The text that came with what has changed since. What had been read is read from it once more: what of it `T` knows,
/// and how `T` writes it, nothing else tells.
fn merge<T: Serialize + DeserializeOwned>(
    source: &str,
    value: &T,
) -> Result<Box<RawValue>, serde_json::Error> {
    let now = outgoing::to_string(value)?;
    let then = outgoing::to_string(&serde_json::from_str::<T>(source)?)?;
    RawValue::from_string(merge::merge::<()>(source, &then, &now))
}

#[cfg(test)]
mod tests;
