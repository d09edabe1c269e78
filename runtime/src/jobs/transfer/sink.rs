//! The file that a download goes to: written in large pieces, while the next ones are on their way.

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use tokio::task::JoinHandle;

use super::blocking::blocking;
use crate::client::runtime;
use crate::error::{Error, Kind};

/// How many bytes are written at once; as many again are gathered meanwhile.
const BATCH: usize = 1 << 19;

pub(super) struct FileSink {
    /// `None` while it is being written.
    file: Option<File>,
    /// How long the file is, once what is being written has been.
    length: u64,
    writing: Option<JoinHandle<Written>>,
    /// Copies: a piece that is kept would keep all of the connection's buffer.
    waiting: Vec<u8>,
    /// The other buffer, while nothing is being written.
    spare: Vec<u8>,
}

/// The file again, and the buffer that was written to it.
type Written = Result<(File, Vec<u8>), Error>;

impl FileSink {
    /// Opens a file whose first `there` bytes are kept; a new one, or none of it, for 0.
    pub(super) async fn open(path: PathBuf, there: u64) -> Result<Self, Error> {
        let opened = blocking(move || {
            let mut file = File::options().write(true).create(true).truncate(false).open(path)?;
            let metadata = file.metadata()?;
            if metadata.len() < there {
                return Ok(None);
            }
            // A pipe or a device, `/dev/stdout` say, has no length and no place to go on from.
            if metadata.is_file() {
                file.set_len(there)?;
                file.seek(SeekFrom::Start(there))?;
            }
            Ok(Some(file))
        });
        match opened.await?.map_err(unwritable)? {
            Some(file) => {
                let (waiting, spare) = (Vec::new(), Vec::new());
                Ok(Self { file: Some(file), length: there, writing: None, waiting, spare })
            }
            None => Err(Error::new(
                Kind::Io,
                "the file has fewer bytes than the download is to be resumed behind",
            )),
        }
    }

    /// Throws away what is there.
    pub(super) async fn restart(&mut self) -> Result<(), Error> {
        self.waiting.clear();
        self.settle().await?;
        self.length = 0;
        self.write(|mut file, _| {
            file.set_len(0).map_err(unwritable)?;
            file.seek(SeekFrom::Start(0)).map_err(unwritable)?;
            Ok(file)
        })?;
        self.settle().await
    }

    pub(super) async fn push(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.waiting.extend_from_slice(piece);
        if self.waiting.len() >= BATCH { self.flush().await } else { Ok(()) }
    }

    /// Writes what is left.
    pub(super) async fn finish(&mut self) -> Result<(), Error> {
        self.flush().await?;
        self.settle().await
    }

    async fn flush(&mut self) -> Result<(), Error> {
        self.settle().await?;
        let before = self.length;
        self.length = before.saturating_add(u64::try_from(self.waiting.len()).unwrap_or(u64::MAX));
        self.write(move |mut file, bytes| {
            let metadata = file.metadata().map_err(unwritable)?;
            // Nothing else has a length that tells.
            if metadata.is_file() && metadata.len() != before {
                return Err(Error::new(
                    Kind::Io,
                    "somebody else writes to the file while it is downloaded; download to another one",
                ));
            }
            file.write_all(bytes).map_err(unwritable)?;
            Ok(file)
        })
    }

    /// Hands the file and what waits for it over to `work`.
    fn write(
        &mut self,
        work: impl FnOnce(File, &[u8]) -> Result<File, Error> + Send + 'static,
    ) -> Result<(), Error> {
        let Some(file) = self.file.take() else { return Err(ended()) };
        let bytes = std::mem::replace(&mut self.waiting, std::mem::take(&mut self.spare));
        let runtime = runtime::current()?;
        self.writing = Some(runtime.spawn_blocking(move || Ok((work(file, &bytes)?, bytes))));
        Ok(())
    }

    /// Waits for what is being written. After an error there is no file any more.
    async fn settle(&mut self) -> Result<(), Error> {
        if let Some(writing) = self.writing.take() {
            let (file, mut written) = writing.await.map_err(|_| ended())??;
            written.clear();
            (self.file, self.spare) = (Some(file), written);
        }
        Ok(())
    }
}

#[inline]
fn ended() -> Error {
    Error::new(Kind::Io, "the file was given up after an error")
}

#[inline]
pub(crate) fn unwritable(source: io::Error) -> Error {
    Error::new(Kind::Io, "what is downloaded can't be written").with_source(source)
}
