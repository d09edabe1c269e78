//! Content into a file or into memory, where it can be begun anew if another version comes.

use std::path::PathBuf;

use bytes::{Bytes, BytesMut};

use super::downloaded::Downloaded;
use super::fetch::Fetch;
use crate::client::too_large;
use crate::error::Error;
use crate::jobs::transfer::sink::FileSink;

/// How often content is requested from its start because another version of it came, or none that could be told.
const RESTARTS: u32 = 3;

/// Where a download goes that can be begun anew.
pub(super) trait Sink {
    async fn push(&mut self, piece: &[u8]) -> Result<(), Error>;
    /// Throws away what is there.
    async fn restart(&mut self) -> Result<(), Error>;
}

/// All that comes into a sink; begun anew where the version that comes is another one.
pub(super) async fn pour(
    mut fetch: Fetch,
    sink: &mut impl Sink,
    restartable: bool,
) -> Result<Downloaded, Error> {
    let mut restarts = 0;
    loop {
        match fetch.next().await {
            Ok(Some(piece)) => sink.push(&piece).await.map_err(|error| fetch.named(error))?,
            Ok(None) => return Ok(fetch.done()),
            Err(error) if restartable && restarts < RESTARTS && fetch.may_restart(&error).await => {
                restarts += 1;
                sink.restart().await.map_err(|error| fetch.named(error))?;
                fetch.restart();
            }
            Err(error) => return Err(error),
        }
    }
}

/// A file that is opened when something is to be written for the first time.
pub(super) struct LazyFile {
    path: PathBuf,
    /// How many bytes of it are kept.
    there: u64,
    sink: Option<FileSink>,
}

impl LazyFile {
    #[inline]
    pub(super) fn new(path: PathBuf, there: u64) -> Self {
        Self { path, there, sink: None }
    }

    /// Writes what is left. A download without a byte makes a file, too, if it came to a good end.
    pub(super) async fn finish(&mut self, is_complete: bool) -> Result<(), Error> {
        match &mut self.sink {
            Some(sink) => sink.finish().await,
            None if is_complete => self.opened().await?.finish().await,
            None => Ok(()),
        }
    }

    async fn opened(&mut self) -> Result<&mut FileSink, Error> {
        match &mut self.sink {
            Some(sink) => Ok(sink),
            empty => Ok(empty.insert(FileSink::open(self.path.clone(), self.there).await?)),
        }
    }
}

impl Sink for LazyFile {
    async fn push(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.opened().await?.push(piece).await
    }

    async fn restart(&mut self) -> Result<(), Error> {
        self.there = 0;
        match &mut self.sink {
            Some(sink) => sink.restart().await,
            None => Ok(()),
        }
    }
}

/// All of it, up to a number of bytes.
pub(super) struct Memory {
    bytes: BytesMut,
    limit: u64,
}

impl Memory {
    #[inline]
    pub(super) fn new(limit: u64) -> Self {
        Self { bytes: BytesMut::new(), limit }
    }

    #[inline]
    pub(super) fn into_bytes(self) -> Bytes {
        self.bytes.freeze()
    }
}

impl Sink for Memory {
    async fn push(&mut self, piece: &[u8]) -> Result<(), Error> {
        let length = self.bytes.len().saturating_add(piece.len());
        if u64::try_from(length).map_or(true, |length| length > self.limit) {
            return Err(too_large(self.limit));
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }

    async fn restart(&mut self) -> Result<(), Error> {
        self.bytes.clear();
        Ok(())
    }
}
