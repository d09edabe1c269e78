//! How far a transfer has come, told to whoever wants to know.

use std::fmt;

/// How far a transfer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes that are done, those from before a resumption included.
    pub transferred: u64,
    /// Bytes in all. Of an upload always known; of a download if the service says it.
    pub total: Option<u64>,
}

/// Calls back, if somebody listens.
#[derive(Default)]
pub(super) struct Listener(Option<Box<dyn FnMut(Progress) + Send>>);

impl Listener {
    pub(super) fn new(listen: impl FnMut(Progress) + Send + 'static) -> Self {
        Self(Some(Box::new(listen)))
    }

    pub(super) fn tell(&mut self, transferred: u64, total: Option<u64>) {
        if let Some(listen) = &mut self.0 {
            listen(Progress { transferred, total });
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Listener" } else { "nobody" })
    }
}
