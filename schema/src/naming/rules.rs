//! What can be a name: of a Rust field, of a header, of a query option.

/// Whether a field can have this name, raw if it must (`type` is written `r#type`).
/// <https://doc.rust-lang.org/reference/identifiers.html>
pub fn is_identifier(name: &str) -> bool {
    let name = name.strip_prefix("r#").unwrap_or(name);
    let mut chars = name.chars();
    let first = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_');
    first && chars.all(|c| c.is_alphanumeric() || c == '_') && !NEVER_RAW.contains(&name)
}

/// A field's name as it can be written: keywords are raw, or get a `_` where Rust has no raw form.
pub fn field_ident(name: &str) -> String {
    if NEVER_RAW.contains(&name) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

/// A name that isn't `taken` yet: `id`, `id2`, `id3`.
pub fn unused(name: &str, mut taken: impl FnMut(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    (2_u32..).map(|n| format!("{name}{n}")).find(|candidate| !taken(candidate)).unwrap_or_default()
}

/// Whether a header can have this name.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2>
pub fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// Whether a query option can have this name without a character of it being encoded or read as something else.
/// <https://www.rfc-editor.org/rfc/rfc3986#section-3.4>
pub fn is_query_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-._~!$'()*,;:@/".contains(c))
}

/// Words with a meaning of their own that no `r#` takes away.
const NEVER_RAW: &[&str] = &["self", "super", "crate", "Self", "_"];

/// The strict and reserved keywords of edition 2024 that have a raw form.
/// <https://doc.rust-lang.org/reference/keywords.html>
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers() {
        for good in ["id", "_id", "type", "r#type", "grösse", "a1"] {
            assert!(is_identifier(good), "{good}");
        }
        for bad in ["", "_", "self", "r#crate", "1a", "a-b", " id", "a b", "r#", "id$"] {
            assert!(!is_identifier(bad), "{bad}");
        }
    }

    #[test]
    fn keywords_are_raw() {
        assert_eq!(field_ident("type"), "r#type");
        assert_eq!(field_ident("self"), "self_");
        assert_eq!(field_ident("id"), "id");
    }

    #[test]
    fn numbers() {
        assert_eq!(unused("id", |name| name == "id" || name == "id2"), "id3");
    }

    #[test]
    fn headers_and_options() {
        assert!(is_header_name("If-Match") && !is_header_name("If Match") && !is_header_name(""));
        assert!(is_query_name("$top") && is_query_name("startDateTime"));
        assert!(!is_query_name("a=b") && !is_query_name("") && !is_query_name("a b"));
        assert!(!is_query_name("été") && !is_query_name("a\"") && !is_query_name("a[0]"));
    }
}
