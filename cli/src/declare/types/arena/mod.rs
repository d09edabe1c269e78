//! Every place of the samples' JSON and every kind of object in it, and the union of those that are one type.
//!
//! A place (`value[].owner`) holds counts, the place of its items, and the kinds of objects that stood there. A kind of
//! object has properties, each a place again. Uniting two of either unites what hangs below them: congruence closure over
//! a union-find, which ends because each union leaves one fewer.
//! <https://en.wikipedia.org/wiki/Congruence_closure>

mod union;

use graph_endpoint_schema::naming::singular;

use self::union::{Pair, root};
use super::keys::is_key;
use crate::shape::{Object, Shape};

/// A place of the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::declare) struct PlaceId(usize);

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ObjectId(usize);

/// Which ways values go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::declare) struct Way {
    /// In requests.
    pub(in crate::declare) sent: bool,
    /// In responses.
    pub(in crate::declare) received: bool,
}

/// What stood at a place.
#[derive(Clone, Debug, Default)]
pub(super) struct PlaceNode {
    /// The counts, without items and objects.
    pub(super) counts: Shape,
    pub(super) items: Option<PlaceId>,
    /// By `@odata.type`.
    pub(super) objects: Vec<(Option<String>, ObjectId)>,
    /// What one value there is called: the property's name, in the singular.
    pub(super) name: String,
    /// What the page says that the types in the list here derive from.
    pub(super) base: Option<String>,
}

/// A kind of object.
#[derive(Clone, Debug, Default)]
pub(super) struct ObjectNode {
    pub(super) odata_type: Option<String>,
    /// How many there were.
    pub(super) seen: usize,
    /// How many of them said no type.
    pub(super) untyped: usize,
    /// How many of those stood in requests.
    pub(super) untyped_sent: usize,
    pub(super) properties: Vec<(String, PlaceId)>,
    /// What the places are called in which it stood.
    pub(super) names: Vec<String>,
    /// What the page calls the type.
    pub(super) called: Option<String>,
    /// The object that it first stood in.
    pub(super) owner: Option<ObjectId>,
    pub(super) way: Way,
}

/// All places and objects.
#[derive(Debug, Default)]
pub(in crate::declare) struct Arena {
    places: Vec<Slot<PlaceNode>>,
    objects: Vec<Slot<ObjectNode>>,
}

/// A node, or the one that it was united with.
#[derive(Debug)]
enum Slot<T> {
    Node(T),
    UnitedWith(usize),
}

impl<T> Slot<T> {
    fn node_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Node(node) => Some(node),
            Self::UnitedWith(_) => None,
        }
    }
}

impl Way {
    pub(in crate::declare) const SENT: Self = Self { sent: true, received: false };
    pub(in crate::declare) const RECEIVED: Self = Self { sent: false, received: true };

    fn join(&mut self, other: Self) {
        self.sent |= other.sent;
        self.received |= other.received;
    }
}

impl Arena {
    /// Takes in a shape and all that hangs below it. An object in it is called `name`.
    pub(in crate::declare) fn add(&mut self, shape: &Shape, name: &str, way: Way) -> PlaceId {
        self.place(shape, name, None, way)
    }

    fn place(&mut self, shape: &Shape, name: &str, owner: Option<ObjectId>, way: Way) -> PlaceId {
        let counts = Shape { items: None, objects: Vec::new(), ..shape.clone() };
        let node = PlaceNode { counts, name: singular(name), ..PlaceNode::default() };
        let id = PlaceId(self.places.len());
        self.places.push(Slot::Node(node));
        let items = shape.items.as_ref().map(|items| self.place(items, &singular(name), owner, way));
        let objects: Vec<_> = shape
            .objects
            .iter()
            .map(|(odata_type, object)| {
                (odata_type.clone(), self.object(odata_type, object, name, owner, way))
            })
            .collect();
        if let Some(Slot::Node(node)) = self.places.get_mut(id.0) {
            node.items = items;
            node.objects = objects;
        }
        id
    }

    fn object(
        &mut self,
        odata_type: &Option<String>,
        object: &Object,
        name: &str,
        owner: Option<ObjectId>,
        way: Way,
    ) -> ObjectId {
        let id = ObjectId(self.objects.len());
        self.objects.push(Slot::Node(ObjectNode {
            odata_type: odata_type.clone(),
            seen: object.seen,
            untyped: if odata_type.is_none() { object.seen } else { 0 },
            untyped_sent: if odata_type.is_none() && way.sent { object.seen } else { 0 },
            names: vec![name.to_owned()],
            owner,
            way,
            ..ObjectNode::default()
        }));
        // What the keys of a map lead to is called as the map is, in the singular.
        let own = singular(name);
        let called = |property: &String| if is_key(property) { own.clone() } else { property.clone() };
        let properties: Vec<(String, PlaceId)> = object
            .properties
            .iter()
            .map(|(name, shape)| (name.clone(), self.place(shape, &called(name), Some(id), way)))
            .collect();
        let keys: Vec<PlaceId> =
            properties.iter().filter(|(name, _)| is_key(name)).map(|(_, place)| *place).collect();
        let mut open: Vec<Pair> =
            keys.iter().zip(keys.iter().skip(1)).map(|(a, b)| Pair::Places(*a, *b)).collect();
        if let Some(Slot::Node(node)) = self.objects.get_mut(id.0) {
            node.properties = properties;
        }
        self.close(&mut open);
        id
    }

    /// The node of a place; an empty one for an id of another arena.
    pub(super) fn at(&self, id: PlaceId) -> PlaceNode {
        match self.places.get(root(&self.places, id.0)) {
            Some(Slot::Node(node)) => node.clone(),
            _ => PlaceNode::default(),
        }
    }

    /// The node of a kind of object, and the id that stands for all that it was united with.
    pub(super) fn kind(&self, id: ObjectId) -> (ObjectId, Option<&ObjectNode>) {
        let root = root(&self.objects, id.0);
        let node = match self.objects.get(root) {
            Some(Slot::Node(node)) => Some(node),
            _ => None,
        };
        (ObjectId(root), node)
    }

    fn place_mut(&mut self, id: PlaceId) -> Option<&mut PlaceNode> {
        let root = root(&self.places, id.0);
        self.places.get_mut(root).and_then(Slot::node_mut)
    }

    fn kind_mut(&mut self, id: ObjectId) -> Option<&mut ObjectNode> {
        let root = root(&self.objects, id.0);
        self.objects.get_mut(root).and_then(Slot::node_mut)
    }

    /// Whether two ids stand for one place.
    pub(super) fn is_one(&self, a: PlaceId, b: PlaceId) -> bool {
        root(&self.places, a.0) == root(&self.places, b.0)
    }

    /// Lets what stands at a place, and all below it, go these ways as well.
    pub(super) fn goes(&mut self, place: PlaceId, way: Way) {
        let mut open = vec![place];
        while let Some(place) = open.pop() {
            let node = self.at(place);
            open.extend(node.items);
            for (_, id) in node.objects {
                let Some(kind) = self.kind_mut(id) else { continue };
                let before = kind.way;
                kind.way.join(way);
                if kind.way != before {
                    open.extend(kind.properties.iter().map(|(_, place)| *place));
                }
            }
        }
    }

    /// Takes fractions with more digits than an `f64` has for those that it holds.
    pub(super) fn round_fractions(&mut self) {
        for counts in self.places.iter_mut().filter_map(Slot::node_mut).map(|node| &mut node.counts) {
            counts.floats += counts.long_fractions;
            counts.big_numbers -= counts.long_fractions;
            counts.long_fractions = 0;
        }
    }

    /// Every place that stands for itself.
    pub(super) fn places(&self) -> impl Iterator<Item = &PlaceNode> {
        self.places.iter().filter_map(|slot| match slot {
            Slot::Node(node) => Some(node),
            Slot::UnitedWith(_) => None,
        })
    }

    /// Every kind of object that stands for itself.
    pub(super) fn kinds(&self) -> impl Iterator<Item = (ObjectId, &ObjectNode)> {
        self.objects.iter().enumerate().filter_map(|(id, slot)| match slot {
            Slot::Node(node) => Some((ObjectId(id), node)),
            Slot::UnitedWith(_) => None,
        })
    }

    /// The type that a page says of the items of a list: the base of what they say themselves.
    pub(in crate::declare) fn say_base(&mut self, place: PlaceId, odata_type: &str) {
        let local = |name: &str| name.rsplit('.').next().map(str::to_ascii_lowercase);
        let node = self.at(place);
        let [(Some(own), object)] = node.objects.as_slice() else { return };
        let says_all = self.kind(*object).1.is_some_and(|kind| kind.untyped == 0);
        if says_all
            && local(own) != local(odata_type)
            && let Some(node) = self.place_mut(place)
        {
            node.base = odata_type.rsplit('.').next().map(str::to_owned);
        }
    }

    /// The type that a page says of the only kind of object at a place, which said none itself.
    pub(in crate::declare) fn say_type(&mut self, place: PlaceId, odata_type: &str) {
        let node = self.at(place);
        let [(None, object)] = node.objects.as_slice() else {
            // One of several types: the page says what they derive from.
            if let Some(node) = self.place_mut(place)
                && node.objects.len() > 1
            {
                odata_type.rsplit('.').next().unwrap_or(odata_type).clone_into(&mut node.name);
            }
            return;
        };
        if let Some(node) = self.kind_mut(*object) {
            node.odata_type.get_or_insert_with(|| odata_type.to_owned());
        }
    }

    /// What the page calls the only kind of object at a place, or in the list there.
    pub(super) fn say_name(&mut self, place: PlaceId, name: &str) {
        let node = self.at(place);
        if let Some(items) = node.items {
            return self.say_name(items, name);
        }
        let [(None, object)] = node.objects.as_slice() else { return };
        if let Some(node) = self.kind_mut(*object) {
            node.called.get_or_insert_with(|| name.to_owned());
        }
    }

    /// Lets a kind of object stand at a place.
    pub(super) fn put(&mut self, place: PlaceId, object: ObjectId) {
        let odata_type = self.kind(object).1.and_then(|kind| kind.odata_type.clone());
        if let Some(node) = self.place_mut(place) {
            node.objects.push((odata_type, object));
        }
    }

    /// Whether a place holds a kind of object by value, over any number of types.
    pub(super) fn holds(&self, place: PlaceId, object: ObjectId, passed: &mut Vec<ObjectId>) -> bool {
        self.at(place).objects.iter().any(|(_, held)| {
            let (held, kind) = self.kind(*held);
            if held == object {
                return true;
            }
            if passed.contains(&held) {
                return false;
            }
            passed.push(held);
            kind.is_some_and(|kind| {
                kind.properties.iter().any(|(_, place)| self.holds(*place, object, passed))
            })
        })
    }

    /// Whether a number at this place or below would be rounded by `serde_json::Value`.
    pub(super) fn rounds(&self, place: PlaceId, passed: &mut Vec<ObjectId>) -> bool {
        let node = self.at(place);
        node.counts.big_numbers > 0
            || node.items.is_some_and(|items| self.rounds(items, passed))
            || node.objects.iter().any(|(_, id)| {
                let (id, kind) = self.kind(*id);
                if passed.contains(&id) {
                    return false;
                }
                passed.push(id);
                kind.is_some_and(|kind| kind.properties.iter().any(|(_, place)| self.rounds(*place, passed)))
            })
    }
}
