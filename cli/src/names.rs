//! Names: what Graph and its documentation call a thing, and what Rust does.

/// A name of the service's or the documentation's as a Rust field: `iosManagedAppProtectionId` ->
/// `ios_managed_app_protection_id`, `application-id` -> `application_id`, `@odata.etag` -> `odata_etag`.
pub fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let chars: Vec<char> = name.chars().collect();
    for (index, &c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        let before = index.checked_sub(1).and_then(|i| chars.get(i));
        let after = chars.get(index + 1);
        let word = c.is_uppercase()
            && before.is_some_and(|b| {
                b.is_lowercase()
                    || b.is_numeric()
                    || b.is_uppercase() && after.is_some_and(|a| a.is_lowercase())
            });
        if word && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out.truncate(out.trim_end_matches('_').len());
    if out.is_empty() || out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, 'n');
        if out.len() == 1 {
            out = "value".to_owned();
        }
    }
    out
}

/// What the macros make of a field's name: `group_id` -> `groupId`. A property with another name needs a `rename`.
pub fn camel_case(field: &str) -> String {
    let field = field.strip_prefix("r#").unwrap_or(field);
    let mut out = String::with_capacity(field.len());
    let mut upper = false;
    for c in field.chars() {
        if c == '_' {
            upper = !out.is_empty();
        } else if std::mem::take(&mut upper) {
            out.push(c.to_ascii_uppercase());
        } else {
            out.push(c);
        }
    }
    out
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

/// What the macros make of a variant's name: `GroupLicense` -> `groupLicense`. A member with another name needs a `rename`.
pub fn lower_first(variant: &str) -> String {
    let mut chars = variant.chars();
    chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

/// The name of one of many: `assignments` -> `assignment`, `policies` -> `policy`.
pub fn singular(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let cut = |n: usize| name.get(..name.len().saturating_sub(n)).unwrap_or(name).to_owned();
    let ends = |suffix: &str| lower.ends_with(suffix);
    if lower.len() < 4 || ["ss", "us", "is", "news", "series", "sms"].iter().any(|s| ends(s)) {
        name.to_owned()
    } else if ends("ies") {
        cut(3) + "y"
    } else if ["sses", "shes", "ches", "xes", "tuses", "ruses", "nuses"].iter().any(|s| ends(s)) {
        cut(2)
    } else if ends("s") {
        cut(1)
    } else {
        name.to_owned()
    }
}

/// A field's name as it can be written: keywords are raw, or get a `_` where Rust has no raw form.
pub fn field_ident(name: &str) -> String {
    match name {
        "self" | "super" | "crate" | "Self" | "_" => format!("{name}_"),
        _ if KEYWORDS.contains(&name) => format!("r#{name}"),
        _ => name.to_owned(),
    }
}

/// The strict and reserved keywords of edition 2024 that have a raw form.
/// <https://doc.rust-lang.org/reference/keywords.html>
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// A name that isn't in `taken` yet: `id`, `id2`, `id3`.
pub fn unused(name: &str, mut taken: impl FnMut(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    (2_u32..).map(|n| format!("{name}{n}")).find(|candidate| !taken(candidate)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        for (name, field) in [
            ("iosManagedAppProtectionId", "ios_managed_app_protection_id"),
            ("application-id", "application_id"),
            ("@odata.etag", "odata_etag"),
            ("user@odata.bind", "user_odata_bind"),
            ("v10_0", "v10_0"),
            ("tenant id", "tenant_id"),
            ("ID", "id"),
            ("365Days", "n365_days"),
            ("@", "value"),
        ] {
            assert_eq!(snake_case(name), field, "{name}");
        }
    }

    #[test]
    fn camel_case_is_the_macros() {
        assert_eq!(camel_case("group_id"), "groupId");
        assert_eq!(camel_case("r#type"), "type");
        assert_eq!(camel_case("v10_0"), "v100");
    }

    #[test]
    fn types_and_items() {
        assert_eq!(pascal_case("resource-SP-id"), "ResourceSPId");
        assert_eq!(pascal_case("3dView"), "N3dView");
        for (many, one) in [
            ("assignments", "assignment"),
            ("policies", "policy"),
            ("status", "status"),
            ("classes", "class"),
            ("boxes", "box"),
            ("statuses", "status"),
        ] {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn keywords_are_raw() {
        assert_eq!(field_ident("type"), "r#type");
        assert_eq!(field_ident("self"), "self_");
        assert_eq!(field_ident("id"), "id");
    }
}
