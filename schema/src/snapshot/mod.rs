//! The snapshot: a service's schema as one sorted text file, small enough to be committed and to be read anew by every
//! run of the macros. Nothing of it is parsed but what is asked for.
//!
//! ```text
//! graph-schema 1
//! version v1.0
//! cloud global
//! date 2026-08-04
//! source 6b7ff1c0a8d2f0e4
//! body 1093412 4821 9c2f6a1d44b0e7f3
//! #call assign
//! action .assign on .iosManagedAppProtection
//!  assignments .targetedManagedAppPolicyAssignment[]
//! #root users set .user
//! #type .user entity base=.directoryObject open alt=userPrincipalName
//! displayName Edm.String
//! manager .directoryObject nav ref
//! messages .message[] contained
//! ```
//!
//! - The header has the version of this format, the API's version, the cloud, the date of the metadata and the hash of
//!   what was imported; then, of all that follows, the length in bytes, the number of records and a hash.
//! - A record begins with `#`, which stands nowhere else, and is sorted by what stands behind it. A line of it is a
//!   property, a member, an overload or (indented) a parameter; its words are divided by single spaces.
//! - A type is written without the `microsoft.graph` in front; `[]` is a collection, `!` what can't be null.
//! - `nav` is a navigation property, `contained` one whose target is a part of it. `^` in place of a type: a property of
//!   a base type, of which annotations say something else here. The other words are [`Facts`].

mod facts;
mod header;
mod known;
mod member;
mod name;
mod operation;
mod root;
mod ty;
#[cfg(feature = "csdl")]
mod write;

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use self::facts::Facts;
pub use self::header::Header;
pub use self::member::{Member, MemberKind};
pub use self::name::{Name, TypeRef, in_full};
pub use self::operation::{Operation, Parameter};
pub use self::root::{Root, RootKind};
pub use self::ty::{Type, TypeKind};
#[cfg(feature = "csdl")]
pub use self::write::Source;

use self::known::{Bases, Known};

/// The version of the format that is written and read.
pub const FORMAT: &str = "1";

/// A schema that can be asked.
pub struct Snapshot {
    text: Cow<'static, str>,
    header: Header,
    /// Where the records begin, behind their `#`.
    records: Vec<u32>,
    /// What was found out about each of them.
    known: Vec<Known>,
    bases: Bases,
    /// The record that was found last: who asks for one asks for it again and again.
    last: AtomicUsize,
}

/// Why a text is no snapshot, or no longer one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotError {
    message: String,
}

impl Snapshot {
    /// Reads a snapshot: the header and where its records begin.
    ///
    /// # Errors
    /// Another format version, a text that was cut off, and what was changed by hand, as far as length, number and
    /// order of records show it; [`verify`](Self::verify) sees the rest.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Result<Self, SnapshotError> {
        let text = text.into();
        let (header, body) = header::read(&text).map_err(|error| error.of_a_merge(&text))?;
        let mut records = Vec::with_capacity(header.records);
        let mut before = "";
        for (at, _) in text.match_indices('#') {
            // What follows a name is less than what a name is made of, so whole records are in the order of their keys.
            let record = text.get(at + 1..).unwrap_or_default();
            if record <= before {
                return Err(SnapshotError::edited(&format!(
                    "`{}` stands behind `{}`",
                    key_of(record),
                    key_of(before)
                )));
            }
            before = record;
            records.push(u32::try_from(at + 1).map_err(|_| SnapshotError::edited("it is too long"))?);
        }
        let starts_as_said = records.first().is_none_or(|first| *first as usize == body + 1);
        if records.len() != header.records || !starts_as_said {
            return Err(SnapshotError::edited(&format!(
                "it has {} records of the {} that its header says",
                records.len(),
                header.records
            )));
        }
        let known = std::iter::repeat_with(Known::default).take(records.len()).collect();
        Ok(Self { text, header, records, known, bases: Bases::default(), last: AtomicUsize::new(0) })
    }

    /// Reads a snapshot from a file's bytes.
    ///
    /// # Errors
    /// As [`new`](Self::new), and what isn't UTF-8.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SnapshotError> {
        match String::from_utf8(bytes) {
            Ok(text) => Self::new(text),
            Err(_) => Err(SnapshotError::new("the snapshot is not UTF-8")),
        }
    }

    /// Whether every byte is as it was written. Not a part of reading, so that small ones can be written by hand.
    ///
    /// # Errors
    /// Anything that was changed by hand.
    pub fn verify(&self) -> Result<(), SnapshotError> {
        let body = self.text.len() - self.header.length;
        if hash(self.text.as_bytes().get(body..).unwrap_or_default()) == self.header.body_hash {
            Ok(())
        } else {
            Err(SnapshotError::edited("a line of it is another than what was written"))
        }
    }

    /// Where the schema comes from.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Whether both were made of the same metadata, by the same version of the format and of what writes it; the date
    /// that they were given doesn't count.
    pub fn is_of_same_source(&self, other: &Self) -> bool {
        Header { date: String::new(), ..self.header.clone() }
            == Header { date: String::new(), ..other.header.clone() }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A type by its name: `microsoft.graph.user`, with or without `#` in front, `graph.user`.
    pub fn type_named(&self, name: &str) -> Option<Type<'_>> {
        let name = name.strip_prefix('#').unwrap_or(name);
        self.type_of(Name(name::shorten_alias(name)))
    }

    /// A type by its name in this snapshot, or in another one.
    pub fn type_of(&self, name: Name<'_>) -> Option<Type<'_>> {
        self.type_at(self.index_of("type", name.0)?)
    }

    fn type_at(&self, index: usize) -> Option<Type<'_>> {
        Some(Type::new(self, index, self.text_of(index)?))
    }

    /// The name of a type that was probably meant, of the same namespace if there is one there.
    pub fn nearest_type(&self, name: &str) -> Option<Name<'_>> {
        let name = name.strip_prefix('#').unwrap_or(name);
        let (namespace, local) = name::shorten_alias(name).rsplit_once('.')?;
        let names: Vec<Name<'_>> = self.types().map(Type::name).collect();
        let nearest = |in_namespace: bool| {
            let known = names.iter().filter(|name| !in_namespace || name.namespace() == namespace);
            let near = crate::naming::nearest(local, known.clone().map(|name| name.local()))?;
            known.into_iter().copied().find(|name| name.local() == near)
        };
        nearest(true).or_else(|| nearest(false))
    }

    /// All types, by name.
    pub fn types(&self) -> impl Iterator<Item = Type<'_>> {
        self.all("type").filter_map(|index| self.type_at(index))
    }

    /// An entity set, a singleton or an import by its name.
    pub fn root(&self, name: &str) -> Option<Root<'_>> {
        self.record("root", name).map(Root::new)
    }

    /// All entity sets, singletons and imports, by name.
    pub fn roots(&self) -> impl Iterator<Item = Root<'_>> {
        self.all("root").filter_map(|index| self.text_of(index)).map(Root::new)
    }

    /// The overloads of the actions and functions with this name, which has no namespace.
    pub fn operations(&self, name: &str) -> impl Iterator<Item = Operation<'_>> {
        self.record("call", name).into_iter().flat_map(operation::overloads)
    }

    /// The overloads of all actions and functions.
    pub fn all_operations(&self) -> impl Iterator<Item = Operation<'_>> {
        self.all("call").filter_map(|index| self.text_of(index)).flat_map(operation::overloads)
    }

    /// The text of a record without its `#`.
    fn record(&self, kind: &str, name: &str) -> Option<&str> {
        self.index_of(kind, name).and_then(|index| self.text_of(index))
    }

    /// Which record has this key. Bytes are compared, since the macros ask in debug builds, where letters cost more.
    fn index_of(&self, kind: &str, name: &str) -> Option<usize> {
        let mut key = String::with_capacity(kind.len() + name.len() + 1);
        key.push_str(kind);
        key.push(' ');
        key.push_str(name);
        let key = key.as_bytes();
        let last = self.last.load(Ordering::Relaxed);
        if self.is_at(last, key) {
            return Some(last);
        }
        let index = self.records.partition_point(|start| self.from(*start) < key);
        if !self.is_at(index, key) {
            return None;
        }
        self.last.store(index, Ordering::Relaxed);
        Some(index)
    }

    fn is_at(&self, index: usize, key: &[u8]) -> bool {
        let rest = self.records.get(index).and_then(|start| self.from(*start).strip_prefix(key));
        matches!(rest.and_then(<[u8]>::first), Some(b' ' | b'\n'))
    }

    fn from(&self, start: u32) -> &[u8] {
        self.text.as_bytes().get(start as usize..).unwrap_or_default()
    }

    fn all(&self, kind: &str) -> std::ops::Range<usize> {
        let kind = kind.as_bytes();
        let first = self.records.partition_point(|start| self.from(*start) < kind);
        let last = self.records.partition_point(|start| {
            let record = self.from(*start);
            record < kind || record.starts_with(kind)
        });
        first..last
    }

    /// The name of the type that this one derives from: all types are asked for it in a row, so nothing else is looked at.
    fn base_of(&self, index: usize) -> Option<&[u8]> {
        let record = self.text.get(*self.records.get(index)? as usize..)?;
        let (_, behind) = record.strip_prefix("type ")?.split_once(' ')?;
        let (_, behind) = behind.split_once(' ')?;
        let base = behind.strip_prefix("base=")?;
        base.as_bytes().split(|byte| matches!(byte, b' ' | b'\n')).next()
    }

    fn text_of(&self, index: usize) -> Option<&str> {
        let start = *self.records.get(index)? as usize;
        let end = self.records.get(index + 1).map_or(self.text.len(), |next| *next as usize - 1);
        self.text.get(start..end)
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("header", &self.header).finish_non_exhaustive()
    }
}

impl SnapshotError {
    fn new(problem: &str) -> Self {
        Self { message: format!("{problem}; make it anew with `cargo graph schema pull`") }
    }

    /// Git's marks of a conflict are why, where there are some: lines of them are no mistake of anybody's.
    fn of_a_merge(self, text: &str) -> Self {
        if text.lines().any(|line| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>")) {
            Self::new("the snapshot has the marks of a conflict that Git couldn't merge")
        } else {
            self
        }
    }

    fn edited(how: &str) -> Self {
        Self::new(&format!("the snapshot was changed by hand: {how}"))
    }
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SnapshotError {}

/// `type .user` of a record.
fn key_of(record: &str) -> &str {
    let mut spaces = record.match_indices([' ', '\n']);
    let end = spaces.nth(1).map_or(record.len(), |(at, _)| at);
    record.get(..end).unwrap_or(record)
}

/// After FNV-1a, but eight bytes at a time, since the macros ask for it in each crate: enough to see that a text is another
/// one.
/// <https://www.rfc-editor.org/rfc/rfc9923>
fn hash(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x100_0000_01b3).rotate_left(29);
    let mut hash = 0xcbf2_9ce4_8422_2325;
    // In a debug build it is the iterator that costs, so it gives four words at a time.
    let (fours, words) = words.as_chunks::<4>();
    for [first, second, third, fourth] in fours {
        hash = step(hash, u64::from_le_bytes(*first));
        hash = step(hash, u64::from_le_bytes(*second));
        hash = step(hash, u64::from_le_bytes(*third));
        hash = step(hash, u64::from_le_bytes(*fourth));
    }
    let hash = words.iter().fold(hash, |hash, word| step(hash, u64::from_le_bytes(*word)));
    rest.iter().fold(hash, |hash, byte| step(hash, u64::from(*byte)))
}

#[cfg(test)]
#[cfg(feature = "csdl")]
mod tests;
