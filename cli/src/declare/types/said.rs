//! What the tables of a page, or a name, say of a property that examples show as `null` or not at all.

use graph_endpoint_schema::naming::pascal_case;

use super::arena::{ObjectId, ObjectNode, PlaceId};
use super::hints::Hint;
use super::resolve::{Resolved, Types, plain};
use super::{by_name, naming};
use crate::json::Json;
use crate::model::{Leaf, Ty, Wrapper};
use crate::shape::Shape;

impl Types<'_> {
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
