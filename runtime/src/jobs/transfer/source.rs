//! What is uploaded: bytes, a file, or anything that can be read from any place; a slice of it in memory at a time.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeek, AsyncSeekExt as _};

use super::blocking::blocking;
use super::source_version::{FileState, SourceVersion, changed};
use crate::error::{Error, Kind};

/// What is uploaded: [`Bytes`], a `Vec<u8>`, a path, an open file, or any [`reader`](Self::reader).
///
/// It is uploaded from its first byte to its last. Of a file or a reader one slice at a time is in memory.
///
/// A source must stay as it is while it is uploaded. Before each slice is sent, and in the end, a file's length,
/// modification time and identity are compared with those of the beginning, for a path also those of the file that is
/// there by now, and for a reader its length. A difference is an error, [`Error::is_changed`]. What can't be told: a
/// change that leaves length and modification time as they were (within the file system's tick of a few
/// milliseconds, or with the time set back), and one of a reader that leaves its length.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_endpoint::prelude::*;
/// use graph_endpoint::{UploadSession, UploadSource};
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
/// struct CreateUploadSession { path: String }
/// #[graph_type("microsoft.graph.driveItem")]
/// struct DriveItem { name: String, size: usize }
/// # let sandbox = Sandbox::builder()
/// #     .on_upload(|create: CreateUploadSession, content| async move {
/// #         Ok(DriveItem { name: create.path, size: content.len() })
/// #     })
/// #     .start()
/// #     .await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// let create = CreateUploadSession { path: "notes.txt".into() };
///
/// let sources = [
///     UploadSource::from("text".as_bytes().to_vec()), // `&Path`, `PathBuf` and `tokio::fs::File` as well
///     UploadSource::reader(std::io::Cursor::new("anything that can seek")),
/// ];
/// for source in sources {
///     let item: DriveItem = client.upload(&create, source).await?.item()?;
///     println!("{} bytes", item.size);
/// }
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
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
        let (version, content) = match self.0 {
            Source::Bytes(bytes) => (SourceVersion::of_length(length_of(&bytes)), Content::Bytes(bytes)),
            Source::Path(path) => {
                let at = path.clone();
                file(Some(path), move || open(&at)).await?
            }
            Source::File(tokio_file) => {
                let std_file = tokio_file.into_std().await;
                file(None, move || Ok(std_file)).await?
            }
            Source::Reader(mut reader) => {
                let length = reader.seek(SeekFrom::End(0)).await.map_err(unreadable)?;
                (SourceVersion::of_length(length), Content::Reader(reader))
            }
        };
        Ok(Opened { version, content, buffer: BytesMut::new() })
    }
}

async fn file(
    path: Option<PathBuf>,
    open: impl FnOnce() -> io::Result<File> + Send + 'static,
) -> Result<(SourceVersion, Content), Error> {
    let opened = blocking(move || {
        let file = open()?;
        let metadata = file.metadata()?;
        let state = FileState::of(&metadata);
        // A device's metadata has no length, and not every device has an end.
        let length = if metadata.is_file() { metadata.len() } else { (&file).seek(SeekFrom::End(0))? };
        if length == 0 && !metadata.is_file() {
            return Err(without_length());
        }
        Ok((SourceVersion { length, ..state.version.clone() }, Watched { file, path, state }))
    });
    let (version, file) = opened.await?.map_err(unreadable)?;
    Ok((version, Content::File(Arc::new(file))))
}

/// A pipe would be opened once somebody writes to it, perhaps never, and has no length then.
fn open(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    if std::os::unix::fs::FileTypeExt::is_fifo(&std::fs::metadata(path)?.file_type()) {
        return Err(without_length());
    }
    File::open(path)
}

fn without_length() -> io::Error {
    let problem =
        "it is a pipe or a device, of which nobody knows how long it is; read it, and upload the bytes";
    io::Error::new(io::ErrorKind::Unsupported, problem)
}

/// A file, and what it was when it was opened.
struct Watched {
    file: File,
    /// Where it was found.
    path: Option<PathBuf>,
    state: FileState,
}

impl Watched {
    /// Reads a part, and sees to it that what was read is from before any change.
    #[inline]
    fn read(&self, start: u64, length: usize, mut buffer: BytesMut) -> Result<BytesMut, Error> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(start)).map_err(unreadable)?;
        buffer.resize(length, 0);
        file.read_exact(&mut buffer).map_err(unreadable)?;
        self.check().map(|()| buffer)
    }

    #[inline]
    fn check(&self) -> Result<(), Error> {
        self.state.check(&FileState::of(&self.file.metadata().map_err(unreadable)?))?;
        // A file whose name is gone can still be read to its end; one in its place is another one.
        match self.path.as_ref().and_then(|path| std::fs::metadata(path).ok()) {
            Some(there) => self.state.check(&FileState::of(&there)),
            None => Ok(()),
        }
    }
}

fn length_of(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[inline]
fn unreadable(source: io::Error) -> Error {
    match source.kind() {
        io::ErrorKind::UnexpectedEof => changed("it is shorter now").with_source(source),
        _ => Error::new(Kind::Io, "what is uploaded can't be read").with_source(source),
    }
}

macro_rules! from {
    ($($type:ty => |$value:ident| $source:expr),* $(,)?) => {$(
        impl From<$type> for UploadSource {
            #[inline]
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
    #[inline]
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
    /// As it was when it was opened.
    version: SourceVersion,
    content: Content,
    /// Taken back after each slice, so that there is one, however many slices.
    buffer: BytesMut,
}

enum Content {
    Bytes(Bytes),
    File(Arc<Watched>),
    Reader(Box<dyn Reader>),
}

impl Opened {
    /// In bytes.
    pub(super) fn length(&self) -> u64 {
        self.version.length
    }

    pub(super) fn version(&self) -> &SourceVersion {
        &self.version
    }

    /// Fails if it is no longer what it was when it was opened, as far as that can be told.
    #[inline]
    pub(super) async fn check(&mut self) -> Result<(), Error> {
        match &mut self.content {
            Content::Bytes(_) => Ok(()),
            Content::File(file) => {
                let file = file.clone();
                blocking(move || file.check()).await?
            }
            Content::Reader(reader) => {
                let length = reader.seek(SeekFrom::End(0)).await.map_err(unreadable)?;
                self.version.check(&SourceVersion::of_length(length))
            }
        }
    }

    /// The `length` bytes from `start` on, which are within the source.
    ///
    /// # Errors
    /// When it can't be read, or is no longer what it was: nothing of a change is handed out.
    #[inline]
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
                buffer = blocking(move || file.read(start, length, buffer)).await??;
            }
            Content::Reader(reader) => {
                reader.seek(SeekFrom::Start(start)).await.map_err(unreadable)?;
                buffer.resize(length, 0);
                reader.read_exact(&mut buffer).await.map_err(unreadable)?;
                self.check().await?;
            }
        }
        Ok(buffer.freeze())
    }

    /// Takes the memory of a slice back that was sent, if nobody holds on to it.
    #[inline]
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
        assert!(source.read(8, 4).await.unwrap_err().is_changed());
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
