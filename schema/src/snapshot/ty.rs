//! Types and what they have.

use super::Snapshot;
use super::facts::Facts;
use super::known::{self, Line};
use super::member::{Member, MemberKind};
use super::name::Name;

/// A type of the schema.
#[derive(Clone, Copy)]
pub struct Type<'s> {
    snapshot: &'s Snapshot,
    /// Of its record.
    index: usize,
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

/// Graph derives six deep; a snapshot changed by hand could turn in a circle.
const MAX_BASES: usize = 100;

impl<'s> Type<'s> {
    /// `type .user entity ..` and the lines below it.
    pub(super) fn new(snapshot: &'s Snapshot, index: usize, record: &'s str) -> Self {
        let (head, body) =
            record.split_at_checked(record.find('\n').unwrap_or(record.len())).unwrap_or_default();
        Self { snapshot, index, head: head.strip_prefix("type ").unwrap_or_default(), body }
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
        let find = || self.snapshot.index_of("type", self.base_name()?.0);
        let index = match self.snapshot.known.get(self.index) {
            Some(known) => *known.base.get_or_init(find),
            None => find(),
        };
        self.snapshot.type_at(index?)
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
        self.snapshot.bases.has(self.snapshot, self.name())
    }

    /// All types that derive from it, by name.
    pub fn derived(self) -> impl Iterator<Item = Self> {
        let direct = |ty: Self| self.snapshot.bases.derived(self.snapshot, ty.name());
        let mut found: Vec<Self> = direct(self).collect();
        let mut at = 0;
        while let Some(ty) = found.get(at).copied() {
            at += 1;
            for next in direct(ty) {
                if !found.iter().any(|known| known.index == next.index) {
                    found.push(next);
                }
            }
        }
        found.sort_unstable_by_key(|ty| ty.index);
        found.into_iter()
    }

    /// Whether a value of this type can be one of the other type, or have one among its properties, however deep. Types that
    /// derive from those are looked at as well, relations aren't.
    pub fn reaches(self, other: Self) -> bool {
        let is_related =
            |ty: Self| ty.is_or_derives_from(other.name()) || other.is_or_derives_from(ty.name());
        let mut found = vec![self];
        let mut at = 0;
        while let Some(ty) = found.get(at).copied() {
            at += 1;
            if is_related(ty) {
                return true;
            }
            let values = ty.properties().filter(|member| member.kind() == MemberKind::Property);
            let held = values.filter_map(|member| self.snapshot.type_of(member.ty().name));
            let derived = self.snapshot.bases.derived(self.snapshot, ty.name());
            for next in held.chain(derived) {
                if next.kind() == TypeKind::Complex && !found.iter().any(|known| known.index == next.index) {
                    found.push(next);
                }
            }
        }
        false
    }

    /// Whether there are no instances but those of derived types.
    pub fn is_abstract(self) -> bool {
        self.facts().has("abstract")
    }

    /// Whether it, or a type that it derives from, can have properties that aren't declared.
    pub fn is_open(self) -> bool {
        self.chain().any(|ty| ty.facts().has("open"))
    }

    /// Whether what it declares itself is but the frame for properties that others name: of SharePoint's columns
    /// (`fieldValueSet`), of open extensions, of dictionaries.
    pub fn is_free(self) -> bool {
        let is_frame = |name: &str| self.keys().any(|key| key == name);
        self.is_open()
            && (self.chain().any(|ty| ty.name().to_string() == "microsoft.graph.extension")
                || self.properties().all(|member| is_frame(member.name())))
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
        let lines = self.lines().iter().filter(move |_| is_enum);
        lines.filter_map(move |line| Some((self.word_of(line), self.behind(line).parse().ok()?)))
    }

    /// The properties that it declares itself.
    pub fn own_properties(self) -> impl Iterator<Item = Member<'s>> {
        let is_structured = matches!(self.kind(), TypeKind::Entity | TypeKind::Complex);
        let declared_by = self.name();
        let lines = self.lines().iter().filter(move |_| is_structured);
        let members = lines.map(move |line| Member::new(self.word_of(line), self.behind(line), declared_by));
        members.filter(|member| !member.is_said_of_inherited())
    }

    /// All properties, inherited ones included, the nearest type's first.
    pub fn properties(self) -> impl Iterator<Item = Member<'s>> {
        self.chain().flat_map(Type::own_properties)
    }

    /// A property by its name, inherited or not. What annotations say for this type comes before what they say for
    /// the one that declares it.
    pub fn property(self, name: &str) -> Option<Member<'s>> {
        let mut said: Option<Member<'s>> = None;
        for ty in self.chain() {
            let Some(line) = ty.line(name) else { continue };
            let member = Member::new(ty.word_of(line), ty.behind(line), ty.name());
            if member.is_said_of_inherited() {
                said = said.or(Some(member));
                continue;
            }
            return Some(said.map_or(member, |said| member.with(said)));
        }
        None
    }

    /// The property that was probably meant.
    pub fn nearest_property(self, name: &str) -> Option<&'s str> {
        let known: Vec<&'s str> = self.properties().map(Member::name).collect();
        crate::naming::nearest(name, known)
    }

    /// The derived types that declare a property which this one hasn't.
    pub fn derived_with(self, property: &str) -> impl Iterator<Item = Self> {
        self.derived().filter(move |ty| ty.own_properties().any(|member| member.name() == property))
    }

    fn lines(self) -> &'s [Line] {
        let known = self.snapshot.known.get(self.index);
        known.map_or(&[], |known| known.lines.get_or_init(|| known::lines(self.body)))
    }

    /// The line that begins with this name; they are sorted by it.
    fn line(self, name: &str) -> Option<&'s Line> {
        let lines = self.lines();
        let wanted = name.as_bytes();
        let at = lines.binary_search_by(|line| self.word_of(line).as_bytes().cmp(wanted)).ok()?;
        lines.get(at)
    }

    fn word_of(self, line: &Line) -> &'s str {
        self.body.get(line.start..line.word).unwrap_or_default()
    }

    /// What stands behind the first word.
    fn behind(self, line: &Line) -> &'s str {
        self.body.get(line.word + 1..line.end).unwrap_or_default()
    }
}

impl std::fmt::Debug for Type<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Type({})", self.head)
    }
}
