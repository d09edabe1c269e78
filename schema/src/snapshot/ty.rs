//! Types and what they have.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::Snapshot;
use super::facts::Facts;
use super::name::{Name, TypeRef};

/// A type of the schema.
#[derive(Clone, Copy)]
pub struct Type<'s> {
    snapshot: &'s Snapshot,
    /// `.user entity base=.directoryObject ..`
    head: &'s str,
    /// A line a property or member; begins with a line's end.
    body: &'s str,
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
#[derive(Clone, Copy, Debug)]
pub struct Member<'s> {
    line: &'s str,
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

/// Graph derives six deep; a snapshot changed by hand could turn in a circle.
const MAX_BASES: usize = 100;

impl<'s> Type<'s> {
    /// `type .user entity ..` and the lines below it.
    pub(super) fn new(snapshot: &'s Snapshot, record: &'s str) -> Self {
        let (head, body) =
            record.split_at_checked(record.find('\n').unwrap_or(record.len())).unwrap_or_default();
        Self { snapshot, head: head.split_once(' ').unwrap_or_default().1, body }
    }

    /// Where it was found.
    pub fn snapshot(self) -> &'s Snapshot {
        self.snapshot
    }

    /// Its full name.
    pub fn name(self) -> Name<'s> {
        Name(self.head.split(' ').next().unwrap_or_default())
    }

    /// What it is.
    pub fn kind(self) -> TypeKind {
        match self.head.split(' ').nth(1) {
            Some("entity") => TypeKind::Entity,
            Some("enum") => TypeKind::Enum,
            Some("definition") => TypeKind::Definition,
            _ => TypeKind::Complex,
        }
    }

    /// What annotations say of it.
    pub fn facts(self) -> Facts<'s> {
        Facts::new(self.head.split_once(' ').unwrap_or_default().1)
    }

    /// The name of the type that it derives from; of an enumeration or a definition, what underlies it.
    pub fn base_name(self) -> Option<Name<'s>> {
        // It is written behind the kind.
        self.head.split(' ').nth(2)?.strip_prefix("base=").map(Name)
    }

    /// The type that it derives from.
    pub fn base(self) -> Option<Self> {
        let name = self.base_name()?;
        self.snapshot.record("type", name.0).map(|record| Type::new(self.snapshot, record))
    }

    /// The type and those that it derives from, the nearest one first.
    pub fn chain(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |ty| ty.base()).take(MAX_BASES)
    }

    /// Whether it is this type or derives from it.
    pub fn is_or_derives_from(self, other: Name<'_>) -> bool {
        self.chain().any(|ty| ty.name() == other)
    }

    /// Whether any type derives from it.
    pub fn has_derived(self) -> bool {
        self.snapshot.types().any(|ty| ty.base_name() == Some(self.name()))
    }

    /// All types that derive from it, by name. Looks at every type, so for messages rather than for checks.
    pub fn derived(self) -> impl Iterator<Item = Self> {
        let bases: HashMap<Name<'s>, Name<'s>> =
            self.snapshot.types().filter_map(|ty| Some((ty.name(), ty.base_name()?))).collect();
        let is_above = self.name();
        let is_derived = move |ty: &Type<'_>| {
            let above = std::iter::successors(bases.get(&ty.name()), |base| bases.get(*base)).take(MAX_BASES);
            above.into_iter().any(|base| *base == is_above)
        };
        self.snapshot.types().filter(is_derived)
    }

    /// Whether there are no instances but those of derived types.
    pub fn is_abstract(self) -> bool {
        self.facts().has("abstract")
    }

    /// Whether it, or a type that it derives from, can have properties that aren't declared.
    pub fn is_open(self) -> bool {
        self.chain().any(|ty| ty.facts().has("open"))
    }

    /// Whether it is a media entity: it has a `/$value`.
    pub fn has_stream(self) -> bool {
        self.chain().any(|ty| ty.facts().has("stream"))
    }

    /// Whether its members are bits.
    pub fn is_flags(self) -> bool {
        self.facts().has("flags")
    }

    /// The properties of the key, its own or a base type's.
    pub fn keys(self) -> impl Iterator<Item = &'s str> {
        let keys = self.chain().find_map(|ty| ty.facts().values("key").next());
        keys.into_iter().flat_map(|keys| keys.split(','))
    }

    /// The alternate keys, its own and its base types': the names of each key's properties in a path, with the
    /// properties that they stand for.
    pub fn alternate_keys(self) -> impl Iterator<Item = Vec<(&'s str, &'s str)>> {
        self.chain()
            .flat_map(|ty| ty.facts().values("alt").collect::<Vec<_>>())
            .map(|key| key.split('+').map(|part| part.split_once(':').unwrap_or((part, part))).collect())
    }

    /// The members of an enumeration with their values.
    pub fn members(self) -> impl Iterator<Item = (&'s str, i64)> {
        let is_enum = self.kind() == TypeKind::Enum;
        self.lines().filter(move |_| is_enum).filter_map(|line| {
            let (name, value) = line.split_once(' ')?;
            Some((name, value.parse().ok()?))
        })
    }

    /// The properties that it declares itself.
    pub fn own_properties(self) -> impl Iterator<Item = Member<'s>> {
        let is_structured = matches!(self.kind(), TypeKind::Entity | TypeKind::Complex);
        let declared_by = self.name();
        self.lines()
            .filter(move |line| is_structured && line.split(' ').nth(1) != Some("^"))
            .map(move |line| Member { line, facts: Facts::new(words(line)), declared_by })
    }

    /// All properties, inherited ones included, the nearest type's first.
    pub fn properties(self) -> impl Iterator<Item = Member<'s>> {
        self.chain().flat_map(Type::own_properties)
    }

    /// A property by its name, inherited or not. What annotations say for this type comes before what they say for
    /// the one that declares it.
    pub fn property(self, name: &str) -> Option<Member<'s>> {
        let mut said = "";
        for ty in self.chain() {
            let Some(line) = ty.line(name) else { continue };
            if line.split(' ').nth(1) == Some("^") {
                said = if said.is_empty() { line } else { said };
                continue;
            }
            let facts = Facts::new(words(line));
            let facts = if said.is_empty() { facts } else { Facts::new(words(said)).over(words(line)) };
            return Some(Member { line, facts, declared_by: ty.name() });
        }
        None
    }

    /// The property that was probably meant.
    pub fn nearest_property(self, name: &str) -> Option<&'s str> {
        let known: Vec<&'s str> = self.properties().map(Member::name).collect();
        crate::naming::nearest(name, known)
    }

    /// A derived type that declares a property which this one hasn't. Looks at every type, as [`derived`](Self::derived).
    pub fn derived_with(self, property: &str) -> Option<Self> {
        self.derived().find(|ty| ty.property(property).is_some())
    }

    fn lines(self) -> impl Iterator<Item = &'s str> {
        self.body.lines().filter(|line| !line.is_empty())
    }

    fn line(self, name: &str) -> Option<&'s str> {
        if name.is_empty() || name.contains([' ', '\n']) {
            return None;
        }
        // Sorted by name, so found by bisection: in a debug build, which the macros are as a rule, a search for the text
        // costs some nanoseconds for each byte of a type that has hundreds of lines.
        let mut rest = self.body.strip_prefix('\n')?;
        while !rest.is_empty() {
            let before_middle = rest.as_bytes().get(..rest.len() / 2)?;
            let start = before_middle.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let line = rest.get(start..)?.split('\n').next()?;
            match line.split(' ').next().unwrap_or_default().cmp(name) {
                Ordering::Equal => return Some(line),
                Ordering::Less => rest = rest.get(start + line.len() + 1..).unwrap_or_default(),
                Ordering::Greater => rest = rest.get(..start)?,
            }
        }
        None
    }
}

/// Of a property: what stands behind its name and type.
fn words(line: &str) -> &str {
    line.splitn(3, ' ').nth(2).unwrap_or_default()
}

impl std::fmt::Debug for Type<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Type({})", self.head)
    }
}

impl<'s> Member<'s> {
    /// Its name.
    pub fn name(self) -> &'s str {
        self.line.split(' ').next().unwrap_or_default()
    }

    /// What it holds.
    pub fn ty(self) -> TypeRef<'s> {
        TypeRef::parse(self.line.split(' ').nth(1).unwrap_or_default())
    }

    /// What it is.
    pub fn kind(self) -> MemberKind {
        match self.line.split(' ').nth(2) {
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
