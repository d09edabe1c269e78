//! The path of an endpoint as data, for writing and for matching.

/// A part of a path: text as it stands, or the place of the value with that index.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text as it goes over the wire.
    Text(&'static str),
    /// A value that stays inside its segment.
    Value(&'static str),
    /// A value inside the quotes of an OData string literal: its own quotes are doubled.
    Quoted(&'static str),
    /// A run of segments that keeps its slashes.
    Rest(&'static str),
}
