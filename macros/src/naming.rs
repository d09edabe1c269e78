//! Names: Graph's `camelCase`, Rust's `snake_case`, and the nearest name to a misspelt one.

/// `group_id` -> `groupId`; `r#type` -> `type`.
pub(crate) fn camel_case(snake: &str) -> String {
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

/// `AllLicensedUsers` -> `allLicensedUsers`.
pub(crate) fn lower_first(pascal: &str) -> String {
    let pascal = pascal.strip_prefix("r#").unwrap_or(pascal);
    let mut chars = pascal.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// What a documentation page calls a value, as a Rust field: `iosManagedAppProtectionId` ->
/// `ios_managed_app_protection_id`, `application-id` -> `application_id`.
pub(crate) fn snake_case(docs: &str) -> String {
    let mut out = String::with_capacity(docs.len() + 4);
    let chars: Vec<char> = docs.chars().collect();
    for (index, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        let before = index.checked_sub(1).and_then(|i| chars.get(i));
        let after = chars.get(index + 1);
        let starts_word = c.is_uppercase() && before.is_some_and(|b| b.is_lowercase() || b.is_numeric())
            || c.is_uppercase()
                && before.is_some_and(|b| b.is_uppercase())
                && after.is_some_and(|a| a.is_lowercase());
        if starts_word && !out.ends_with('_') {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

/// `messages` -> `message`, `policies` -> `policy`; what is no plural stays.
pub(crate) fn singular(plural: &str) -> String {
    for (ending, instead) in [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")] {
        if let Some(stem) = plural.strip_suffix(ending) {
            return format!("{stem}{instead}");
        }
    }
    match plural.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => plural.to_owned(),
    }
}

/// The name among `known` that was probably meant.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = ((name.chars().count() + 1) / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (distance(&name.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `; did you mean `x`?`, or the list of what there is.
pub(crate) fn suggestion(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", list(known)),
    }
}

/// `a`, `b` and `c`.
pub(crate) fn list(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => format!("`{one}`"),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(|name| format!("`{name}`")).collect();
            format!("{} and `{last}`", first.join(", "))
        }
    }
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cb, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = *cell;
            left = substituted.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphs_names() {
        assert_eq!(camel_case("group_id"), "groupId");
        assert_eq!(camel_case("r#type"), "type");
        assert_eq!(camel_case("_unused_id"), "unusedId");
        assert_eq!(lower_first("AllLicensedUsers"), "allLicensedUsers");
    }

    #[test]
    fn names_of_the_documentation() {
        assert_eq!(snake_case("iosManagedAppProtectionId"), "ios_managed_app_protection_id");
        assert_eq!(snake_case("application-id"), "application_id");
        assert_eq!(snake_case("userPrincipalName"), "user_principal_name");
        assert_eq!(snake_case("id"), "id");
        assert_eq!(snake_case("ID"), "id");
        assert_eq!(snake_case("OAuth2PermissionGrantId"), "o_auth2_permission_grant_id");
    }

    #[test]
    fn one_of_a_collection() {
        for (plural, one) in [
            ("messages", "message"),
            ("policies", "policy"),
            ("mailboxes", "mailbox"),
            ("addresses", "address"),
            ("services", "service"),
            ("status", "status"),
            ("analysis", "analysis"),
            ("root", "root"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }

    #[test]
    fn near_misses() {
        assert_eq!(nearest("reponse", ["response", "version"]), Some("response"));
        assert_eq!(nearest("PATHC", ["PATCH", "POST"]), Some("PATCH"));
        assert_eq!(nearest("x", ["response", "version"]), None);
    }
}
