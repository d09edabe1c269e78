//! How many requests of a client are under way at once.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) struct Limit {
    places: Arc<Semaphore>,
}

/// A place among the requests under way, given back when dropped.
pub(crate) type Place = OwnedSemaphorePermit;

impl Limit {
    pub(crate) fn new(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places.clamp(1, Semaphore::MAX_PERMITS))) }
    }

    /// A place, if one is free.
    pub(crate) fn try_enter(&self) -> Option<Place> {
        self.places.clone().try_acquire_owned().ok()
    }

    /// Waits for a place; first come, first served. Never `None`: the semaphore is not closed.
    pub(crate) async fn enter(&self) -> Option<Place> {
        self.places.clone().acquire_owned().await.ok()
    }
}
