//! Whether a source is still the same as when its upload began: its length, when it was written to, and which file it is.

use std::borrow::Cow;
use std::fs::Metadata;
use std::time::SystemTime;

use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess};
use serde::ser::{SerializeStruct as _, Serializer};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind};
use crate::wire::json::read::{self, Object};

/// Which version of a source an upload is of. Save it, as JSON, beside the [`UploadSession`](crate::UploadSession), and
/// a resumed upload can [tell](crate::Upload::expect_source) whether it still has the same content to send.
///
/// A change that leaves length and modification time as they were can't be told.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::{Arc, Mutex};
/// use graph_endpoint::UploadSession;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
/// struct CreateUploadSession { path: String }
/// # #[graph_type("microsoft.graph.driveItem")]
/// # struct DriveItem { name: String, size: usize }
/// # let sandbox = Sandbox::builder()
/// #     .on_upload(|create: CreateUploadSession, content| async move {
/// #         Ok(DriveItem { name: create.path, size: content.len() })
/// #     })
/// #     .start()
/// #     .await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// let create = CreateUploadSession { path: "notes.txt".into() };
///
/// let seen = Arc::new(Mutex::new(None)); // to be stored with the session, for `expect_source`
/// let saved = Arc::clone(&seen);
/// let upload = client.upload(&create, vec![7; 1000]);
/// upload.on_source(move |version| *saved.lock().unwrap() = Some(version.clone())).await?;
/// assert_eq!(seen.lock().unwrap().as_ref().map(|version| version.length), Some(1000));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceVersion {
    /// In bytes.
    pub length: u64,
    /// When a file was last written to; `None` for what isn't a file, and where the file system doesn't say.
    pub modified: Option<SystemTime>,
}

impl SourceVersion {
    /// Of what has no modification time.
    pub(super) fn of_length(length: u64) -> Self {
        Self { length, modified: None }
    }

    /// Fails if `now` is another version, as far as that can be told.
    #[inline]
    pub(super) fn check(&self, now: &Self) -> Result<(), Error> {
        let written = matches!((self.modified, now.modified), (Some(then), Some(now)) if then != now);
        match now.length.cmp(&self.length) {
            std::cmp::Ordering::Greater => Err(changed("it is longer now")),
            std::cmp::Ordering::Less => Err(changed("it is shorter now")),
            std::cmp::Ordering::Equal if written => Err(changed("it was written to")),
            std::cmp::Ordering::Equal => Ok(()),
        }
    }
}

/// A source that is no longer what it was.
#[inline]
pub(super) fn changed(how: &str) -> Error {
    Error::new(Kind::Changed, format!("the source changed since its upload began: {how}; upload it anew"))
}

/// What tells one state of an open file from another.
#[derive(Clone, Debug)]
pub(super) struct FileState {
    pub(super) version: SourceVersion,
    identity: Option<Identity>,
}

impl FileState {
    #[inline]
    pub(super) fn of(metadata: &Metadata) -> Self {
        // What is older than the epoch can't be saved, and says nothing.
        let modified = metadata.modified().ok().filter(|time| *time >= SystemTime::UNIX_EPOCH);
        Self { version: SourceVersion { length: metadata.len(), modified }, identity: Identity::of(metadata) }
    }

    /// Fails if `now` is another file or another state of it.
    #[inline]
    pub(super) fn check(&self, now: &Self) -> Result<(), Error> {
        if matches!((&self.identity, &now.identity), (Some(then), Some(now)) if then != now) {
            return Err(changed("another file is in its place"));
        }
        self.version.check(&now.version)
    }
}

/// Which file it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Identity {
    #[cfg(unix)]
    device_and_inode: (u64, u64),
    /// Where the standard library has no number for a file.
    #[cfg(not(unix))]
    created: SystemTime,
}

impl Identity {
    #[cfg(unix)]
    #[allow(clippy::unnecessary_wraps, reason = "other systems have none")]
    #[inline]
    fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Some(Self { device_and_inode: (metadata.dev(), metadata.ino()) })
    }

    #[cfg(not(unix))]
    #[inline]
    fn of(metadata: &Metadata) -> Option<Self> {
        metadata.created().ok().map(|created| Self { created })
    }
}

const NAMES: [&str; 2] = ["length", "modified"];

impl Serialize for SourceVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [length, modified] = NAMES;
        let mut version = serializer.serialize_struct("SourceVersion", NAMES.len())?;
        version.serialize_field(length, &self.length)?;
        version.serialize_field(modified, &self.modified)?;
        version.end()
    }
}

impl<'de> Deserialize<'de> for SourceVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::object(deserializer)
    }
}

impl<'de> Object<'de> for SourceVersion {
    const NAME: &'static str = "SourceVersion";

    fn read<A: MapAccess<'de>>(mut properties: A) -> Result<Self, A::Error> {
        let [length_name, modified_name] = NAMES;
        let (mut length, mut modified) = (None, None);
        while let Some(name) = properties.next_key::<Cow<'de, str>>()? {
            match &*name {
                name if name == length_name => length = Some(properties.next_value()?),
                name if name == modified_name => modified = properties.next_value()?,
                _ => drop(properties.next_value::<IgnoredAny>()?),
            }
        }
        let length = length.ok_or_else(|| A::Error::missing_field(length_name))?;
        Ok(Self { length, modified })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn version(length: u64, modified: Option<u64>) -> SourceVersion {
        let modified = modified.map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        SourceVersion { length, modified }
    }

    #[test]
    fn length_and_time_tell_versions_apart() {
        let first = version(10, Some(5));
        for (now, problem) in [
            (version(11, Some(5)), "longer"),
            (version(9, None), "shorter"),
            (version(10, Some(4)), "written to"),
        ] {
            let error = first.check(&now).unwrap_err();
            assert!(error.is_changed() && error.to_string().contains(problem), "{error}");
        }
        assert!(first.check(&first).is_ok());
        assert!(first.check(&version(10, None)).is_ok());
    }

    #[test]
    fn a_version_is_saved_and_read() {
        for version in [version(3, None), version(3, Some(1_767_225_600))] {
            let saved = serde_json::to_string(&version).unwrap();
            assert_eq!(serde_json::from_str::<SourceVersion>(&saved).unwrap(), version, "{saved}");
        }
        for bad in ["{}", "[]", r#"{"length":-1}"#, r#"{"length":1,"modified":"x"}"#] {
            assert!(serde_json::from_str::<SourceVersion>(bad).is_err(), "{bad}");
        }
    }
}
