//! The file that a download goes to: written in large pieces, while the next ones are on their way.

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use bytes::Bytes;
use tokio::task::JoinHandle;

use super::blocking::blocking;
use crate::error::{Error, Kind};

/// How many bytes are written at once; as many again may wait for them.
const BATCH: usize = 1 << 20;

pub(super) struct FileSink {
    /// `None` while it is being written.
    file: Option<File>,
    writing: Option<JoinHandle<io::Result<File>>>,
    waiting: Vec<Bytes>,
    size: usize,
}

impl FileSink {
    /// Opens a file whose first `there` bytes are kept; a new one, or none of it, for 0.
    pub(super) async fn open(path: PathBuf, there: u64) -> Result<Self, Error> {
        let opened = blocking(move || {
            let mut file = File::options().write(true).create(true).truncate(false).open(path)?;
            if file.metadata()?.len() < there {
                return Ok(None);
            }
            file.set_len(there)?;
            file.seek(SeekFrom::Start(there))?;
            Ok(Some(file))
        });
        match opened.await?.map_err(unwritable)? {
            Some(file) => Ok(Self { file: Some(file), writing: None, waiting: Vec::new(), size: 0 }),
            None => Err(Error::new(
                Kind::Io,
                "the file has fewer bytes than the download is to be resumed behind",
            )),
        }
    }

    /// Throws away what is there.
    pub(super) async fn restart(&mut self) -> Result<(), Error> {
        self.waiting.clear();
        self.size = 0;
        self.settle().await?;
        self.write(|mut file, _| {
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            Ok(file)
        })?;
        self.settle().await
    }

    pub(super) async fn push(&mut self, piece: Bytes) -> Result<(), Error> {
        self.size += piece.len();
        self.waiting.push(piece);
        if self.size >= BATCH { self.flush().await } else { Ok(()) }
    }

    /// Writes what is left.
    pub(super) async fn finish(&mut self) -> Result<(), Error> {
        self.flush().await?;
        self.settle().await
    }

    async fn flush(&mut self) -> Result<(), Error> {
        self.settle().await?;
        self.write(|mut file, pieces| {
            for piece in pieces {
                file.write_all(&piece)?;
            }
            Ok(file)
        })
    }

    fn write(
        &mut self,
        work: impl FnOnce(File, Vec<Bytes>) -> io::Result<File> + Send + 'static,
    ) -> Result<(), Error> {
        // After an error there is no file any more: what comes later is dropped, the error has been told.
        let Some(file) = self.file.take() else { return Err(ended()) };
        let pieces = std::mem::take(&mut self.waiting);
        self.size = 0;
        let runtime = tokio::runtime::Handle::try_current()
            .map_err(|_| Error::build("files are written within a tokio runtime"))?;
        self.writing = Some(runtime.spawn_blocking(move || work(file, pieces)));
        Ok(())
    }

    /// Waits for what is being written.
    async fn settle(&mut self) -> Result<(), Error> {
        if let Some(writing) = self.writing.take() {
            self.file = Some(writing.await.map_err(|_| ended())?.map_err(unwritable)?);
        }
        Ok(())
    }
}

fn ended() -> Error {
    Error::new(Kind::Io, "the file was given up after an error")
}

pub(super) fn unwritable(source: io::Error) -> Error {
    Error::new(Kind::Io, "what is downloaded can't be written").with_source(source)
}
