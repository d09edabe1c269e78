//! The properties of types.

use super::facts::Facts;
use super::name::{Name, TypeRef};

/// A property of a type.
#[derive(Clone, Copy, Debug)]
pub struct Member<'s> {
    name: &'s str,
    /// As a snapshot writes it.
    ty: &'s str,
    /// What it is, and what annotations say of it where it is declared.
    words: &'s str,
    facts: Facts<'s>,
    /// The type that declares it.
    pub declared_by: Name<'s>,
}

/// What a property is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberKind {
    /// A value.
    Property,
    /// Another entity, or many.
    Navigation,
    /// Another entity, or many, that are a part of this one.
    Contained,
}

impl<'s> Member<'s> {
    /// `Edm.String! computed` behind its name.
    pub(super) fn new(name: &'s str, line: &'s str, declared_by: Name<'s>) -> Self {
        let (ty, words) = line.split_once(' ').unwrap_or((line, ""));
        Self { name, ty, words, facts: Facts::new(words), declared_by }
    }

    /// Whether this is a derived type's line, which says something of what another one declares.
    pub(super) fn is_said_of_inherited(self) -> bool {
        self.ty == "^"
    }

    /// With what a derived type says of it.
    pub(super) fn with(self, said: Self) -> Self {
        Self { facts: Facts::new(said.words).over(self.words), ..self }
    }

    /// Its name.
    pub fn name(self) -> &'s str {
        self.name
    }

    /// What it holds.
    pub fn ty(self) -> TypeRef<'s> {
        TypeRef::parse(self.ty)
    }

    /// What it is.
    pub fn kind(self) -> MemberKind {
        // Most properties have no words, and the macros ask all of them.
        if self.words.is_empty() {
            return MemberKind::Property;
        }
        match self.words.split(' ').next() {
            Some("nav") => MemberKind::Navigation,
            Some("contained") => MemberKind::Contained,
            _ => MemberKind::Property,
        }
    }

    /// What annotations say of it.
    pub fn facts(self) -> Facts<'s> {
        self.facts
    }

    /// Whether the service makes its value, so that no request writes it.
    pub fn is_computed(self) -> bool {
        self.facts.has("computed")
    }

    /// Whether it can be written when an entity is made, and not later.
    pub fn is_immutable(self) -> bool {
        self.facts.has("immutable")
    }
}
