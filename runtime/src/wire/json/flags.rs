//! Sets of an enumeration's members: flags.

use std::fmt;

use serde::de::Deserializer;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::enumeration::{Expected, GraphEnum, MemberVisitor, member_from_text, member_text, write_member};
use crate::wire::from_parameter::{FromParameter, ParameterError};
use crate::wire::parameter::{Parameter, ParameterText};

/// More members than that no set has: flags are the bits of an integer.
/// <https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_FlagsEnumerationType>
const MAX_FLAGS: usize = 1024;

/// A set of an enumeration's members, as Graph writes its flags: `"monday,friday"`.
///
/// The order is kept, a member that comes twice is one.
///
/// ```
/// use graph_endpoint::prelude::*;
/// use graph_endpoint::Flags;
///
/// #[graph_type("microsoft.graph.dayOfWeek")]
/// #[derive(Clone, Debug, PartialEq)]
/// enum Day {
///     Monday,
///     Friday,
///     #[graph(other)]
///     Other(String),
/// }
///
/// let days: Flags<Day> = serde_json::from_str(r#""monday, friday,holiday""#)?;
/// assert!(days.contains(&Day::Friday));
/// assert_eq!(Flags::from([Day::Monday, Day::Friday]).len(), 2);
/// assert_eq!(serde_json::to_string(&days)?, r#""monday,friday,holiday""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Flags<E> {
    members: Vec<E>,
}

impl<E> Flags<E> {
    /// No flags.
    pub const fn new() -> Self {
        Self { members: Vec::new() }
    }

    /// The members, in the order in which they came.
    pub fn iter(&self) -> std::slice::Iter<'_, E> {
        self.members.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }
}

impl<E: GraphEnum> Flags<E> {
    /// Whether the member is there.
    pub fn contains(&self, member: &E) -> bool {
        self.members.iter().any(|known| known.as_str() == member.as_str())
    }

    /// Adds a member; false if it was there.
    pub fn insert(&mut self, member: E) -> bool {
        let new = !self.contains(&member);
        if new {
            self.members.push(member);
        }
        new
    }

    /// Takes a member out; false if it wasn't there.
    pub fn remove(&mut self, member: &E) -> bool {
        let before = self.members.len();
        self.members.retain(|known| known.as_str() != member.as_str());
        self.members.len() < before
    }
}

impl<E: GraphEnum> Flags<E> {
    /// `monday,friday`
    fn text(&self) -> String {
        self.members.iter().map(|member| member_text(member.as_str())).collect::<Vec<_>>().join(",")
    }
}

impl<E> Default for Flags<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: fmt::Debug> fmt::Debug for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(&self.members).finish()
    }
}

impl<E: GraphEnum> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        let mut flags = Self::new();
        flags.extend(members);
        flags
    }
}

impl<E: GraphEnum> Extend<E> for Flags<E> {
    fn extend<I: IntoIterator<Item = E>>(&mut self, members: I) {
        for member in members {
            self.insert(member);
        }
    }
}

/// One member. The bound tells it from the array and the list of members below, which are no members themselves.
impl<E: GraphEnum> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self { members: vec![member] }
    }
}

impl<E: GraphEnum, const N: usize> From<[E; N]> for Flags<E> {
    fn from(members: [E; N]) -> Self {
        members.into_iter().collect()
    }
}

impl<E: GraphEnum> From<Vec<E>> for Flags<E> {
    fn from(members: Vec<E>) -> Self {
        members.into_iter().collect()
    }
}

impl<E: GraphEnum + Clone> From<&[E]> for Flags<E> {
    fn from(members: &[E]) -> Self {
        members.iter().cloned().collect()
    }
}

impl<E> IntoIterator for Flags<E> {
    type Item = E;
    type IntoIter = std::vec::IntoIter<E>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}

impl<'a, E> IntoIterator for &'a Flags<E> {
    type Item = &'a E;
    type IntoIter = std::slice::Iter<'a, E>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<E: GraphEnum> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.members.as_slice() {
            // It knows whether it came as text.
            [member] => write_member(member, serializer),
            _ => serializer.serialize_str(&self.text()),
        }
    }
}

impl<'de, E: GraphEnum> Deserialize<'de> for Flags<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut flags = None;
        let mut take = |names: &str| {
            flags = Flags::from_text(names).ok();
            flags.is_some()
        };
        let expected = Expected { members: E::MEMBERS, is_set: true };
        deserializer.deserialize_any(MemberVisitor { expected, take: &mut take })?;
        flags.ok_or_else(|| expected.error())
    }
}

impl<E: GraphEnum> Parameter for Flags<E> {
    fn write(&self, out: &mut ParameterText<'_>) {
        out.push_str(&self.text());
    }
}

impl<E: GraphEnum> FromParameter for Flags<E> {
    fn from_text(text: &str) -> Result<Self, ParameterError> {
        let names = || text.split(',').map(str::trim).filter(|name| !name.is_empty());
        if names().nth(MAX_FLAGS).is_some() {
            return Err(ParameterError::expected("at most 1024 members of the enumeration"));
        }
        names().map(member_from_text).collect()
    }
}
