//! What `$metadata` says, names in full: types, operations, entity sets and singletons.

use std::collections::{BTreeMap, BTreeSet};

/// All of a service.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// By full name.
    pub types: BTreeMap<String, Type>,
    /// Actions and functions by full name, overloads in the file's order.
    pub operations: BTreeMap<String, Vec<Operation>>,
    /// What a path can begin with, by name.
    pub roots: BTreeMap<String, Root>,
    /// What is wrong with annotations.
    pub warnings: Vec<super::Problem>,
}

/// What annotations say, as the words that a snapshot has for it: `computed`, `no-insert`, `alt=appId`.
pub type Facts = BTreeSet<String>;

/// An entity, complex or enumeration type, or a type definition.
#[derive(Clone, Debug)]
pub struct Type {
    /// What it is.
    pub kind: TypeKind,
    /// The full name of the type that it derives from; of a type definition or enumeration, what underlies it.
    pub base: Option<String>,
    /// There are no instances but those of derived types.
    pub is_abstract: bool,
    /// It can have properties that aren't declared.
    pub is_open: bool,
    /// It is a media entity: it has a `/$value`.
    pub has_stream: bool,
    /// An enumeration whose members are bits.
    pub is_flags: bool,
    /// The key's properties.
    pub keys: Vec<String>,
    /// By name.
    pub properties: BTreeMap<String, Property>,
    /// Of an enumeration: value and name.
    pub members: Vec<(i64, String)>,
    /// What annotations say of it.
    pub facts: Facts,
    /// Where it stands in the file, in bytes.
    pub(super) at: usize,
}

/// What a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// It has a key, or derives from one that has.
    Entity,
    /// A value with properties.
    Complex,
    /// Named members.
    Enum,
    /// A primitive type by another name.
    Definition,
}

/// A property of a type.
#[derive(Clone, Debug)]
pub struct Property {
    /// What it holds. Of an inherited property that is only annotated anew: nothing.
    pub ty: Option<Typed>,
    /// What it is.
    pub kind: PropertyKind,
    /// What annotations say of it.
    pub facts: Facts,
    pub(super) at: usize,
}

/// What a property is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropertyKind {
    /// A value.
    Structural,
    /// Another entity, or many.
    Navigation,
    /// Another entity, or many, that are a part of this one.
    Contained,
    /// A property of a base type of which annotations say something for this type.
    Inherited,
}

/// A type where it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Its full name.
    pub name: String,
    /// Whether it is a collection of it.
    pub is_collection: bool,
    /// Whether it, or an item of the collection, can be null.
    pub is_nullable: bool,
}

/// An overload of an action or a function.
#[derive(Clone, Debug)]
pub struct Operation {
    /// An action changes something, a function doesn't.
    pub is_action: bool,
    /// What it is bound to.
    pub binding: Option<Typed>,
    /// Without the binding one.
    pub parameters: Vec<(String, Typed, Facts)>,
    /// What comes back.
    pub returns: Option<Typed>,
    /// A path can go on behind it.
    pub is_composable: bool,
    /// What annotations say of it.
    pub facts: Facts,
    pub(super) at: usize,
}

/// An entity set, a singleton or an import of the container.
#[derive(Clone, Debug)]
pub struct Root {
    /// What it is.
    pub kind: RootKind,
    /// The full name of its type, or of the operation that is imported.
    pub of: String,
    /// What annotations say of it.
    pub facts: Facts,
    pub(super) at: usize,
}

/// What a path can begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootKind {
    /// Many entities.
    EntitySet,
    /// One entity.
    Singleton,
    /// An action.
    ActionImport,
    /// A function.
    FunctionImport,
}

impl Type {
    pub(super) fn new(kind: TypeKind, at: usize) -> Self {
        Self {
            kind,
            base: None,
            is_abstract: false,
            is_open: false,
            has_stream: false,
            is_flags: false,
            keys: Vec::new(),
            properties: BTreeMap::new(),
            members: Vec::new(),
            facts: Facts::new(),
            at,
        }
    }
}
