//! What the tables of a page, or a name, say of a property that examples show as `null` or not at all.

use graph_endpoint_schema::naming::pascal_case;

use super::arena::{ObjectId, ObjectNode, PlaceId};
use super::fields::Fields;
use super::hints::Hint;
use super::resolve::{Resolved, Types, plain};
use super::{by_name, naming};
use crate::declare::docs::property_docs;
use crate::json::Json;
use crate::model::{Leaf, Ty, Wrapper};
use crate::shape::Shape;

impl Types<'_> {
    /// Takes the table of the body for one of the properties of its only object, where it names some of those and none of
    /// the body's own: `passwordCredential` with the properties in a table.
    pub(in crate::declare) fn describe(&mut self, in_body: &[(&str, PlaceId)]) {
        let objects = in_body.iter().flat_map(|(_, place)| self.arena.at(*place).objects);
        let objects: Vec<ObjectId> = objects.map(|(_, id)| id).collect();
        let [id] = objects.as_slice() else { return };
        let (id, kind) = self.arena.kind(*id);
        let has = |name: &str| kind.is_some_and(|kind| kind.properties.iter().any(|(own, _)| own == name));
        let is_of_body = |hint: &Hint| in_body.iter().any(|(name, _)| hint.is(name));
        let is_it = self.hints.of_body().any(|hint| has(&hint.name)) && !self.hints.of_body().any(is_of_body);
        self.described = Some(id).filter(|_| is_it);
    }

    /// Whether the table of the body is about an object in it.
    pub(in crate::declare) fn describes_another(&self) -> bool {
        self.described.is_some()
    }

    /// Whether the table of the body is about the properties of this object.
    pub(super) fn is_described(&self, id: ObjectId) -> bool {
        self.described.is_some_and(|described| self.arena.kind(described).0 == self.arena.kind(id).0)
    }

    /// Adds the properties of the table that no example has.
    pub(super) fn described_only(&mut self, kind: &ObjectNode, fields: &mut Fields) {
        let hints: Vec<Hint> = self.hints.of_body().filter(|hint| !hint.is_read_only).cloned().collect();
        for hint in hints {
            let is_shown = kind.properties.iter().any(|(name, _)| hint.is(name));
            if let Some(ty) = self.said(&hint).filter(|_| !is_shown) {
                fields.named(&hint.name, ty.within(Wrapper::Option), Vec::new(), property_docs(&hint.docs));
            }
        }
    }

    /// The type of what is only `null` in the examples, by the page or by its name.
    pub(super) fn only_null(&mut self, hint: Option<&Hint>, property: &str) -> Option<Resolved> {
        if let Some(ty) = hint.and_then(|hint| self.said(hint)) {
            return Some(plain(ty));
        }
        let says_other = hint.and_then(Hint::link).is_some();
        let (leaf, what) = by_name::of_null(property).filter(|_| !self.options.exact && !says_other)?;
        let notes = vec![format!("null in the example: {what}, by its name")];
        Some(Resolved { ty: self.options.leaf(leaf).into(), notes })
    }

    /// Puts an object of the type that is said where the examples show only `null`.
    pub(super) fn fill(&mut self, place: PlaceId, hint: &Hint) {
        let node = self.arena.at(place);
        let is_null = node.objects.is_empty() && node.counts.kinds() == 0;
        if is_null
            && !hint.is_collection
            && let Some(id) = self.kind_said(hint)
        {
            self.arena.put(place, id);
        }
    }

    /// The kind of objects that is called as the table says: the examples show one, or it is known to everybody.
    fn kind_said(&mut self, hint: &Hint) -> Option<ObjectId> {
        let name = hint.link()?;
        let is_it =
            |kind: &ObjectNode| naming::base(kind) == pascal_case(name) && !kind.properties.is_empty();
        if let Some((id, _)) = self.arena.kinds().find(|(_, kind)| is_it(kind)) {
            return Some(id);
        }
        let sample = Json::parse(by_name::sample(name)?).ok()?;
        let place = self.arena.add(&Shape::of(&sample), name, self.way);
        self.arena.unite_types();
        self.arena.at(place).objects.first().map(|(_, id)| self.arena.kind(*id).0)
    }

    /// The type that a page says of a property that no example has.
    pub(in crate::declare) fn said(&mut self, hint: &Hint) -> Option<Ty> {
        let leaf = hint.leaf.map(|leaf| self.options.leaf(if leaf == Leaf::I32 { Leaf::I64 } else { leaf }));
        let is_text = hint.leaf == Some(Leaf::String) || hint.leaf.is_none();
        let ty = match leaf {
            _ if hint.is_json() => Leaf::Json.into(),
            _ if is_text && !hint.members.is_empty() => self.enumeration(hint),
            Some(leaf) => leaf.into(),
            None => Ty::Declared({
                let id = self.kind_said(hint)?;
                self.declared(id)
            }),
        };
        Some(if hint.is_collection { ty.within(Wrapper::Vec) } else { ty })
    }
}
