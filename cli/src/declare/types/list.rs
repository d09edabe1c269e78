//! Lists, and what stands in them.

use super::arena::{PlaceId, PlaceNode};
use super::by_name;
use super::hints::Hint;
use super::resolve::{Resolved, Types, plain};
use crate::model::{Leaf, Ty, Wrapper};

impl Types<'_> {
    pub(super) fn list(&mut self, node: &PlaceNode, hint: Option<&Hint>, property: &str) -> Resolved {
        let Some(items) = node.items else {
            return match hint.filter(|hint| hint.is_collection).and_then(|hint| self.said(hint)) {
                Some(ty) => plain(ty),
                None if by_name::TEXTS.contains(&property) && !self.options.exact => {
                    plain(Ty::from(Leaf::String).within(Wrapper::Vec))
                }
                None => Resolved {
                    ty: Ty::from(Leaf::Json).within(Wrapper::Vec),
                    notes: vec![
                        "an empty list in the example: the type of its items is not known".to_owned(),
                    ],
                },
            };
        };
        let place = self.item_of(items, hint, property);
        Resolved { ty: place.ty.within(Wrapper::Vec), ..place }
    }

    /// The Rust type of something that stands in a list or a map, where it can be `null` but not absent.
    pub(in crate::declare) fn item(&mut self, id: PlaceId) -> Resolved {
        self.item_of(id, None, "")
    }

    fn item_of(&mut self, id: PlaceId, hint: Option<&Hint>, property: &str) -> Resolved {
        let place = self.hinted(id, hint, property);
        // JSON that is kept has its own null.
        if self.arena.at(id).counts.nulls > 0 && !place.ty.is_json() {
            return Resolved { ty: place.ty.within(Wrapper::Option), ..place };
        }
        place
    }
}
