//! Files of any size: uploaded by session, downloaded with ranges; cut lines are taken up again where they broke.
//!
//! - `session`: what an upload session says; `source`: what is uploaded; `source_version`: whether it is still the same;
//!   `upload`: the one into the other.
//! - `again`: how often a transfer is taken up again; `blocking`: work with files.
//! - `version`: whether content is still the same; `download`: it comes; `sink`: the file where it goes.

#[cfg(feature = "client")]
mod blocking;
#[cfg(feature = "client")]
mod download;
#[cfg(feature = "client")]
mod progress;
#[cfg(feature = "client")]
mod resume;
mod session;
#[cfg(feature = "client")]
mod sink;
#[cfg(feature = "client")]
mod source;
#[cfg(feature = "client")]
mod source_version;
#[cfg(feature = "client")]
mod upload;
#[cfg(feature = "client")]
mod version;

pub use self::session::UploadSession;
#[cfg(feature = "blocking")]
pub(crate) use self::sink::unwritable;
#[cfg(feature = "__fuzzing")]
pub(crate) use self::upload::fuzz as fuzz_upload;
#[cfg(feature = "client")]
pub use self::{
    download::{Download, DownloadStream, Downloaded},
    progress::Progress,
    source::UploadSource,
    source_version::SourceVersion,
    upload::{Upload, Uploaded},
    version::ContentVersion,
};
