//! Making one of two places or of two kinds of objects, and of all that hangs below them.

use super::{Arena, ObjectId, PlaceId, Slot};

#[derive(Clone, Copy)]
pub(super) enum Pair {
    Places(PlaceId, PlaceId),
    Objects(ObjectId, ObjectId),
}

impl Arena {
    /// Makes one of two kinds of objects, and of what hangs below them.
    pub(in crate::declare::types) fn unite(&mut self, a: ObjectId, b: ObjectId) {
        self.close(&mut vec![Pair::Objects(a, b)]);
    }

    /// Makes one of two places.
    pub(in crate::declare::types) fn unite_at(&mut self, a: PlaceId, b: PlaceId) {
        self.close(&mut vec![Pair::Places(a, b)]);
    }

    /// Unites these pairs, and those that follow from it.
    pub(super) fn close(&mut self, open: &mut Vec<Pair>) {
        while let Some(pair) = open.pop() {
            match pair {
                Pair::Objects(a, b) => self.unite_objects(a, b, open),
                Pair::Places(a, b) => self.unite_places(a, b, open),
            }
        }
    }

    fn unite_objects(&mut self, a: ObjectId, b: ObjectId, open: &mut Vec<Pair>) {
        let Some((into, from)) = taken(&mut self.objects, a.0, b.0) else { return };
        into.odata_type = into.odata_type.take().or(from.odata_type);
        into.seen += from.seen;
        into.untyped += from.untyped;
        into.untyped_sent += from.untyped_sent;
        into.way.join(from.way);
        into.names.extend(from.names);
        into.called = into.called.take().or(from.called);
        for (name, place) in from.properties {
            match into.properties.iter().find(|(known, _)| *known == name) {
                Some((_, known)) => open.push(Pair::Places(*known, place)),
                None => into.properties.push((name, place)),
            }
        }
    }

    fn unite_places(&mut self, a: PlaceId, b: PlaceId, open: &mut Vec<Pair>) {
        let Some((into, from)) = taken(&mut self.places, a.0, b.0) else { return };
        into.counts.merge(&from.counts);
        match (into.items, from.items) {
            (Some(a), Some(b)) => open.push(Pair::Places(a, b)),
            (None, items) => into.items = items,
            (Some(_), None) => {}
        }
        for (odata_type, object) in from.objects {
            match into.objects.iter().find(|(known, _)| *known == odata_type) {
                Some((_, known)) => open.push(Pair::Objects(*known, object)),
                None => into.objects.push((odata_type, object)),
            }
        }
    }
}

/// The node that stands for this one.
pub(super) fn root<T>(slots: &[Slot<T>], mut id: usize) -> usize {
    while let Some(Slot::UnitedWith(next)) = slots.get(id) {
        id = *next;
    }
    id
}

/// The earlier of two nodes, and the other one, taken out; `None` if they are one already.
fn taken<T>(slots: &mut [Slot<T>], a: usize, b: usize) -> Option<(&mut T, T)> {
    let (a, b) = (root(slots, a), root(slots, b));
    let (first, second) = (a.min(b), a.max(b));
    if first == second {
        return None;
    }
    let Slot::Node(from) = std::mem::replace(slots.get_mut(second)?, Slot::UnitedWith(first)) else {
        return None;
    };
    let Slot::Node(into) = slots.get_mut(first)? else { return None };
    Some((into, from))
}
