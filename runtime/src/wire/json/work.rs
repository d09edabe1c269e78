//! How many bytes were gone through to find out what the types of objects are, for tests.

use std::cell::Cell;

thread_local! {
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

pub(super) fn add(bytes: usize) {
    BYTES.set(BYTES.get() + bytes);
}

pub(super) fn take() -> usize {
    BYTES.take()
}
