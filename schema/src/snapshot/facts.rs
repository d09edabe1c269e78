//! What annotations say, as words of a line.

use super::name::Name;

/// What annotations say of a type, a property, an operation or a root.
///
/// | word | annotation |
/// | --- | --- |
/// | `insert`, `update`, `delete`, `read`, `count`; with `no-` in front the reverse | `Capabilities.V1.*Restrictions` |
/// | `filter`, `sort`, `search`, `top`, `skip`, likewise | `Capabilities.V1.*Restrictions`, `TopSupported`, `SkipSupported` |
/// | `no-read-by-key`, `no-key` | `ReadByKeyRestrictions`, `IndexableByKey` |
/// | `put`, `upsert` | `UpdateMethod`, `Upsertable` |
/// | `ref`, `no-ref` | `NavigationRestrictions/Referenceable` |
/// | `explicit`, `binds=NAME` | `Core.V1.RequiresExplicitBinding`, `ExplicitOperationBindings` |
/// | `alt=NAME+NAME` | `Core.V1.AlternateKeys` |
/// | `derived=NAME` | `Validation.V1.DerivedTypeConstraint` |
/// | `computed`, `immutable`, `optional` | the terms of these names, and `Permissions` that allow to read only |
/// | `deprecated=DATE`, `removed=DATE`, `use=NAME` | `Core.V1.Revisions` |
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'s> {
    words: &'s str,
    /// Of the base type's property, if this is said of an inherited one.
    inherited: &'s str,
}

impl<'s> Facts<'s> {
    pub(super) fn new(words: &'s str) -> Self {
        Self { words, inherited: "" }
    }

    pub(super) fn over(self, inherited: &'s str) -> Self {
        Self { inherited, ..self }
    }

    fn all(self) -> impl Iterator<Item = &'s str> {
        [self.words, self.inherited]
            .into_iter()
            .filter(|words| !words.is_empty())
            .flat_map(|words| words.split(' '))
    }

    /// All words, what is said here before what is said where it is inherited from.
    pub fn words(self) -> impl Iterator<Item = &'s str> {
        self.all().filter(|word| !word.is_empty())
    }

    /// Whether a word stands here.
    pub fn has(self, word: &str) -> bool {
        self.find(|other| (other == word).then_some(())).is_some()
    }

    /// The first of the words of which something is wanted. A loop, and no adapters: the macros ask in debug builds, and most
    /// of what there is has no word.
    fn find<T>(self, wanted: impl Fn(&'s str) -> Option<T>) -> Option<T> {
        for words in [self.words, self.inherited] {
            let mut rest = words;
            while !rest.is_empty() {
                let (word, behind) = rest.split_once(' ').unwrap_or((rest, ""));
                if let Some(found) = wanted(word) {
                    return Some(found);
                }
                rest = behind;
            }
        }
        None
    }

    /// What is said of a capability: `insert`, or `no-insert`; None if nothing is.
    pub fn allows(self, capability: &str) -> Option<bool> {
        self.find(|word| match word.strip_prefix("no-") {
            Some(denied) => (denied == capability).then_some(false),
            None => (word == capability).then_some(true),
        })
    }

    /// The values behind a `key=`.
    pub fn values(self, key: &str) -> impl Iterator<Item = &'s str> {
        self.all().filter_map(move |word| word.strip_prefix(key)?.strip_prefix('='))
    }

    /// The first of [`values`](Self::values).
    fn value(self, key: &str) -> Option<&'s str> {
        self.find(|word| word.strip_prefix(key)?.strip_prefix('='))
    }

    /// Since when it is deprecated.
    pub fn deprecated(self) -> Option<&'s str> {
        self.value("deprecated")
    }

    /// When it is removed, or was.
    pub fn removed(self) -> Option<&'s str> {
        self.value("removed")
    }

    /// What to use instead of what is deprecated: a property of the same type, or a type.
    pub fn replacement(self) -> Option<&'s str> {
        self.value("use")
    }

    /// Whether an operation that asks to be named is.
    pub(crate) fn binds(self, operation: Name<'_>) -> bool {
        self.values("binds").any(|name| name == operation.0)
    }
}
