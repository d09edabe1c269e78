//! Where the examples show `null`, an empty list or an empty object, another place can show what would stand there: the same
//! property of the request's body or of the response, of another type at the same place, or of who did something before.

use super::arena::{Arena, ObjectNode, PlaceId, Way};
use super::resolve::Types;

/// Who did what to an object: one type, in every type of Graph's metadata that has two of them.
const ACTORS: &[&str] = &["createdBy", "lastModifiedBy", "modifiedBy"];

/// A place that shows nothing and whose values go these ways, and one that may show what they are.
type Pair = (PlaceId, Way, PlaceId);

impl Types<'_> {
    /// Finds a place that shows what would stand where the examples show nothing.
    pub(in crate::declare) fn look_elsewhere(
        &mut self,
        in_body: &[(&str, PlaceId)],
        response: Option<PlaceId>,
    ) {
        if self.options.exact {
            return;
        }
        let mut pairs = response.map(|place| both_ways(&self.arena, in_body, place)).unwrap_or_default();
        for (_, kind) in self.arena.kinds() {
            let actors = kind.properties.iter().filter(|(name, _)| ACTORS.contains(&name.as_str()));
            let actors: Vec<PlaceId> = actors.map(|(_, place)| *place).collect();
            let others = |place: PlaceId| actors.iter().map(move |other| (place, kind.way, *other));
            pairs.extend(actors.iter().flat_map(|place| others(*place)));
        }
        for place in self.arena.places() {
            let kinds = || place.objects.iter().filter_map(|(_, id)| self.arena.kind(*id).1);
            for (kind, other) in kinds().flat_map(|kind| kinds().map(move |other| (kind, other))) {
                pairs.extend(shared(kind, other));
            }
        }
        for (empty, way, shown) in pairs {
            if self.arena.is_shown(empty, shown) && self.shown_elsewhere(empty).is_none() {
                self.arena.goes(shown, way);
                self.elsewhere.push((empty, shown));
            }
        }
    }

    /// The place that shows what would stand here.
    pub(super) fn shown_elsewhere(&self, place: PlaceId) -> Option<PlaceId> {
        let mut known = self.elsewhere.iter();
        known.find(|(empty, _)| self.arena.is_one(*empty, place)).map(|(_, shown)| *shown)
    }
}

/// The properties that the body and the object in the response have in common.
fn both_ways(arena: &Arena, in_body: &[(&str, PlaceId)], response: PlaceId) -> Vec<Pair> {
    let objects = arena.at(response).objects;
    let [(_, id)] = objects.as_slice() else { return Vec::new() };
    let properties = arena.kind(*id).1.map(|kind| kind.properties.as_slice()).unwrap_or_default();
    let of_name = |name: &str| properties.iter().find(|(known, _)| known == name).map(|(_, place)| *place);
    let common = in_body.iter().filter_map(|(name, sent)| Some((*sent, of_name(name)?)));
    common
        .flat_map(|(sent, received)| [(sent, Way::SENT, received), (received, Way::RECEIVED, sent)])
        .collect()
}

/// The properties that two types at one place have from their base, most likely.
fn shared<'a>(kind: &'a ObjectNode, other: &'a ObjectNode) -> impl Iterator<Item = Pair> + 'a {
    kind.properties.iter().filter_map(|(name, place)| {
        let of_other = other.properties.iter().find(|(known, _)| known == name);
        of_other.map(|(_, other)| (*place, kind.way, *other))
    })
}

impl Arena {
    /// Whether the second place shows what would stand at the first one, which shows nothing.
    fn is_shown(&self, empty: PlaceId, shown: PlaceId) -> bool {
        let (here, there) = (self.at(empty), self.at(shown));
        let is_bare = |(odata_type, id): &(Option<String>, _)| {
            odata_type.is_none() && self.kind(*id).1.is_some_and(|kind| kind.properties.is_empty())
        };
        let has_list = there.items.is_some();
        let has_objects = there.objects.iter().any(|object| !is_bare(object));
        match here.counts.kinds() {
            0 if here.objects.is_empty() => has_list || has_objects || there.counts.kinds() > 0,
            0 => here.objects.iter().all(is_bare) && has_objects && !has_list,
            1 => here.counts.arrays > 0 && here.items.is_none() && here.objects.is_empty() && has_list,
            _ => false,
        }
    }
}
