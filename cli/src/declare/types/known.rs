//! Small complex types that Graph uses everywhere, known by their properties: examples never say their names.
//! <https://learn.microsoft.com/graph/api/resources/complextypes>

use super::arena::{Arena, ObjectId, ObjectNode, PlaceId};
use crate::model::Leaf;

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
    ("responseStatus", &["response", "time"], &[]),
    ("timeSlot", &["start", "end"], &[]),
    ("externalLink", &["href"], &[]),
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
    let is_place = |name: &String| name.ends_with("By") || ["from", "initiator"].contains(&name.as_str());
    !object.properties.is_empty()
        && object.properties.iter().all(|(name, _)| in_sets(name))
        && object.names.iter().all(is_place)
}

/// The type of a property that is only `null` in the examples, by its name, and what that is. Of the properties in Graph's
/// metadata with such a name 96% and more have it.
pub(super) fn of_null(property: &str) -> Option<(Leaf, &'static str)> {
    // `dateTimeTimeZone` in a `todoTask`; links and flags.
    const OTHERS: &[&str] = &["dueDateTime", "reminderDateTime", "accessId", "previewImageUrl"];
    const TEXTS: &[&str] = &[
        "city",
        "description",
        "displayName",
        "etag",
        "givenName",
        "jobTitle",
        "mail",
        "mobilePhone",
        "name",
        "officeLocation",
        "postalCode",
        "preferredLanguage",
        "publisher",
        "surname",
        "title",
        "usageLocation",
    ];
    let ends = |end: &str| property.len() > end.len() && property.ends_with(end);
    let is_flag = ["allow", "block", "has", "is", "show"].iter().any(|start| {
        let rest = property.strip_prefix(start);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    });
    match property {
        _ if OTHERS.contains(&property) || is_flag || property.starts_with("oneNote") => None,
        _ if ends("DateTime") => Some((Leaf::DateTimeOffset, "a date and time")),
        _ if TEXTS.contains(&property) => Some((Leaf::String, "text")),
        _ if ["Id", "Name", "Uri", "Url"].iter().any(|end| ends(end)) => Some((Leaf::String, "text")),
        _ => None,
    }
}

/// Whether a number with that name is a whole one in all of Graph's metadata, but for one or two.
pub(super) fn is_whole(property: &str) -> bool {
    let ends = ["Count", "Days", "InBytes", "Minutes"];
    ends.iter().any(|end| property.ends_with(end)) || ["priority", "rank", "size"].contains(&property)
}

/// Lists that are of text in every type of Graph's metadata that has one of that name.
pub(super) const TEXTS: &[&str] = &[
    "aliases",
    "businessPhones",
    "categories",
    "excludeApplications",
    "excludeGroups",
    "excludeLocations",
    "excludeRoles",
    "excludeUsers",
    "groupIds",
    "imAddresses",
    "includeApplications",
    "includeGroups",
    "includeLocations",
    "includeRoles",
    "includeUserActions",
    "includeUsers",
    "languageTags",
    "nextExpectedRanges",
    "proxyAddresses",
    "redirectUris",
    "replyUrls",
    "roleScopeTagIds",
    "tollFreeNumbers",
    "tollNumbers",
    "termsOfUse",
];

/// Properties that are GUIDs in every type of Graph's metadata that has one of that name, or in all but one.
pub(super) const GUIDS: &[&str] = &[
    "activeDirectoryObjectGuid",
    "appOwnerOrganizationId",
    "appRoleId",
    "containerTypeId",
    "disabledPlans",
    "guestUserRoleId",
    "owningAppId",
    "owningTenantId",
    "rightsManagementServicesTemplateId",
    "skuId",
];

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
