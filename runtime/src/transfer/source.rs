//! What is uploaded: bytes, a file, or anything that can be read from any place; a slice of it in memory at a time.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeek, AsyncSeekExt as _};

use super::blocking::blocking;
use crate::error::{Error, Kind};

/// What is uploaded: [`Bytes`], a `Vec<u8>`, a path, an open file, or any [`reader`](Self::reader).
///
/// It is uploaded from its first byte to its last. Of a file or a reader one slice at a time is in memory.
pub struct UploadSource(Source);

enum Source {
    Bytes(Bytes),
    Path(PathBuf),
    File(tokio::fs::File),
    Reader(Box<dyn Reader>),
}

trait Reader: AsyncRead + AsyncSeek + Send + Unpin {}
impl<R: AsyncRead + AsyncSeek + Send + Unpin> Reader for R {}

impl UploadSource {
    /// Anything that can be read from any place.
    pub fn reader(reader: impl AsyncRead + AsyncSeek + Send + Unpin + 'static) -> Self {
        Self(Source::Reader(Box::new(reader)))
    }

    /// Opens it, and finds out how long it is.
    pub(super) async fn open(self) -> Result<Opened, Error> {
        let (length, content) = match self.0 {
            Source::Bytes(bytes) => (length_of(&bytes), Content::Bytes(bytes)),
            Source::Path(path) => file(move || File::open(path)).await?,
            Source::File(tokio_file) => {
                let std_file = tokio_file.into_std().await;
                file(move || Ok(std_file)).await?
            }
            Source::Reader(mut reader) => {
                let length = reader.seek(SeekFrom::End(0)).await.map_err(unreadable)?;
                (length, Content::Reader(reader))
            }
        };
        Ok(Opened { length, content, buffer: BytesMut::new() })
    }
}

async fn file(open: impl FnOnce() -> io::Result<File> + Send + 'static) -> Result<(u64, Content), Error> {
    let opened = blocking(move || {
        let file = open()?;
        // Not the metadata's: a device has none.
        let length = (&file).seek(SeekFrom::End(0))?;
        Ok((length, file))
    });
    let (length, file) = opened.await?.map_err(unreadable)?;
    Ok((length, Content::File(Arc::new(file))))
}

fn length_of(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn unreadable(source: io::Error) -> Error {
    let message = match source.kind() {
        io::ErrorKind::UnexpectedEof => "what is uploaded became shorter while it was read",
        _ => "what is uploaded can't be read",
    };
    Error::new(Kind::Io, message).with_source(source)
}

macro_rules! from {
    ($($type:ty => |$value:ident| $source:expr),* $(,)?) => {$(
        impl From<$type> for UploadSource {
            fn from($value: $type) -> Self {
                Self($source)
            }
        }
    )*};
}
from! {
    Bytes => |bytes| Source::Bytes(bytes),
    Vec<u8> => |bytes| Source::Bytes(bytes.into()),
    &'static [u8] => |bytes| Source::Bytes(Bytes::from_static(bytes)),
    &Path => |path| Source::Path(path.to_owned()),
    PathBuf => |path| Source::Path(path),
    tokio::fs::File => |file| Source::File(file),
    File => |file| Source::File(tokio::fs::File::from_std(file)),
}

impl fmt::Debug for UploadSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::Bytes(_) => "UploadSource(bytes)",
            Source::Path(_) | Source::File(_) => "UploadSource(file)",
            Source::Reader(_) => "UploadSource(reader)",
        })
    }
}

/// A source that is being read.
pub(super) struct Opened {
    length: u64,
    content: Content,
    /// Taken back after each slice, so that there is one, however many slices.
    buffer: BytesMut,
}

enum Content {
    Bytes(Bytes),
    File(Arc<File>),
    Reader(Box<dyn Reader>),
}

impl Opened {
    /// In bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The `length` bytes from `start` on, which are within the source.
    pub(super) async fn read(&mut self, start: u64, length: usize) -> Result<Bytes, Error> {
        let mut buffer = std::mem::take(&mut self.buffer);
        match &mut self.content {
            Content::Bytes(bytes) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX);
                let end = start.saturating_add(length);
                return match bytes.get(start..end) {
                    Some(slice) => Ok(bytes.slice_ref(slice)),
                    None => Err(unreadable(io::ErrorKind::UnexpectedEof.into())),
                };
            }
            Content::File(file) => {
                let file = file.clone();
                let read = blocking(move || {
                    let mut file = &*file;
                    file.seek(SeekFrom::Start(start))?;
                    buffer.resize(length, 0);
                    file.read_exact(&mut buffer)?;
                    Ok(buffer)
                });
                buffer = read.await?.map_err(unreadable)?;
            }
            Content::Reader(reader) => {
                reader.seek(SeekFrom::Start(start)).await.map_err(unreadable)?;
                buffer.resize(length, 0);
                reader.read_exact(&mut buffer).await.map_err(unreadable)?;
            }
        }
        Ok(buffer.freeze())
    }

    /// Takes the memory of a slice back that was sent, if nobody holds on to it.
    pub(super) fn give_back(&mut self, slice: Bytes) {
        if !matches!(self.content, Content::Bytes(_))
            && let Ok(buffer) = slice.try_into_mut()
        {
            self.buffer = buffer;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn slices(source: UploadSource) {
        let mut source = source.open().await.unwrap();
        assert_eq!(source.length(), 10);
        let first = source.read(0, 4).await.unwrap();
        assert_eq!(first, "0123");
        source.give_back(first);
        // Back again, and the last one is shorter.
        assert_eq!(source.read(2, 4).await.unwrap(), "2345");
        assert_eq!(source.read(8, 2).await.unwrap(), "89");
        assert!(source.read(8, 4).await.unwrap_err().is_io());
    }

    #[tokio::test]
    async fn every_source_is_read_from_any_place() {
        slices(Bytes::from("0123456789").into()).await;
        slices(b"0123456789".to_vec().into()).await;
        slices(UploadSource::reader(io::Cursor::new("0123456789"))).await;
        let path = std::env::temp_dir().join(format!("graph-endpoint-source-{}", std::process::id()));
        std::fs::write(&path, "0123456789").unwrap();
        slices(path.as_path().into()).await;
        slices(File::open(&path).unwrap().into()).await;
        std::fs::remove_file(&path).unwrap();
        let missing = UploadSource::from(path).open().await.err().unwrap();
        assert!(missing.is_io(), "{missing:?}");
    }
}
