//! One name in several cases.

/// A field's name as a property: `group_id` -> `groupId`; `r#type` -> `type`.
pub fn camel_case(snake: &str) -> String {
    let snake = snake.strip_prefix("r#").unwrap_or(snake);
    let mut out = String::with_capacity(snake.len());
    let mut upper = false;
    for c in snake.chars() {
        if c == '_' {
            // A leading underscore is Rust's mark for "unused", not a word boundary.
            upper = !out.is_empty();
        } else if upper {
            out.extend(c.to_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    out
}

/// A variant's name as a member: `AllLicensedUsers` -> `allLicensedUsers`.
pub fn lower_first(pascal: &str) -> String {
    let pascal = pascal.strip_prefix("r#").unwrap_or(pascal);
    let mut chars = pascal.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// What the documentation or the schema calls a thing, in Rust's case: `iosManagedAppProtectionId` ->
/// `ios_managed_app_protection_id`, `application-id` -> `application_id`. What is no letter or digit divides words.
///
/// The result need not be an identifier (`365Days`, `type`): see [`field_name`] and
/// [`is_identifier`](super::is_identifier).
pub fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before: Option<char> = None;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let is_word = c.is_alphanumeric();
        let starts_word = is_word
            && c.is_uppercase()
            && before.is_some_and(|b| {
                b.is_lowercase()
                    || b.is_numeric()
                    || b.is_uppercase() && chars.peek().is_some_and(|after| after.is_lowercase())
            });
        if (starts_word || !is_word) && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        if is_word {
            out.extend(c.to_lowercase());
        }
        before = Some(c);
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

/// [`snake_case`] that is always a word: `365Days` -> `n365_days`, `@` -> `value`. It can be a keyword still; see
/// [`field_ident`](super::field_ident).
pub fn field_name(name: &str) -> String {
    let ascii: String = name.chars().map(|c| if c.is_ascii() { c } else { '-' }).collect();
    let out = snake_case(&ascii);
    match out.chars().next() {
        None => "value".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("n{out}"),
        Some(_) => out,
    }
}

/// A name as a Rust type: `targetedManagedAppPolicyAssignment` -> `TargetedManagedAppPolicyAssignment`.
pub fn pascal_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = true;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() {
            upper = true;
        } else if std::mem::take(&mut upper) {
            out.push(c.to_ascii_uppercase());
        } else {
            out.push(c);
        }
    }
    if out.is_empty() || out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, 'N');
    }
    out
}

/// Plurals of Graph's that follow no rule: how many letters go, and what comes in their place.
const IRREGULAR: &[(&str, usize, &str)] = &[
    ("children", 3, ""),
    ("cookies", 1, ""),
    ("people", 5, "erson"),
    ("skus", 1, ""),
    ("timesoff", 4, "Off"),
];

/// The name of one of many: `messages` -> `message`, `policies` -> `policy`; what is no plural stays.
pub fn singular(plural: &str) -> String {
    let lower = plural.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    let without = |n: usize| plural.get(..plural.len().saturating_sub(n)).unwrap_or(plural);
    if let Some((many, version)) = plural.rsplit_once("_v") {
        format!("{}_v{version}", singular(many))
    } else if let Some((_, n, end)) = IRREGULAR.iter().find(|(plural, ..)| lower.ends_with(plural)) {
        without(*n).to_owned() + end
    } else if lower.len() < 4 || ends(&["ss", "us", "is", "news", "series", "sms"]) {
        plural.to_owned()
    } else if ends(&["ies"]) {
        without(3).to_owned() + "y"
    } else if ends(&["sses", "shes", "ches", "xes", "tuses", "ruses", "nuses"]) {
        without(2).to_owned()
    } else if ends(&["s"]) {
        without(1).to_owned()
    } else {
        plural.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphs_names() {
        for (field, property) in
            [("group_id", "groupId"), ("r#type", "type"), ("_unused_id", "unusedId"), ("v10_0", "v100")]
        {
            assert_eq!(camel_case(field), property);
        }
        assert_eq!(lower_first("AllLicensedUsers"), "allLicensedUsers");
    }

    #[test]
    fn names_of_the_documentation() {
        for (docs, field) in [
            ("iosManagedAppProtectionId", "ios_managed_app_protection_id"),
            ("application-id", "application_id"),
            ("userPrincipalName", "user_principal_name"),
            ("id", "id"),
            ("ID", "id"),
            ("OAuth2PermissionGrantId", "o_auth2_permission_grant_id"),
            ("@odata.etag", "odata_etag"),
            ("user@odata.bind", "user_odata_bind"),
            ("v10_0", "v10_0"),
            ("tenant id", "tenant_id"),
            ("365Days", "365_days"),
            ("@", ""),
        ] {
            assert_eq!(snake_case(docs), field, "{docs}");
        }
        assert_eq!(field_name("365Days"), "n365_days");
        assert_eq!(field_name("@"), "value");
        assert_eq!(field_name("größe"), "gr_e");
    }

    #[test]
    fn types() {
        assert_eq!(pascal_case("resource-SP-id"), "ResourceSPId");
        assert_eq!(pascal_case("3dView"), "N3dView");
    }

    #[test]
    fn one_of_a_collection() {
        for (plural, one) in [
            ("messages", "message"),
            ("policies", "policy"),
            ("mailboxes", "mailbox"),
            ("addresses", "address"),
            ("services", "service"),
            ("classes", "class"),
            ("statuses", "status"),
            ("status", "status"),
            ("analysis", "analysis"),
            ("root", "root"),
            ("children", "child"),
            ("People", "Person"),
            ("hostCookies", "hostCookie"),
            ("subscribedSkus", "subscribedSku"),
            ("timesOff", "timeOff"),
            ("alerts_v2", "alert_v2"),
            ("_v2", "_v2"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
