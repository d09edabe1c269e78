//! Time that passes only when somebody waits, so that tests of long waits are short.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use graph_endpoint::Environment;

/// Begins at 2026-01-01T00:00:00Z; clones share their time.
#[derive(Clone)]
pub(crate) struct VirtualTime {
    start: Instant,
    passed: Arc<Mutex<Duration>>,
    waits: Arc<Mutex<Vec<Duration>>>,
    random: f64,
}

impl VirtualTime {
    pub(crate) fn new() -> Self {
        Self { start: Instant::now(), passed: Arc::default(), waits: Arc::default(), random: 0.0 }
    }

    /// What chance gives, each time.
    pub(crate) fn random(self, random: f64) -> Self {
        Self { random, ..self }
    }

    pub(crate) fn pass(&self, duration: Duration) {
        *self.passed.lock().unwrap() += duration;
    }

    pub(crate) fn passed(&self) -> Duration {
        *self.passed.lock().unwrap()
    }

    /// All waits that were asked for, in order, in milliseconds.
    pub(crate) fn waits(&self) -> Vec<u128> {
        self.waits.lock().unwrap().iter().map(Duration::as_millis).collect()
    }
}

impl Environment for VirtualTime {
    fn now(&self) -> Instant {
        self.start + self.passed()
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600) + self.passed()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.waits.lock().unwrap().push(duration);
        let (passed, until) = (self.passed.clone(), self.passed() + duration);
        Box::pin(async move {
            // Others begin to wait at the same time.
            tokio::time::sleep(Duration::from_millis(1)).await;
            let mut passed = passed.lock().unwrap();
            *passed = until.max(*passed);
        })
    }

    fn random(&self) -> f64 {
        self.random
    }
}
