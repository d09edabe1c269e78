//! Names of types as a snapshot has them, and as everybody else does.

use std::fmt;

/// What most names begin with.
const NAMESPACE: &str = "microsoft.graph";

/// The name of a type or an operation, in full when it is displayed or compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name<'s>(pub(super) &'s str);

/// A type where it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeRef<'s> {
    /// The type's name, or that of an item.
    pub name: Name<'s>,
    /// Whether it is a collection of it.
    pub is_collection: bool,
    /// Whether it, or an item of the collection, can be null.
    pub is_nullable: bool,
}

impl<'s> Name<'s> {
    /// One of OData's own.
    pub(crate) fn primitive(name: &'static str) -> Name<'static> {
        Name(name)
    }

    /// Without its namespace: `user`.
    pub fn local(self) -> &'s str {
        self.0.rsplit('.').next().unwrap_or(self.0)
    }

    /// What stands before the last dot, as a snapshot has it.
    pub(super) fn namespace(self) -> &'s str {
        self.0.rsplit_once('.').unwrap_or_default().0
    }

    /// Of a type of OData's own, what stands behind `Edm.`: `String`.
    pub fn edm(self) -> Option<&'s str> {
        self.0.strip_prefix("Edm.")
    }

    /// Whether this is a type of OData's own: `Edm.String`.
    pub fn is_primitive(self) -> bool {
        self.edm().is_some()
    }

    /// Whether this is the name in full, `microsoft.graph.user` or `graph.user`, in Graph's own letter case.
    pub fn is(self, full: &str) -> bool {
        shorten_alias(full) == self.0
    }
}

/// `microsoft.graph.user` -> `.user`; other names stay.
pub(super) fn shorten(full: &str) -> &str {
    full.strip_prefix(NAMESPACE).filter(|rest| rest.starts_with('.')).unwrap_or(full)
}

/// [`shorten`] for what people write: `graph.user`, by Graph's alias, is `.user` as well.
pub(super) fn shorten_alias(name: &str) -> &str {
    name.strip_prefix("graph").filter(|rest| rest.starts_with('.')).unwrap_or_else(|| shorten(name))
}

/// A word of [`Facts`](super::Facts) with the name in it in full: `derived=microsoft.graph.user`.
pub fn in_full(word: &str) -> String {
    match word.split_once("=.") {
        Some((key, name)) => format!("{key}={NAMESPACE}.{name}"),
        None => word.to_owned(),
    }
}

impl<'s> TypeRef<'s> {
    /// `.user[]!`
    pub(super) fn parse(word: &'s str) -> Self {
        let (word, is_nullable) = word.strip_suffix('!').map_or((word, true), |word| (word, false));
        let (name, is_collection) = word.strip_suffix("[]").map_or((word, false), |word| (word, true));
        Self { name: Name(name), is_collection, is_nullable }
    }

    /// One of them.
    #[must_use]
    pub fn item(self) -> Self {
        Self { is_collection: false, ..self }
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.starts_with('.') {
            f.write_str(NAMESPACE)?;
        }
        f.write_str(self.0)
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for TypeRef<'_> {
    /// As CSDL writes it: `Collection(microsoft.graph.user)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_collection { write!(f, "Collection({})", self.name) } else { self.name.fmt(f) }
    }
}
