//! Of which kind a value in an expression is, and which kinds can be compared.

use graph_endpoint_schema::snapshot::{Snapshot, TypeKind, TypeRef};

use super::refusal;
use crate::sandbox::SandboxError;

/// A literal, or what a path of properties leads to.
#[derive(Clone, Copy)]
pub(super) enum Operand<'s> {
    /// A value as it is written.
    Literal(Kind),
    Property(TypeRef<'s>),
    /// What nothing is known of: `null`, what a function or arithmetic makes, what the schema doesn't describe.
    Unknown,
}

/// What literals and properties of one value are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Number,
    Text,
    /// A date, a time, both or a duration, which services take as text as well.
    Time,
    /// Likewise.
    Guid,
}

impl Kind {
    /// Of a literal that begins with a digit.
    pub(super) fn of_number(text: &str) -> Self {
        let is_guid = text.len() == 36 && text.matches('-').count() == 4;
        // `5L`, `1.5d`: versions before 4 mark the type.
        let number = text.trim_end_matches(['L', 'l', 'M', 'm', 'D', 'd', 'F', 'f']);
        match number.parse::<f64>() {
            Ok(_) => Self::Number,
            Err(_) if is_guid => Self::Guid,
            Err(_) => Self::Time,
        }
    }

    /// The type that OData's libraries take a literal for, as far as it is told apart here.
    fn name(self) -> &'static str {
        match self {
            Self::Boolean => "Edm.Boolean",
            Self::Number => "Edm.Int32",
            Self::Text => "Edm.String",
            Self::Time => "Edm.DateTimeOffset",
            Self::Guid => "Edm.Guid",
        }
    }
}

/// How many values a property holds.
#[derive(PartialEq, Eq)]
enum Shape {
    Value(Option<Kind>),
    /// Many values, or one with properties.
    NoValue,
}

fn shape(snapshot: &Snapshot, ty: TypeRef<'_>) -> Shape {
    if ty.is_collection {
        return Shape::NoValue;
    }
    if let Some(known) = snapshot.type_named(&ty.name.to_string()) {
        // Members of enumerations are written as text, with their type or as numbers.
        return match known.kind() {
            TypeKind::Entity | TypeKind::Complex => Shape::NoValue,
            TypeKind::Enum | TypeKind::Definition => Shape::Value(None),
        };
    }
    Shape::Value(match ty.name.edm() {
        Some("Boolean") => Some(Kind::Boolean),
        Some("Byte" | "SByte" | "Int16" | "Int32" | "Int64" | "Decimal" | "Double" | "Single") => {
            Some(Kind::Number)
        }
        Some("String") => Some(Kind::Text),
        Some("Date" | "DateTimeOffset" | "TimeOfDay" | "Duration") => Some(Kind::Time),
        Some("Guid") => Some(Kind::Guid),
        _ => None,
    })
}

/// Whether this is one value, of which a list can be in order.
pub(super) fn is_value(snapshot: &Snapshot, ty: TypeRef<'_>) -> bool {
    shape(snapshot, ty) != Shape::NoValue
}

/// Whether this can be all that a filter asks for.
pub(super) fn is_condition(snapshot: &Snapshot, operand: Operand<'_>) -> bool {
    match operand {
        Operand::Literal(kind) => kind == Kind::Boolean,
        Operand::Property(ty) => {
            matches!(shape(snapshot, ty), Shape::Value(None | Some(Kind::Boolean)))
        }
        Operand::Unknown => true,
    }
}

/// Whether a function of texts takes it.
pub(super) fn is_text(snapshot: &Snapshot, operand: Operand<'_>) -> bool {
    match operand {
        Operand::Literal(kind) => kind == Kind::Text,
        Operand::Property(ty) => matches!(shape(snapshot, ty), Shape::Value(None | Some(Kind::Text))),
        Operand::Unknown => true,
    }
}

/// Refuses what OData can't compare: values of different kinds, and what is no value. Between two properties nothing is
/// told apart but that, and what services take as text as well is taken so.
pub(super) fn compare(
    snapshot: &Snapshot,
    (left, right): (Operand<'_>, Operand<'_>),
    operator: &str,
) -> Result<(), SandboxError> {
    let kind = |operand| match operand {
        Operand::Literal(kind) => Shape::Value(Some(kind)),
        Operand::Property(ty) => shape(snapshot, ty),
        Operand::Unknown => Shape::Value(None),
    };
    let are_alike = match (kind(left), kind(right)) {
        (Shape::NoValue, other) | (other, Shape::NoValue) => other == Shape::Value(None),
        (Shape::Value(Some(of_left)), Shape::Value(Some(of_right))) => {
            let kinds = (of_left, of_right);
            let is_text = |operand| matches!(operand, Operand::Literal(Kind::Text));
            let is_written_as_text = |kind| matches!(kind, Kind::Time | Kind::Guid);
            kinds.0 == kinds.1
                || is_text(left) && is_written_as_text(kinds.1)
                || is_text(right) && is_written_as_text(kinds.0)
        }
        _ => true,
    };
    if are_alike { Ok(()) } else { Err(refusal::operands(&name(left), &name(right), operator)) }
}

fn name(operand: Operand<'_>) -> String {
    match operand {
        Operand::Literal(kind) => kind.name().to_owned(),
        Operand::Property(ty) => ty.to_string(),
        Operand::Unknown => "<Unknown>".to_owned(),
    }
}
