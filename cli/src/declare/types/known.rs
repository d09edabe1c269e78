//! Small complex types that Graph uses everywhere, known by their properties: examples never say their names.
//! <https://learn.microsoft.com/graph/api/resources/complextypes>

use super::arena::ObjectNode;

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
    if of_a_set && fits(&["id"], &["displayName", "tenantId"]) {
        return Some("identity");
    }
    KNOWN.iter().find(|(_, needed, more)| fits(needed, more)).map(|(name, _, _)| *name)
}

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
