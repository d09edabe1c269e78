//! How many requests of a client are in flight at once.
//!
//! A request takes a permit before it is sent and gives it back when its response is there: read whole, or with its
//! body handed out. A body that is handed out holds none, because nobody knows when, or whether, it will be read: one
//! that is set aside would keep all other calls waiting, those included that its own reader may be waiting for.
//! The wait for a permit counts against the call's deadline.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) struct Limit {
    permits: Arc<Semaphore>,
}

/// Given back when dropped.
pub(crate) type Permit = OwnedSemaphorePermit;

impl Limit {
    pub(crate) fn new(permits: usize) -> Self {
        Self { permits: Arc::new(Semaphore::new(permits.clamp(1, Semaphore::MAX_PERMITS))) }
    }

    /// A permit, if one is free.
    pub(crate) fn try_enter(&self) -> Option<Permit> {
        self.permits.clone().try_acquire_owned().ok()
    }

    /// Waits for a permit; first come, first served. Never `None`: the semaphore is not closed.
    pub(crate) async fn enter(&self) -> Option<Permit> {
        self.permits.clone().acquire_owned().await.ok()
    }
}
