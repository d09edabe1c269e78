//! What differs between two snapshots, by entity set, type and operation, and what of it breaks callers.
//!
//! ```
//! use graph_endpoint_schema::{diff::diff, snapshot::Snapshot};
//!
//! # let text = |body: &str| format!("graph-schema 1\nversion v1.0\ncloud global\ndate unknown\nsource 0\nbody {} 1 0\n{body}", body.len());
//! let old = Snapshot::new(text("#type .user entity key=id\nid Edm.String!\nmail Edm.String\n"))?;
//! let new = Snapshot::new(text("#type .user entity key=id\nid Edm.String!\nnick Edm.String\n"))?;
//! let changes = diff(&old, &new);
//! assert_eq!(changes.len(), 2);
//! assert_eq!(changes[0].to_string(), "- mail: Edm.String");
//! assert!(changes[0].is_breaking);
//! assert_eq!(changes[1].to_string(), "+ nick: Edm.String");
//! # Ok::<(), graph_endpoint_schema::snapshot::SnapshotError>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::snapshot::{Operation, RootKind, Snapshot, Type, TypeKind, TypeRef, in_full};

/// Something that is in one of two snapshots only, or is another thing in each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub subject: Subject,
    /// The entity set, the type or the operation. Of an operation what it is bound to as well, and of a function its
    /// parameters, since overloads have one name: `function microsoft.graph.delta on Collection(microsoft.graph.user)`.
    pub name: String,
    /// The property, member or parameter; None for the thing as such.
    pub part: Option<String>,
    /// How it was described; None if it is new.
    pub was: Option<String>,
    /// How it is described now; None if it is gone.
    pub is: Option<String>,
    /// Whether calls that were right can be wrong now.
    pub is_breaking: bool,
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An entity set, a singleton or an import.
    Root,
    /// A type.
    Type,
    /// An action or a function.
    Operation,
}

/// What is said of one thing.
#[derive(PartialEq, Eq)]
struct Entry {
    /// What it is, or what it holds.
    ty: String,
    words: BTreeSet<String>,
    /// Whether what it is a part of can't be called without it.
    is_required: bool,
    /// Whether it goes over the wire by its name alone: the number of a member doesn't count.
    is_named: bool,
}

/// The thing as such before its parts.
type Key = (Subject, String, Option<String>);

/// Where types stand and what they inherit is compared as a whole.
const INHERITED: &[&str] = &["base=", "key="];

/// Words that take something away by being there. What begins with `no-` does so, too.
const TAKES: &[&str] = &["abstract", "computed", "explicit", "immutable", "required"];

/// Words that take nothing away by not being there any longer.
const FREES: &[&str] = &["abstract", "computed", "count", "explicit", "immutable"];

/// Everything that differs, sorted by what it is about. What is gone or new as a whole is one change.
pub fn diff(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let (was, is) = (entries(old), entries(new));
    let keys: BTreeSet<&Key> = was.keys().chain(is.keys()).collect();
    let is_whole_in = |all: &BTreeMap<Key, Entry>, key: &Key| {
        key.2.is_none() || all.contains_key(&(key.0, key.1.clone(), None))
    };
    keys.into_iter()
        .filter(|key| is_whole_in(&was, key) && is_whole_in(&is, key))
        .filter_map(|key| change(key, was.get(key), is.get(key)))
        .map(|mut change| {
            change.is_breaking = match (change.subject, &change.part, &change.is) {
                (Subject::Type, None, Some(_)) => {
                    change.is_breaking || stands_elsewhere(old, new, &change.name)
                }
                (Subject::Type, Some(part), None) => !is_inherited(old, new, &change.name, part),
                _ => change.is_breaking,
            };
            change
        })
        .collect()
}

/// Whether a type is no longer what it was by its base types, or has another key.
fn stands_elsewhere(old: &Snapshot, new: &Snapshot, name: &str) -> bool {
    let (Some(was), Some(is)) = (old.type_named(name), new.type_named(name)) else { return false };
    let is_still = was.base_name().is_none_or(|base| is.is_or_derives_from(base));
    !is_still || !was.keys().eq(is.keys())
}

/// Whether a property that a type no longer declares is there as it was: a base type declares it now.
fn is_inherited(old: &Snapshot, new: &Snapshot, name: &str, property: &str) -> bool {
    let of = |snapshot: &Snapshot| {
        let member = snapshot.type_named(name)?.property(property)?;
        Some(typed(member.ty()))
    };
    of(old).is_some_and(|was| of(new) == Some(was))
}

fn change(key: &Key, was: Option<&Entry>, is: Option<&Entry>) -> Option<Change> {
    if was == is {
        return None;
    }
    let is_breaking = match (was, is) {
        (Some(was), Some(is)) => (was.ty != is.ty && !is.is_named) || words_break(&was.words, &is.words),
        (Some(_), None) => true,
        (None, is) => is.is_some_and(|is| is.is_required),
    };
    Some(Change {
        subject: key.0,
        name: key.1.clone(),
        part: key.2.clone(),
        was: was.map(Entry::to_string),
        is: is.map(Entry::to_string),
        is_breaking,
    })
}

fn words_break(was: &BTreeSet<String>, is: &BTreeSet<String>) -> bool {
    let takes = |word: &String| word.starts_with("no-") || TAKES.contains(&word.as_str());
    let is_news =
        |word: &String| ["deprecated=", "removed=", "use="].iter().any(|start| word.starts_with(start));
    let is_inherited = |word: &String| INHERITED.iter().any(|start| word.starts_with(start));
    is.difference(was).any(takes)
        || was.difference(is).any(|word| {
            !is_news(word)
                && !is_inherited(word)
                && !word.starts_with("no-")
                && !FREES.contains(&word.as_str())
        })
}

fn entries(snapshot: &Snapshot) -> BTreeMap<Key, Entry> {
    let mut all = BTreeMap::new();
    for root in snapshot.roots() {
        let kind = match root.kind() {
            RootKind::EntitySet => "entity set of",
            RootKind::Singleton => "singleton of",
            RootKind::Import => "import of",
        };
        let ty = format!("{kind} {}", root.of());
        all.insert((Subject::Root, root.name().to_owned(), None), Entry::new(ty, root.facts().words()));
    }
    for ty in snapshot.types() {
        add_type(ty, &mut all);
    }
    for operation in snapshot.all_operations() {
        add_operation(operation, &mut all);
    }
    all
}

fn add_type(ty: Type<'_>, all: &mut BTreeMap<Key, Entry>) {
    let kind = match ty.kind() {
        TypeKind::Entity => "entity",
        TypeKind::Complex => "complex",
        TypeKind::Enum => "enum",
        TypeKind::Definition => "definition",
    };
    let name = ty.name().to_string();
    let words = ty.facts().words().filter(|word| *word != kind);
    all.insert((Subject::Type, name.clone(), None), Entry::new(kind.to_owned(), words));
    for member in ty.own_properties() {
        let entry = Entry::new(typed(member.ty()), member.facts().words());
        all.insert((Subject::Type, name.clone(), Some(member.name().to_owned())), entry);
    }
    for (member, value) in ty.members() {
        let mut entry = Entry::new(value.to_string(), std::iter::empty());
        entry.is_named = true;
        all.insert((Subject::Type, name.clone(), Some(member.to_owned())), entry);
    }
}

fn add_operation(operation: Operation<'_>, all: &mut BTreeMap<Key, Entry>) {
    let kind = if operation.is_action() { "action" } else { "function" };
    let parameters: Vec<&str> = operation.parameters().map(|parameter| parameter.name).collect();
    let mut name = format!("{kind} {}", operation.name());
    if !operation.is_action() {
        name = format!("{name}({})", parameters.join(","));
    }
    if let Some(binding) = operation.binding() {
        name = format!("{name} on {binding}");
    }
    let ty = operation.returns().map_or_else(|| "nothing".to_owned(), typed);
    all.insert((Subject::Operation, name.clone(), None), Entry::new(ty, operation.fact_words()));
    for parameter in operation.parameters() {
        let optional = parameter.is_optional.then_some("optional");
        let mut entry = Entry::new(typed(parameter.ty), optional.into_iter());
        // What can be null can be left out, by what the service does rather than by what it says.
        entry.is_required = !parameter.is_optional && !parameter.ty.is_nullable;
        all.insert((Subject::Operation, name.clone(), Some(parameter.name.to_owned())), entry);
    }
}

fn typed(ty: TypeRef<'_>) -> String {
    if ty.is_nullable { ty.to_string() } else { format!("{ty}, not null") }
}

impl Entry {
    fn new<'w>(ty: String, words: impl Iterator<Item = &'w str>) -> Self {
        Self { ty, words: words.map(in_full).collect(), is_required: false, is_named: false }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.ty)?;
        self.words.iter().try_for_each(|word| write!(f, ", {word}"))
    }
}

impl Subject {
    /// `type`, `root`, `operation`
    pub fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Type => "type",
            Self::Operation => "operation",
        }
    }
}

impl fmt::Display for Change {
    /// One line: `+`, `-` or `~`, the part or else the thing, and what is said of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.part.as_ref().unwrap_or(&self.name);
        match (&self.was, &self.is) {
            (Some(was), Some(is)) => write!(f, "~ {name}: {was} -> {is}"),
            (Some(was), None) => write!(f, "- {name}: {was}"),
            (None, Some(is)) => write!(f, "+ {name}: {is}"),
            (None, None) => f.write_str(name),
        }
    }
}

#[cfg(test)]
#[cfg(feature = "csdl")]
mod tests;
