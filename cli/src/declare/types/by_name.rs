//! What a property is by its name or by the form of its text, where neither an example nor a table says it. The rules about
//! names hold for at least 96 of a hundred properties with such a name in Graph's metadata, or for all but one: the test
//! below counts them.

use crate::model::Leaf;
use crate::shape::Shape;

/// The type of a property that is only `null` in the examples, and what that is.
pub(super) fn of_null(property: &str) -> Option<(Leaf, &'static str)> {
    // `dateTimeTimeZone` in a `todoTask`; links.
    const OTHERS: &[&str] = &["dueDateTime", "reminderDateTime", "accessId", "previewImageUrl"];
    const TEXTS: &[&str] = &[
        "additionalDetails",
        "appPublisher",
        "appVersion",
        "browser",
        "buildNumber",
        "bundleId",
        "changeKey",
        "city",
        "comment",
        "companyName",
        "country",
        "countryOrRegion",
        "description",
        "deviceModel",
        "displayAs",
        "displayName",
        "domainName",
        "email",
        "etag",
        "failureReason",
        "fileName",
        "givenName",
        "identifier",
        "internetMessageId",
        "jobTitle",
        "justification",
        "languageTag",
        "locale",
        "mail",
        "mailNickname",
        "manufacturer",
        "mobilePhone",
        "model",
        "name",
        "officeLocation",
        "onPremisesSecurityIdentifier",
        "operatingSystem",
        "operatingSystemVersion",
        "orderHint",
        "originSystem",
        "osVersion",
        "packageId",
        "password",
        "path",
        "phoneNumber",
        "postalCode",
        "preferredLanguage",
        "productKey",
        "providerVersion",
        "publisher",
        "region",
        "resourceLocation",
        "serialNumber",
        "service",
        "subject",
        "subProvider",
        "surname",
        "ticketNumber",
        "ticketSystem",
        "title",
        "topic",
        "trustType",
        "upn",
        "uri",
        "url",
        "usageLocation",
        "userEmail",
        "userPrincipalName",
    ];
    const FLAGS: &[&str] = &["has", "is", "show"];
    let ends = |end: &str| property.len() > end.len() && property.ends_with(end);
    let starts = |start: &&str| {
        let rest = property.strip_prefix(start);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    match property {
        _ if FLAGS.iter().any(starts) => Some((Leaf::Bool, "true or false")),
        _ if ["allow", "block"].iter().any(starts) || property.starts_with("oneNote") => None,
        _ if OTHERS.contains(&property) => None,
        "altitude" | "latitude" | "longitude" => Some((Leaf::F64, "a number")),
        _ if ends("DateTime") => Some((Leaf::DateTimeOffset, "a date and time")),
        _ if TEXTS.contains(&property) => Some((Leaf::String, "text")),
        _ if ["Id", "Name", "Uri", "Url"].iter().any(|end| ends(end)) => Some((Leaf::String, "text")),
        _ => None,
    }
}

/// The primitive type of texts that all have its form. Names in capitals are the columns of a SharePoint list, where a text
/// is what its author wants.
pub(super) fn of_form(property: &str, counts: &Shape) -> Leaf {
    let all = |count: usize| count == counts.strings;
    let is_own = property.starts_with(|c: char| c.is_ascii_lowercase());
    let is_point = property == "time" || property.ends_with("Time");
    match property {
        _ if !is_own => Leaf::String,
        // Of a `dateTimeTimeZone`, which has its zone beside it.
        "dateTime" | "birthday" => Leaf::String,
        _ if is_point && all(counts.date_times) => Leaf::DateTimeOffset,
        _ if property.ends_with("Date") && all(counts.date_times) => Leaf::DateTimeOffset,
        _ if all(counts.durations) => Leaf::Duration,
        _ if all(counts.times) => Leaf::TimeOfDay,
        _ if all(counts.dates) => Leaf::Date,
        _ => Leaf::String,
    }
}

/// The number that a property is, by the last word of its name, where its examples are whole.
pub(super) fn of_number(property: &str) -> Option<Leaf> {
    const WHOLE: &[&str] = &[
        "build",
        "bytes",
        "code",
        "count",
        "days",
        "height",
        "hours",
        "index",
        "interval",
        "length",
        "limit",
        "minutes",
        "month",
        "ms",
        "occurrences",
        "port",
        "priority",
        "rank",
        "size",
        "timeout",
        "version",
        "width",
        "year",
    ];
    const FRACTIONS: &[&str] = &["altitude", "latitude", "longitude", "rate", "ratio"];
    let start = property.rfind(|c: char| c.is_ascii_uppercase()).unwrap_or(0);
    let word = property.get(start..).unwrap_or_default().to_ascii_lowercase();
    match word.as_str() {
        word if WHOLE.contains(&word) => Some(Leaf::I64),
        word if FRACTIONS.contains(&word) => Some(Leaf::F64),
        _ => None,
    }
}

/// The type of a property of a type whose name is known, where examples show only `null`.
pub(super) fn of_owner(owner: &str, property: &str) -> Option<&'static str> {
    const TASK: &[&str] = &["completedDateTime", "dueDateTime", "reminderDateTime", "startDateTime"];
    let is = |name: &str| owner.eq_ignore_ascii_case(name);
    match property {
        // <https://learn.microsoft.com/graph/api/resources/todotask>
        _ if (is("todoTask") || is("outlookTask")) && TASK.contains(&property) => Some("dateTimeTimeZone"),
        "startDateTime" | "endDateTime" if is("bookingAppointment") => Some("dateTimeTimeZone"),
        "address" if is("emailAddress") => Some("String"),
        "summary" if is("chatMessage") => Some("String"),
        "recurrence" => Some("patternedRecurrence"),
        _ => None,
    }
}

/// A value of a small complex type, as Graph's documentation shows it.
pub(super) fn sample(type_name: &str) -> Option<&'static str> {
    const SAMPLES: &[(&str, &str)] = &[
        ("dateTimeTimeZone", r#"{"dateTime": "", "timeZone": ""}"#),
        ("emailAddress", r#"{"name": "", "address": ""}"#),
        ("identity", r#"{"id": "", "displayName": ""}"#),
        (
            "identitySet",
            r#"{"application": {"id": "", "displayName": ""}, "device": {"id": "", "displayName": ""},
                "user": {"id": "", "displayName": ""}}"#,
        ),
        (
            "itemReference",
            r#"{"driveId": "", "driveType": "", "id": "", "name": "", "path": "", "shareId": "", "siteId": ""}"#,
        ),
        ("itemBody", r#"{"contentType": "", "content": ""}"#),
        (
            "patternedRecurrence",
            r#"{"pattern": {"type": "", "interval": 1, "month": 1, "dayOfMonth": 1, "daysOfWeek": [""], "firstDayOfWeek": "",
                "index": ""}, "range": {"type": "", "startDate": "2026-01-01", "endDate": "2026-01-01",
                "recurrenceTimeZone": "", "numberOfOccurrences": 1}}"#,
        ),
        ("recipient", r#"{"emailAddress": {"name": "", "address": ""}}"#),
    ];
    SAMPLES.iter().find(|(name, _)| name.eq_ignore_ascii_case(type_name)).map(|(_, sample)| *sample)
}

/// Lists that are of text in every type of Graph's metadata that has one of that name.
pub(super) const TEXTS: &[&str] = &[
    "aliases",
    "allowedResourceActions",
    "alternativeNames",
    "businessPhones",
    "categories",
    "countriesBlockedForMinors",
    "customAuthenticationFactors",
    "directoryObjectIds",
    "domainNames",
    "excludeApplications",
    "excludeGroups",
    "excludeLocations",
    "excludeRoles",
    "excludeUsers",
    "groupIds",
    "groupTypes",
    "homePhones",
    "identifierUris",
    "imAddresses",
    "includeApplications",
    "includeGroups",
    "includeLocations",
    "includeRoles",
    "includeUserActions",
    "includeUsers",
    "languageTags",
    "nextExpectedRanges",
    "notAllowedResourceActions",
    "proxyAddresses",
    "redirectUris",
    "replyUrls",
    "resourceBehaviorOptions",
    "resourceProvisioningOptions",
    "roleScopeTagIds",
    "servicePrincipalNames",
    "supportedLocales",
    "tags",
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use graph_endpoint_schema::snapshot::{Member, MemberKind};

    use super::*;

    /// How many properties a rule is about, and of how many it is right.
    type Counts = BTreeMap<&'static str, (usize, usize)>;

    fn count(counts: &mut Counts, rule: &'static str, is_right: bool) {
        let (all, right) = counts.entry(rule).or_default();
        *all += 1;
        *right += usize::from(is_right);
    }

    fn judge(counts: &mut Counts, member: Member<'_>) {
        let (name, of) = (member.name(), member.ty().name);
        let edm = of.edm().unwrap_or_default();
        if GUIDS.contains(&name) {
            count(counts, "GUIDs", edm == "Guid");
        }
        if member.ty().is_collection {
            if TEXTS.contains(&name) {
                count(counts, "lists of text", edm == "String");
            }
            return;
        }
        // A GUID is text in JSON.
        let is_text = ["String", "Guid"].contains(&edm);
        match of_null(name) {
            Some((Leaf::DateTimeOffset, _)) => count(counts, "dates and times", edm == "DateTimeOffset"),
            Some((Leaf::Bool, _)) => count(counts, "true or false", edm == "Boolean"),
            Some((Leaf::F64, _)) | None => {}
            Some(_) => count(counts, "text", is_text),
        }
        // Asked of numbers alone.
        let is_whole = ["Byte", "Int16", "Int32", "Int64"].contains(&edm);
        let is_fraction = ["Double", "Single", "Decimal"].contains(&edm);
        if let Some(leaf) = of_number(name).filter(|_| is_whole || is_fraction) {
            count(counts, "numbers", (leaf == Leaf::I64) == is_whole);
        }
    }

    #[test]
    fn the_rules_hold_in_graphs_metadata() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/metadata-v1.0.xml.gz");
        if !file.exists() {
            eprintln!("skipped: the metadata of v1.0 is not there");
            return;
        }
        let snapshot = crate::snapshots::read(&file).unwrap();
        let mut counts = Counts::new();
        let properties = snapshot.types().flat_map(|ty| ty.properties().collect::<Vec<_>>());
        for member in properties.filter(|member| member.kind() == MemberKind::Property) {
            judge(&mut counts, member);
        }
        for (rule, (all, right)) in &counts {
            println!("{rule}: {right} of {all}");
        }
        // Of GUIDs there are few.
        let holds = |(all, right): (usize, usize)| right * 100 >= all * 96 || right + 1 == all;
        let wrong: Vec<_> = counts.iter().filter(|(_, counted)| !holds(**counted)).collect();
        assert!(counts.len() == 6 && wrong.is_empty(), "{wrong:?} of {counts:?}");
    }
}
