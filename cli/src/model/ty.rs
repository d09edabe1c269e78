//! The Rust types that a declaration names.

use std::fmt;

/// A Rust type, as data: it is written by `Display`, and asked what it names without reading text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// A type of the standard library or of a crate.
    Leaf(Leaf),
    /// A type that is declared beside the endpoint.
    Declared(String),
    /// Another type in a generic one.
    In(Wrapper, Box<Ty>),
    /// `OneOf<T, Accepted>`
    OrAccepted(Box<Ty>),
}

/// A type without parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the type that it names")]
pub enum Leaf {
    Unit,
    Bool,
    I32,
    I64,
    U32,
    F64,
    String,
    Bytes,
    /// A body in several parts.
    Multipart,
    /// JSON that is kept as it is.
    Json,
    /// JSON with numbers that `serde_json::Value` would round.
    RawJson,
    Accepted,
    AdditionalProperties,
    /// An object of a type that isn't declared, whole.
    Untyped,
    Decimal,
    Guid,
    DateTimeOffset,
    Date,
    TimeOfDay,
    Duration,
    /// `uuid::Uuid`
    Uuid,
    /// `jiff::Timestamp`
    Timestamp,
    /// `jiff::civil::Date`
    CivilDate,
    /// `jiff::civil::Time`
    CivilTime,
    /// `jiff::Span`
    Span,
}

/// A generic type of one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the type that it names")]
pub enum Wrapper {
    Option,
    Nullable,
    Vec,
    /// `BTreeMap<String, T>`
    Map,
    Box,
    Page,
    ValueOf,
    /// Members of an enumeration, any number of them.
    Flags,
}

impl Ty {
    /// `Wrapper<self>`
    #[must_use]
    pub fn within(self, wrapper: Wrapper) -> Self {
        Self::In(wrapper, Box::new(self))
    }

    /// Makes another type of it, in its place.
    pub(crate) fn change(&mut self, to: impl FnOnce(Self) -> Self) {
        *self = to(std::mem::replace(self, Leaf::Unit.into()));
    }

    /// The type, without what says that a value can be left out or be null.
    #[must_use]
    pub(crate) fn required(self) -> Self {
        match self {
            Self::In(Wrapper::Option | Wrapper::Nullable, inner) => *inner,
            ty => ty,
        }
    }

    /// Whether a value can be left out.
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::In(Wrapper::Option | Wrapper::Nullable, _))
    }

    /// Whether it is one of the two kinds of JSON that is kept as it is.
    pub fn is_json(&self) -> bool {
        matches!(self, Self::Leaf(Leaf::Json | Leaf::RawJson))
    }

    /// The declared type in it.
    pub fn declared(&self) -> Option<&str> {
        match self {
            Self::Leaf(_) => None,
            Self::Declared(name) => Some(name),
            Self::In(_, ty) | Self::OrAccepted(ty) => ty.declared(),
        }
    }

    /// The declared type in it, to give it another name.
    pub(crate) fn declared_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Leaf(_) => None,
            Self::Declared(name) => Some(name),
            Self::In(_, ty) | Self::OrAccepted(ty) => ty.declared_mut(),
        }
    }

    /// The type without parameters in it, unless that is a declared one.
    pub fn leaf(&self) -> Option<Leaf> {
        match self {
            Self::Leaf(leaf) => Some(*leaf),
            Self::Declared(_) => None,
            Self::In(_, ty) | Self::OrAccepted(ty) => ty.leaf(),
        }
    }

    /// What it names that must be imported beside the prelude: the module, and the name in it.
    pub(crate) fn imports(&self, found: &mut Vec<(&'static str, &'static str)>) {
        match self {
            Self::Leaf(leaf) => found.extend(leaf.import()),
            Self::Declared(_) => {}
            Self::In(wrapper, ty) => {
                found.extend(wrapper.import());
                ty.imports(found);
            }
            Self::OrAccepted(ty) => {
                found.extend([("graph_endpoint", "OneOf"), ("graph_endpoint", "Accepted")]);
                ty.imports(found);
            }
        }
    }
}

impl From<Leaf> for Ty {
    fn from(leaf: Leaf) -> Self {
        Self::Leaf(leaf)
    }
}

impl Leaf {
    fn import(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Bytes => Some(("graph_endpoint", "Bytes")),
            Self::Multipart => Some(("graph_endpoint", "Multipart")),
            Self::Accepted => Some(("graph_endpoint", "Accepted")),
            Self::AdditionalProperties => Some(("graph_endpoint", "AdditionalProperties")),
            Self::Decimal
            | Self::Guid
            | Self::DateTimeOffset
            | Self::Date
            | Self::TimeOfDay
            | Self::Duration => Some(("graph_endpoint", "edm")),
            Self::Json => Some(("serde_json", "Value")),
            Self::RawJson => Some(("serde_json::value", "RawValue")),
            _ => None,
        }
    }
}

impl Wrapper {
    fn import(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Map => Some(("std::collections", "BTreeMap")),
            Self::ValueOf => Some(("graph_endpoint", "ValueOf")),
            Self::Flags => Some(("graph_endpoint", "Flags")),
            _ => None,
        }
    }
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaf(leaf) => leaf.fmt(f),
            Self::Declared(name) => f.write_str(name),
            Self::In(Wrapper::Map, ty) => write!(f, "BTreeMap<String, {ty}>"),
            Self::In(wrapper, ty) => write!(f, "{wrapper:?}<{ty}>"),
            Self::OrAccepted(ty) => write!(f, "OneOf<{ty}, Accepted>"),
        }
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unit => "()",
            Self::Bool => "bool",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U32 => "u32",
            Self::F64 => "f64",
            Self::String => "String",
            Self::Bytes => "Bytes",
            Self::Multipart => "Multipart",
            Self::Json => "Value",
            Self::RawJson => "Box<RawValue>",
            Self::Accepted => "Accepted",
            Self::AdditionalProperties => "AdditionalProperties",
            Self::Untyped => "Untyped",
            Self::Decimal => "edm::Decimal",
            Self::Guid => "edm::Guid",
            Self::DateTimeOffset => "edm::DateTimeOffset",
            Self::Date => "edm::Date",
            Self::TimeOfDay => "edm::TimeOfDay",
            Self::Duration => "edm::Duration",
            Self::Uuid => "uuid::Uuid",
            Self::Timestamp => "jiff::Timestamp",
            Self::CivilDate => "jiff::civil::Date",
            Self::CivilTime => "jiff::civil::Time",
            Self::Span => "jiff::Span",
        })
    }
}
