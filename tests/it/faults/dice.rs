//! Chance that a seed decides: by what is asked for and for how many times, not by who comes first.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

#[derive(Clone, Copy)]
pub(super) struct Dice {
    seed: u64,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// A source of chance of its own for each thing and each time.
    pub(super) fn of(self, thing: &str, time: u32) -> fastrand::Rng {
        let mut hasher = DefaultHasher::new();
        (self.seed, thing, time).hash(&mut hasher);
        fastrand::Rng::with_seed(hasher.finish())
    }
}
