//! Enumerations that grow: members by name in any letter case, members that are new, and sets of flags.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::locate::shown;
use crate::wire::from_parameter::{FromParameter, ParameterError};
use crate::wire::parameter::{Parameter, ParameterText};

/// An enumeration of Graph's, declared with [`graph_type`](crate::graph_type) on an enum of plain variants.
///
/// Graph adds members at any time and sends them to those who ask with `Prefer: include-unknown-enum-members`:
/// <https://learn.microsoft.com/graph/best-practices-concept#handling-future-members-in-evolvable-enumerations>
///
/// ```
/// use graph_endpoint::{GraphEnum, prelude::*};
///
/// #[graph_type("microsoft.graph.importance")]
/// #[derive(Debug, PartialEq)]
/// enum Importance {
///     Low,
///     High,
///     #[graph(other)]
///     Other(String),
/// }
///
/// assert_eq!(Importance::MEMBERS, ["low", "high"]);
/// assert_eq!(Importance::from_name("HIGH"), Some(Importance::High));
/// assert_eq!(Importance::from_name("urgent"), Some(Importance::Other("urgent".to_owned())));
/// assert_eq!(Importance::Low.as_str(), "low");
/// ```
pub trait GraphEnum: Sized {
    /// The names of the members that the declaration knows, as on the wire.
    const MEMBERS: &'static [&'static str];

    /// The member's name on the wire.
    fn as_str(&self) -> &str;

    /// The member with that name, in any letter case. A name that is new gives the `other` variant, or `None` where
    /// there is none.
    fn from_name(name: &str) -> Option<Self>;
}

/// More members than that no set has: flags are the bits of an integer.
/// <https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_FlagsEnumerationType>
const MAX_FLAGS: usize = 1024;

/// The index of a member's name, in any letter case; the number of members for one that is new.
#[doc(hidden)]
pub fn member_index(name: &str, members: &[&str]) -> usize {
    let as_written = members.iter().position(|known| *known == name);
    let index = as_written.or_else(|| members.iter().position(|known| known.eq_ignore_ascii_case(name)));
    index.unwrap_or(members.len())
}

/// Reads a member.
#[doc(hidden)]
pub fn read_member<'de, D: Deserializer<'de>, E: GraphEnum>(deserializer: D) -> Result<E, D::Error> {
    struct MemberVisitor<E>(PhantomData<E>);

    impl<E: GraphEnum> Visitor<'_> for MemberVisitor<E> {
        type Value = E;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a member of an enumeration")
        }

        fn visit_str<X: serde::de::Error>(self, name: &str) -> Result<E, X> {
            E::from_name(name).ok_or_else(|| {
                X::custom(shown(format_args!("expected one of the members {}", E::MEMBERS.join(", "))))
            })
        }
    }

    deserializer.deserialize_str(MemberVisitor(PhantomData))
}

/// Reads a member from a path, a query option or a header.
#[doc(hidden)]
pub fn member_from_text<E: GraphEnum>(name: &str) -> Result<E, ParameterError> {
    E::from_name(name).ok_or(ParameterError::expected("a member of the enumeration"))
}

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

impl<E: PartialEq> Flags<E> {
    /// Whether the member is there.
    pub fn contains(&self, member: &E) -> bool {
        self.members.contains(member)
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
        self.members.retain(|known| known != member);
        self.members.len() < before
    }
}

impl<E: GraphEnum> Flags<E> {
    /// `monday,friday`
    fn text(&self) -> String {
        self.members.iter().map(GraphEnum::as_str).collect::<Vec<_>>().join(",")
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

impl<E: PartialEq> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        let mut flags = Self::new();
        flags.extend(members);
        flags
    }
}

impl<E: PartialEq> Extend<E> for Flags<E> {
    fn extend<I: IntoIterator<Item = E>>(&mut self, members: I) {
        for member in members {
            self.insert(member);
        }
    }
}

impl<E: PartialEq> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self { members: vec![member] }
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
        serializer.serialize_str(&self.text())
    }
}

impl<'de, E: GraphEnum + PartialEq> Deserialize<'de> for Flags<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FlagsVisitor<E>(PhantomData<E>);

        impl<E: GraphEnum + PartialEq> Visitor<'_> for FlagsVisitor<E> {
            type Value = Flags<E>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("members of an enumeration, separated by commas")
            }

            fn visit_str<X: serde::de::Error>(self, names: &str) -> Result<Flags<E>, X> {
                Flags::from_text(names).map_err(|_| {
                    X::custom(shown(format_args!(
                        "expected the members {}, separated by commas",
                        E::MEMBERS.join(", ")
                    )))
                })
            }
        }

        deserializer.deserialize_str(FlagsVisitor(PhantomData))
    }
}

impl<E: GraphEnum> Parameter for Flags<E> {
    fn write(&self, out: &mut ParameterText<'_>) {
        out.push_str(&self.text());
    }
}

impl<E: GraphEnum + PartialEq> FromParameter for Flags<E> {
    fn from_text(text: &str) -> Result<Self, ParameterError> {
        let names = || text.split(',').map(str::trim).filter(|name| !name.is_empty());
        if names().nth(MAX_FLAGS).is_some() {
            return Err(ParameterError::expected("at most 1024 members of the enumeration"));
        }
        names().map(member_from_text).collect()
    }
}
