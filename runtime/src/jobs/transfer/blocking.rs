//! Files are read and written where that holds up no other task.

use crate::client::runtime;
use crate::error::{Error, Kind};

/// Work with a file, which would hold up other tasks.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let done = runtime::current()?.spawn_blocking(work).await;
    done.map_err(|_| Error::new(Kind::Io, "the runtime ended while a file was read or written"))
}
