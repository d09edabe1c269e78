//! A type of Graph's: an object, a polymorphic type whose types `@odata.type` tells apart, or an enumeration.

use syn::{Ident, Path, Type};

use super::field::Name;
use super::names::TypeName;
use super::properties::Properties;
use crate::problems::Problem;

/// A declared type.
pub struct GraphType {
    /// `microsoft.graph.x`
    pub name: Option<TypeName>,
    pub shape: Shape,
    /// What it doesn't declare may be lost when it is written back.
    pub lossy: bool,
    pub krate: Path,
    pub unverified: bool,
}

pub enum Shape {
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
pub struct Polymorphic {
    variants: Vec<Variant>,
    other: Option<Other>,
}

pub struct Variant {
    pub ident: Ident,
    pub odata_type: TypeName,
    pub shape: VariantShape,
    pub unverified: bool,
}

pub enum VariantShape {
    Unit,
    /// A declared type of its own.
    Newtype(Box<Type>),
    Properties(Properties),
}

/// What becomes of a type that no variant names.
pub struct Other {
    pub ident: Ident,
    pub ty: Box<Type>,
}

/// Members by name, in any letter case.
#[derive(Default)]
pub struct Enumeration {
    members: Vec<Member>,
    unknown: UnknownMember,
}

pub struct Member {
    pub ident: Ident,
    pub name: Name,
    pub unverified: bool,
}

/// What becomes of a member that the declaration doesn't know.
#[derive(Default)]
pub enum UnknownMember {
    /// An error.
    #[default]
    Refused,
    /// `Other(String)`: kept as it came.
    Kept(Ident),
    /// `Other`: only known to be unknown.
    Dropped(Ident),
}

impl GraphType {
    /// Whether `@odata.type` is written with the properties.
    pub fn is_annotated(&self) -> bool {
        match &self.shape {
            Shape::Object { odata_type, .. } => odata_type.is_some(),
            Shape::Polymorphic(_) => true,
            Shape::Enumeration(_) => false,
        }
    }

    /// Those of the object, or of each variant.
    pub fn properties(&self) -> impl Iterator<Item = &Properties> {
        let (object, variants) = match &self.shape {
            Shape::Object { properties, .. } => (Some(properties), &[][..]),
            Shape::Polymorphic(types) => (None, types.variants()),
            Shape::Enumeration(_) => (None, &[][..]),
        };
        object.into_iter().chain(variants.iter().filter_map(|variant| match &variant.shape {
            VariantShape::Properties(properties) => Some(properties),
            VariantShape::Unit | VariantShape::Newtype(_) => None,
        }))
    }
}

impl Polymorphic {
    pub fn push(&mut self, variant: Variant) -> Result<(), Problem> {
        let name = &variant.odata_type.text;
        // As they are read: a second one in other letter case would never come out.
        if self.variants.iter().any(|known| known.odata_type.text.eq_ignore_ascii_case(name)) {
            return Err(two_variants(&variant.ident, name));
        }
        self.variants.push(variant);
        Ok(())
    }

    pub fn set_other(&mut self, other: Other, written: proc_macro2::Span) -> Result<(), Problem> {
        if self.other.is_some() {
            return Err(two_others(written));
        }
        self.other = Some(other);
        Ok(())
    }

    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    pub fn other(&self) -> Option<&Other> {
        self.other.as_ref()
    }
}

impl Enumeration {
    pub fn push(&mut self, member: Member) -> Result<(), Problem> {
        let name = &member.name.text;
        if self.members.iter().any(|known| known.name.text.eq_ignore_ascii_case(name)) {
            return Err(two_variants(&member.ident, name));
        }
        self.members.push(member);
        Ok(())
    }

    pub fn set_unknown(&mut self, unknown: UnknownMember, written: proc_macro2::Span) -> Result<(), Problem> {
        if !matches!(self.unknown, UnknownMember::Refused) {
            return Err(two_others(written));
        }
        self.unknown = unknown;
        Ok(())
    }

    pub fn members(&self) -> &[Member] {
        &self.members
    }

    pub fn unknown(&self) -> &UnknownMember {
        &self.unknown
    }
}

fn two_variants(second: &Ident, name: &str) -> Problem {
    Problem::at(second, format!("two variants are `{name}`; keep one of them"))
}

fn two_others(second: proc_macro2::Span) -> Problem {
    Problem::at_span(second, "there is an `other` variant already; keep one of them")
}
