//! Small complex types that Graph uses everywhere, known by their properties: examples never say their names.
//! <https://learn.microsoft.com/graph/api/resources/complextypes>

use super::arena::{Arena, ObjectId, ObjectNode, PlaceId};

/// A type's name, the properties by which it is known, and those that it can have as well.
const KNOWN: &[(&str, &[&str], &[&str])] = &[
    ("recipient", &["emailAddress"], &[]),
    ("emailAddress", &["address"], &["name"]),
    ("itemBody", &["content", "contentType"], &[]),
    ("dateTimeTimeZone", &["dateTime", "timeZone"], &[]),
    ("assignedLicense", &["disabledPlans", "skuId"], &[]),
    ("servicePlanInfo", &["servicePlanId", "servicePlanName"], &["appliesTo", "provisioningStatus"]),
    (
        "passwordProfile",
        &["password"],
        &["forceChangePasswordNextSignIn", "forceChangePasswordNextSignInWithMfa"],
    ),
    ("followupFlag", &["flagStatus"], &["completedDateTime", "dueDateTime", "startDateTime"]),
    ("uploadSession", &["expirationDateTime", "uploadUrl"], &["nextExpectedRanges"]),
    ("responseStatus", &["response", "time"], &[]),
    ("externalLink", &["href"], &[]),
    ("patternedRecurrence", &["pattern", "range"], &[]),
    (
        "recurrencePattern",
        &["interval", "type"],
        &["dayOfMonth", "daysOfWeek", "firstDayOfWeek", "index", "month"],
    ),
    ("recurrenceRange", &["startDate", "type"], &["endDate", "numberOfOccurrences", "recurrenceTimeZone"]),
];

/// The properties of an `identitySet`.
const IN_IDENTITY_SETS: &[&str] = &["application", "device", "user"];

/// Properties that tell nothing of a type: two objects that have only these can be of any two types.
pub(super) const TELLS_NOTHING: &[&str] = &["description", "displayName", "id", "name", "type"];

/// The name of the type that these properties are.
pub(super) fn name(object: &ObjectNode) -> Option<&'static str> {
    let has = |name: &&str| object.properties.iter().any(|(known, _)| known == name);
    let fits = |needed: &[&str], more: &[&str]| {
        let all = object.properties.iter().all(|(name, _)| {
            name.contains('@') || needed.contains(&name.as_str()) || more.contains(&name.as_str())
        });
        all && needed.iter().all(has)
    };
    if object.odata_type.is_some() {
        return None;
    }
    let of_a_set =
        object.owner.is_some() && object.names.iter().all(|name| IN_IDENTITY_SETS.contains(&name.as_str()));
    if of_a_set && fits(&["id"], &["displayName", "tenantId", "userIdentityType"]) {
        return Some("identity");
    }
    if is_set(object) {
        return Some("identitySet");
    }
    KNOWN.iter().find(|(_, needed, more)| fits(needed, more)).map(|(name, _, _)| *name)
}

/// Whether the object is an `identitySet`: `createdBy` with a `user` in it.
pub(super) fn is_set(object: &ObjectNode) -> bool {
    let in_sets = |name: &str| IN_IDENTITY_SETS.contains(&name) || name == "conversation";
    let is_place = |name: &String| {
        name.ends_with("By")
            || ["from", "grantedTo", "identity", "initiator", "mentioned"].contains(&name.as_str())
    };
    !object.properties.is_empty()
        && object.properties.iter().all(|(name, _)| in_sets(name))
        && (object.names.iter().all(is_place) || holds_identities(object))
}

/// The type of a property of a set of identities.
pub(super) fn in_set(object: &ObjectNode, property: &str) -> Option<&'static str> {
    let is_identity = IN_IDENTITY_SETS.contains(&property) || property == "conversation";
    (is_identity && (is_set(object) || holds_identities(object))).then_some("identity")
}

/// Whether two of the properties, at least, are those of every set of identities.
fn holds_identities(object: &ObjectNode) -> bool {
    object.properties.iter().filter(|(name, _)| IN_IDENTITY_SETS.contains(&name.as_str())).count() > 1
}

impl Arena {
    /// In a set of identities those that are only `null` in the examples are of the type that the others show.
    pub(super) fn fill_identities(&mut self) {
        let only_read = |object: &ObjectNode| object.way.received && !object.way.sent;
        let sets = self.kinds().filter(|(_, object)| is_set(object) && only_read(object));
        let mut pairs: Vec<(PlaceId, PlaceId)> = Vec::new();
        for (_, set) in sets {
            let shown = set.properties.iter().find(|(_, place)| self.at(*place).objects.len() == 1);
            let Some((_, shown)) = shown else { continue };
            let is_identity = |(_, id): &(_, ObjectId)| {
                self.kind(*id).1.is_some_and(|object| name(object) == Some("identity"))
            };
            if !self.at(*shown).objects.iter().all(is_identity) {
                continue;
            }
            let nulls = set.properties.iter().filter(|(_, place)| {
                let node = self.at(*place);
                node.objects.is_empty() && node.counts.kinds() == 0 && node.counts.nulls > 0
            });
            pairs.extend(nulls.map(|(_, null)| (*shown, *null)));
        }
        for (shown, null) in pairs {
            self.unite_at(shown, null);
        }
    }
}
