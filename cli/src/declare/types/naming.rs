//! What each type is called: by its `@odata.type`, by the page, by the type that its properties are known to be, and last
//! by the property in which it stood first.

use std::collections::BTreeMap;

use graph_endpoint_schema::naming::{pascal_case, singular, unused};

use super::arena::{Arena, ObjectId, ObjectNode};
use super::known;

/// Names that the generated file has from elsewhere.
pub(crate) const TAKEN: &[&str] = &[
    "Accepted",
    "AdditionalProperties",
    "AsRef",
    "BTreeMap",
    "Box",
    "Bytes",
    "Client",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Endpoint",
    "Eq",
    "Err",
    "Error",
    "Extend",
    "Flags",
    "Fn",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "Kept",
    "Multipart",
    "None",
    "Nullable",
    "Ok",
    "OneOf",
    "Option",
    "Ord",
    "Other",
    "Page",
    "PartialEq",
    "PartialOrd",
    "RawValue",
    "RequestOptions",
    "Result",
    "SandboxEndpoint",
    "Select",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Untyped",
    "Value",
    "ValueOf",
    "Vec",
];

/// The names that are given.
#[derive(Debug)]
pub(super) struct Names {
    taken: Vec<String>,
    of: BTreeMap<ObjectId, String>,
}

impl Names {
    pub(super) fn new(endpoint: &str) -> Self {
        let mut taken: Vec<String> = TAKEN.iter().map(|name| (*name).to_owned()).collect();
        taken.extend([endpoint.to_owned(), format!("{endpoint}Builder")]);
        Self { taken, of: BTreeMap::new() }
    }

    /// Gives those that say their type its name, before others are called by where they stand.
    pub(super) fn of_typed(&mut self, arena: &Arena, endpoint: &str) {
        for (id, node) in arena.kinds().filter(|(_, node)| node.odata_type.is_some()) {
            let name = self.give(&base(node), endpoint);
            self.of.insert(id, name);
        }
    }

    /// The name of a kind of object; given at the first time that it is asked for.
    pub(super) fn of(&mut self, arena: &Arena, id: ObjectId, fallback_owner: &str) -> String {
        let (id, node) = arena.kind(id);
        if let Some(name) = self.of.get(&id) {
            return name.clone();
        }
        let Some(node) = node else { return "Unknown".to_owned() };
        let owner = node.owner.map(|owner| arena.kind(owner).0).filter(|owner| *owner != id);
        let owner = owner.and_then(|owner| self.of.get(&owner)).cloned();
        let name = self.give(&base(node), owner.as_deref().unwrap_or(fallback_owner));
        self.of.insert(id, name.clone());
        name
    }

    /// A name that nothing else has: `base`, or with the owner's name in front.
    pub(super) fn give(&mut self, base: &str, owner: &str) -> String {
        let is_taken = |name: &str| self.taken.iter().any(|taken| taken == name);
        let one = singular(owner);
        let name = match is_taken(base) {
            false => base.to_owned(),
            // No word twice: `ListInfo` in a `List`, and a `QueryResult` of `QueryResults`.
            true if owner.ends_with(base) => format!("{base}Info"),
            true if one.ends_with(base) => one,
            true => format!("{owner}{base}"),
        };
        let name = unused(&name, is_taken);
        self.taken.push(name.clone());
        name
    }
}

/// What an object would be called if no name were taken.
pub(super) fn base(node: &ObjectNode) -> String {
    let said = node.odata_type.as_ref().map(|name| name.rsplit('.').next().unwrap_or(name));
    let called = node.called.as_deref();
    let name =
        said.or(called).or_else(|| known::name(node)).or_else(|| node.names.first().map(String::as_str));
    pascal_case(name.unwrap_or_default())
}
