//! The rules by which two kinds of objects are one type.

use graph_endpoint_schema::naming::pascal_case;

use super::arena::{Arena, ObjectId, ObjectNode, PlaceId};
use super::hints::{Hint, Hints};
use super::keys::is_key;
use super::known;
use crate::read::Section;

/// So many telling properties in common make two objects one type, if one has all that the other has.
const MOST: usize = 4;

impl Arena {
    /// Takes the names that the page's tables link to, for the properties of the body and of the response.
    pub(in crate::declare) fn say_names(
        &mut self,
        hints: &Hints,
        in_body: &[(&str, PlaceId)],
        response: Option<PlaceId>,
    ) {
        let mut said: Vec<(PlaceId, String)> = Vec::new();
        let of = |name: &str, section| hints.of(name, section).and_then(Hint::link).map(str::to_owned);
        for (property, place) in in_body {
            said.extend(of(property, Section::Body).map(|name| (*place, name)));
        }
        let kinds = response.into_iter().flat_map(|place| self.at(place).objects);
        for (property, place) in kinds.filter_map(|(_, id)| self.kind(id).1).flat_map(|kind| &kind.properties)
        {
            said.extend(of(property, Section::Response).map(|name| (*place, name)));
        }
        for (place, name) in said {
            self.say_name(place, &name);
        }
    }

    /// Unites what is one type, until no rule finds any more. Each union leaves one kind of object less.
    pub(super) fn unite_types(&mut self) {
        loop {
            let pairs = self.one_type_said().or_else(|| self.same_place()).or_else(|| self.alike());
            let Some((a, b)) = pairs else { return };
            self.unite(a, b);
        }
    }

    /// Objects that say the same `@odata.type`.
    fn one_type_said(&self) -> Option<(ObjectId, ObjectId)> {
        let kinds: Vec<_> = self.kinds().filter(|(_, kind)| kind.odata_type.is_some()).collect();
        pairs(&kinds, |a, b| a.odata_type == b.odata_type)
    }

    /// Where all that say a type say the same, the others at that place have it too.
    fn same_place(&self) -> Option<(ObjectId, ObjectId)> {
        self.places().find_map(|place| {
            let mut ids: Vec<ObjectId> = place.objects.iter().map(|(_, id)| self.kind(*id).0).collect();
            ids.dedup();
            let [a, b] = ids.as_slice() else { return None };
            let has_none = place.objects.iter().any(|(odata_type, _)| odata_type.is_none());
            (has_none && a != b && self.can_be_one(*a, *b)).then_some((*a, *b))
        })
    }

    /// Whether two objects have a property in common, or one of them has none.
    fn can_be_one(&self, a: ObjectId, b: ObjectId) -> bool {
        let (Some(a), Some(b)) = (self.kind(a).1, self.kind(b).1) else { return false };
        let tells = |name: &str| name != "id" && !name.contains('@');
        let has = |name: &str| b.properties.iter().any(|(known, _)| known == name);
        let is_bare = |object: &ObjectNode| !object.properties.iter().any(|(name, _)| tells(name));
        is_bare(a) || is_bare(b) || a.properties.iter().any(|(name, _)| tells(name) && has(name))
    }

    /// Objects of the same name that don't contradict each other, and objects with the same properties.
    fn alike(&self) -> Option<(ObjectId, ObjectId)> {
        let kinds: Vec<_> = self.kinds().filter(|(_, kind)| !kind.properties.is_empty()).collect();
        pairs(&kinds, |a, b| {
            !is_map(a)
                && !is_map(b)
                && match (&a.odata_type, &b.odata_type) {
                    (Some(_), Some(_)) => false,
                    (Some(ty), None) => is_called(b, ty) && is_part(a, b) && self.agree(a, b),
                    (None, Some(ty)) => is_called(a, ty) && is_part(a, b) && self.agree(a, b),
                    (None, None) => {
                        (same_name(a, b) || same_properties(a, b) || is_most(a, b)) && self.agree(a, b)
                    }
                }
        })
    }

    /// Most of the smaller one's properties stand in the other, each with the same kind of value.
    fn agree(&self, a: &ObjectNode, b: &ObjectNode) -> bool {
        let mut common = 0;
        for (name, place) in &b.properties {
            let Some((_, other)) = a.properties.iter().find(|(known, _)| known == name) else { continue };
            let (here, there) = (self.at(*place), self.at(*other));
            let mut counts = here.counts;
            counts.merge(&there.counts);
            let has_objects = !here.objects.is_empty() || !there.objects.is_empty();
            if counts.kinds() + usize::from(has_objects) > 1 {
                return false;
            }
            common += 1;
        }
        common * 2 >= a.properties.len().min(b.properties.len())
    }
}

fn pairs(
    kinds: &[(ObjectId, &ObjectNode)],
    is_one: impl Fn(&ObjectNode, &ObjectNode) -> bool,
) -> Option<(ObjectId, ObjectId)> {
    kinds.iter().enumerate().find_map(|(index, (a, one))| {
        let later = kinds.iter().skip(index + 1);
        later.map(|(b, other)| (b, other)).find(|(_, other)| is_one(one, other)).map(|(b, _)| (*a, *b))
    })
}

/// Whether a place in which the object stood is called as the type is.
fn is_called(object: &ObjectNode, odata_type: &str) -> bool {
    let name = odata_type.rsplit('.').next().unwrap_or(odata_type);
    let known = known::name(object).is_some_and(|known| known.eq_ignore_ascii_case(name));
    known || object.names.iter().any(|called| called.eq_ignore_ascii_case(name))
}

fn same_name(a: &ObjectNode, b: &ObjectNode) -> bool {
    if let (Some(a), Some(b)) = (&a.called, &b.called) {
        return a == b;
    }
    a.names.iter().any(|name| b.names.iter().any(|other| pascal_case(name) == pascal_case(other)))
}

/// Whether the properties say that it is one type.
fn same_properties(a: &ObjectNode, b: &ObjectNode) -> bool {
    let known = known::name(a);
    if known.is_some() && known == known::name(b) {
        return true;
    }
    let has = |object: &ObjectNode, name: &str| object.properties.iter().any(|(known, _)| known == name);
    a.properties.len() == b.properties.len()
        && a.properties.len() > 1
        && a.properties.iter().all(|(name, _)| has(b, name))
        && !a.properties.iter().all(|(name, _)| known::TELLS_NOTHING.contains(&name.as_str()))
}

/// Whether one has every property of the other, annotations aside.
fn is_part(a: &ObjectNode, b: &ObjectNode) -> bool {
    let (small, big) = if a.properties.len() < b.properties.len() { (a, b) } else { (b, a) };
    let has = |name: &String| big.properties.iter().any(|(known, _)| known == name);
    small.properties.iter().filter(|(name, _)| !name.contains('@')).all(|(name, _)| has(name))
}

/// Dates that most entities have.
const DATES: &[&str] = &["createdDateTime", "lastModifiedDateTime", "modifiedDateTime"];

/// Whether one shows a part of the other that is large enough to tell the type.
fn is_most(a: &ObjectNode, b: &ObjectNode) -> bool {
    let tells =
        |name: &str| !name.contains('@') && !known::TELLS_NOTHING.contains(&name) && !DATES.contains(&name);
    let names = |object: &ObjectNode| object.properties.iter().filter(|(name, _)| tells(name)).count();
    (a.called.is_none() || b.called.is_none()) && is_part(a, b) && names(a).min(names(b)) >= MOST
}

/// An object whose properties are no names but keys: GUIDs, URLs, numbers.
pub(super) fn is_map(object: &ObjectNode) -> bool {
    object.properties.iter().all(|(name, _)| is_key(name))
}
