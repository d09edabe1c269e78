//! Enumerations that grow: members by name in any letter case, and members that are new.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Unexpected, Visitor};
use serde::ser::Serializer;

use super::locate::shown;
use super::number::{number_in_map, whole};
use crate::wire::from_parameter::ParameterError;

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
///
/// A new member can come by its number. `5` is `Other("5")`, and the text `"5"` keeps its quotes, `Other("\"5\"")`, so that
/// each goes back as it came.
pub trait GraphEnum: Sized {
    /// The names of the members that the declaration knows, as on the wire.
    const MEMBERS: &'static [&'static str];

    /// The member's name on the wire.
    fn as_str(&self) -> &str;

    /// The member with that name, in any letter case. A name that is new gives the `other` variant, or `None` where
    /// there is none.
    fn from_name(name: &str) -> Option<Self>;
}

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

/// Writes a member. One that came as its number goes back as it, as a number or as text.
///
/// # Errors
/// What the serializer says.
#[doc(hidden)]
pub fn write_member<S: Serializer, E: GraphEnum>(member: &E, serializer: S) -> Result<S::Ok, S::Error> {
    let name = member.as_str();
    match number(name) {
        Some(number) => serializer.serialize_i64(number),
        None => serializer.serialize_str(member_text(name)),
    }
}

/// The number that a text is, written as a number is: a name begins with a letter.
/// <https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_Member>
fn number(text: &str) -> Option<i64> {
    let begins_a_number = text.bytes().next().is_some_and(|byte| byte == b'-' || byte.is_ascii_digit());
    text.parse::<i64>().ok().filter(|number| begins_a_number && number.to_string() == text)
}

/// A member on its way into text: the number of one that came as `"5"` is kept in its quotes, since `5` is one that came
/// as a number.
#[doc(hidden)]
pub fn member_text(name: &str) -> &str {
    let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    quoted.filter(|quoted| number(quoted).is_some()).unwrap_or(name)
}

/// What an error says of members that aren't known.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    pub(super) members: &'static [&'static str],
    pub(super) is_set: bool,
}

impl Expected {
    #[cold]
    pub(super) fn error<X: serde::de::Error>(self) -> X {
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
pub(super) struct MemberVisitor<'t> {
    pub(super) expected: Expected,
    pub(super) take: &'t mut dyn FnMut(&str) -> bool,
}

impl MemberVisitor<'_> {
    fn take<X: serde::de::Error>(self, name: &str) -> Result<(), X> {
        if (self.take)(name) { Ok(()) } else { Err(self.expected.error()) }
    }
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
        match number(text) {
            Some(number) => self.take(&format!("\"{number}\"")),
            None => self.take(text),
        }
    }

    fn visit_i64<X: serde::de::Error>(self, number: i64) -> Result<(), X> {
        self.take(&number.to_string())
    }

    fn visit_u64<X: serde::de::Error>(self, number: u64) -> Result<(), X> {
        self.take(&number.to_string())
    }

    /// Some services write every number as a double: `5.0`.
    fn visit_f64<X: serde::de::Error>(self, number: f64) -> Result<(), X> {
        match whole(number) {
            Some(number) => self.visit_i64(number),
            None => Err(X::invalid_type(Unexpected::Float(number), &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        match number_in_map(map).filter(|number| !number.is_f64()) {
            Some(number) => self.take(&number.to_string()),
            None => Err(serde::de::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

/// Reads a member from a path, a query option or a header.
#[doc(hidden)]
pub fn member_from_text<E: GraphEnum>(name: &str) -> Result<E, ParameterError> {
    E::from_name(name).ok_or(ParameterError::expected("a member of the enumeration"))
}

#[cfg(test)]
mod tests {
    use super::super::flags::Flags;

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
            let text = format!(r#"["{number}"]"#);
            let levels: Vec<Level> = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&levels).unwrap(), text);
            let flags: Vec<Flags<Level>> = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&flags).unwrap(), text);
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
