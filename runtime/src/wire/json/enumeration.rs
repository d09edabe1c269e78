//! Enumerations that grow: members by name in any letter case, members that are new, and sets of flags.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Unexpected, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::locate::shown;
use super::number::number_in_map;
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

/// Reads a member: its name, or its number, which is what a new member is known by then.
#[doc(hidden)]
pub fn read_member<'de, D: Deserializer<'de>, E: GraphEnum>(deserializer: D) -> Result<E, D::Error> {
    let mut member = None;
    let mut take = |name: &str| {
        member = E::from_name(name);
        member.is_some()
    };
    let expected = Expected { members: E::MEMBERS, is_set: false };
    deserializer.deserialize_any(MemberVisitor { expected, take: &mut take })?;
    member.ok_or_else(|| expected.error())
}

/// Writes a member. One that came as its number goes back as it.
///
/// # Errors
/// What the serializer says.
#[doc(hidden)]
pub fn write_member<S: Serializer, E: GraphEnum>(member: &E, serializer: S) -> Result<S::Ok, S::Error> {
    write_text(member.as_str(), serializer)
}

/// A name begins with a letter, so digits alone are a number:
/// <https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_Member>
fn write_text<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let begins_a_number = text.bytes().next().is_some_and(|byte| byte == b'-' || byte.is_ascii_digit());
    let number = text.parse::<i64>().ok().filter(|number| begins_a_number && number.to_string() == text);
    match number {
        Some(number) => serializer.serialize_i64(number),
        None => serializer.serialize_str(text),
    }
}

/// What an error says of members that aren't known.
#[derive(Clone, Copy)]
struct Expected {
    members: &'static [&'static str],
    is_set: bool,
}

impl Expected {
    #[cold]
    fn error<X: serde::de::Error>(self) -> X {
        X::custom(shown(self))
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members = self.members.join(", ");
        match self.is_set {
            true => write!(f, "expected the members {members}, separated by commas"),
            false => write!(f, "expected one of the members {members}"),
        }
    }
}

/// Hands the text on; whoever takes it says whether it is known. One visitor for all enumerations: a deserializer is
/// compiled with it once.
struct MemberVisitor<'t> {
    expected: Expected,
    take: &'t mut dyn FnMut(&str) -> bool,
}

impl<'de> Visitor<'de> for MemberVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.expected.is_set {
            true => "members of an enumeration, separated by commas",
            false => "a member of an enumeration",
        })
    }

    fn visit_str<X: serde::de::Error>(self, text: &str) -> Result<(), X> {
        if (self.take)(text) { Ok(()) } else { Err(self.expected.error()) }
    }

    fn visit_i64<X: serde::de::Error>(self, number: i64) -> Result<(), X> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<X: serde::de::Error>(self, number: u64) -> Result<(), X> {
        self.visit_str(&number.to_string())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        match number_in_map(map).filter(|number| !number.is_f64()) {
            Some(number) => self.visit_str(&number.to_string()),
            None => Err(serde::de::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
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
        write_text(&self.text(), serializer)
    }
}

impl<'de, E: GraphEnum + PartialEq> Deserialize<'de> for Flags<E> {
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

impl<E: GraphEnum + PartialEq> FromParameter for Flags<E> {
    fn from_text(text: &str) -> Result<Self, ParameterError> {
        let names = || text.split(',').map(str::trim).filter(|name| !name.is_empty());
        if names().nth(MAX_FLAGS).is_some() {
            return Err(ParameterError::expected("at most 1024 members of the enumeration"));
        }
        names().map(member_from_text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[crate::graph_type(crate = crate)]
    #[derive(Debug, PartialEq)]
    enum Level {
        Low,
        #[graph(other)]
        Other(String),
    }

    #[crate::graph_type(crate = crate)]
    #[derive(Debug, PartialEq)]
    enum Closed {
        Low,
    }

    #[test]
    fn a_member_that_comes_as_its_number_goes_back_as_it() {
        for number in ["0", "7", "-1", "9223372036854775807"] {
            let levels: Vec<Level> = serde_json::from_str(&format!(r#"["low",{number}]"#)).unwrap();
            assert_eq!(levels, [Level::Low, Level::Other(number.to_owned())]);
            assert_eq!(serde_json::to_string(&levels).unwrap(), format!(r#"["low",{number}]"#));
            let flags: Flags<Level> = serde_json::from_str(number).unwrap();
            assert!(flags.contains(&Level::Other(number.to_owned())));
            assert_eq!(serde_json::to_string(&flags).unwrap(), number);
            let value: Level = serde_json::from_value(serde_json::from_str(number).unwrap()).unwrap();
            assert_eq!(value, Level::Other(number.to_owned()));
        }
        for text in ["007", "+1", "1st", "-", "1,2", "18446744073709551615"] {
            let level = Level::Other(text.to_owned());
            assert_eq!(serde_json::to_string(&level).unwrap(), format!("{text:?}"));
        }
    }

    #[test]
    fn what_is_no_member_is_named_by_its_kind() {
        let message = |error: serde_json::Error| super::super::locate::locate(b"7", &error).problem;
        assert_eq!(
            message(serde_json::from_str::<Closed>("7").unwrap_err()),
            "expected one of the members low"
        );
        assert_eq!(
            message(serde_json::from_str::<Flags<Closed>>("7").unwrap_err()),
            "expected the members low, separated by commas"
        );
        for wrong in ["1.5", "true", "[]", "{}", r#"{"a":1}"#, "null"] {
            assert!(serde_json::from_str::<Level>(wrong).is_err(), "{wrong}");
            assert!(serde_json::from_str::<Flags<Level>>(wrong).is_err(), "{wrong}");
        }
    }
}
