//! A type of Graph's: an object, a polymorphic type whose types `@odata.type` tells apart, or an enumeration.

use syn::{Ident, Path, Type};

use super::field::Name;
use super::names::TypeName;
use super::properties::Properties;
use crate::problems::Problem;

/// A declared type.
pub(crate) struct GraphType {
    /// `microsoft.graph.x`
    pub(crate) name: Option<TypeName>,
    pub(crate) shape: Shape,
    /// What it doesn't declare may be lost when it is written back.
    pub(crate) lossy: bool,
    pub(crate) krate: Path,
    pub(crate) unverified: bool,
}

pub(crate) enum Shape {
    Object {
        properties: Properties,
        /// Written with every value.
        odata_type: Option<TypeName>,
        /// A const of each property, for filters.
        consts: bool,
    },
    Polymorphic(Polymorphic),
    Enumeration(Enumeration),
}

/// Types that `@odata.type` tells apart.
#[derive(Default)]
pub(crate) struct Polymorphic {
    variants: Vec<Variant>,
    other: Option<Other>,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) odata_type: TypeName,
    pub(crate) shape: VariantShape,
    pub(crate) unverified: bool,
}

pub(crate) enum VariantShape {
    Unit,
    /// A declared type of its own.
    Newtype(Box<Type>),
    Properties(Properties),
}

/// What becomes of a type that no variant names.
pub(crate) struct Other {
    pub(crate) ident: Ident,
    pub(crate) ty: Box<Type>,
}

/// Members by name, in any letter case.
pub(crate) struct Enumeration {
    members: Vec<Member>,
    unknown: UnknownMember,
}

pub(crate) struct Member {
    pub(crate) ident: Ident,
    pub(crate) name: Name,
    pub(crate) unverified: bool,
}

/// What becomes of a member that the declaration doesn't know.
pub(crate) enum UnknownMember {
    /// An error.
    Refused,
    /// `Other(String)`: kept as it came.
    Kept(Ident),
    /// `Other`: only known to be unknown.
    Dropped(Ident),
}

impl Polymorphic {
    pub(crate) fn push(&mut self, variant: Variant) -> Result<(), Problem> {
        let name = &variant.odata_type.text;
        if self.variants.iter().any(|known| known.odata_type.text == *name) {
            return Err(two_variants(&variant.ident, name));
        }
        self.variants.push(variant);
        Ok(())
    }

    pub(crate) fn set_other(&mut self, other: Other, written: proc_macro2::Span) -> Result<(), Problem> {
        if self.other.is_some() {
            return Err(two_others(written));
        }
        self.other = Some(other);
        Ok(())
    }

    pub(crate) fn variants(&self) -> &[Variant] {
        &self.variants
    }

    pub(crate) fn other(&self) -> Option<&Other> {
        self.other.as_ref()
    }
}

impl Enumeration {
    pub(crate) fn new() -> Self {
        Self { members: Vec::new(), unknown: UnknownMember::Refused }
    }

    pub(crate) fn push(&mut self, member: Member) -> Result<(), Problem> {
        let name = &member.name.text;
        if self.members.iter().any(|known| known.name.text.eq_ignore_ascii_case(name)) {
            return Err(two_variants(&member.ident, name));
        }
        self.members.push(member);
        Ok(())
    }

    pub(crate) fn set_unknown(
        &mut self,
        unknown: UnknownMember,
        written: proc_macro2::Span,
    ) -> Result<(), Problem> {
        if !matches!(self.unknown, UnknownMember::Refused) {
            return Err(two_others(written));
        }
        self.unknown = unknown;
        Ok(())
    }

    pub(crate) fn members(&self) -> &[Member] {
        &self.members
    }

    pub(crate) fn unknown(&self) -> &UnknownMember {
        &self.unknown
    }
}

fn two_variants(second: &Ident, name: &str) -> Problem {
    Problem::at(second, format!("two variants are `{name}`; keep one of them"))
}

fn two_others(second: proc_macro2::Span) -> Problem {
    Problem::at_span(second, "there is an `other` variant already; keep one of them")
}
