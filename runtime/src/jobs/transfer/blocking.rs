//! Files are read and written where that holds up no other task.

use tokio::runtime::Handle;

use crate::error::{Error, Kind};

/// Work with a file, which would hold up other tasks.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let runtime = Handle::try_current()
        .map_err(|_| Error::build("files are read and written within a tokio runtime"))?;
    let done = runtime.spawn_blocking(work).await;
    done.map_err(|_| Error::new(Kind::Io, "the runtime ended while a file was read or written"))
}
