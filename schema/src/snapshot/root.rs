//! What a path can begin with.

use super::facts::Facts;
use super::name::Name;

/// An entity set, a singleton or an import.
#[derive(Clone, Copy, Debug)]
pub struct Root<'s> {
    line: &'s str,
}

/// What a root is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootKind {
    /// Many entities: `/users`.
    EntitySet,
    /// One entity: `/me`.
    Singleton,
    /// An action or a function that isn't bound to anything.
    Import,
}

impl<'s> Root<'s> {
    /// `root users set .user ..`
    pub(super) fn new(record: &'s str) -> Self {
        let line = record.lines().next().unwrap_or_default();
        Self { line: line.split_once(' ').unwrap_or_default().1 }
    }

    /// Its name in a path.
    pub fn name(self) -> &'s str {
        self.line.split(' ').next().unwrap_or_default()
    }

    /// What it is.
    pub fn kind(self) -> RootKind {
        match self.line.split(' ').nth(1) {
            Some("set") => RootKind::EntitySet,
            Some("singleton") => RootKind::Singleton,
            _ => RootKind::Import,
        }
    }

    /// Its type; of an import, the operation.
    pub fn of(self) -> Name<'s> {
        Name(self.line.split(' ').nth(2).unwrap_or_default())
    }

    /// What annotations say of it.
    pub fn facts(self) -> Facts<'s> {
        Facts::new(self.line.splitn(4, ' ').nth(3).unwrap_or_default())
    }
}
