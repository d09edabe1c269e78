//! Names that are no names of properties but keys of a map: GUIDs, URLs, numbers.

/// Whether that is a key.
pub(super) fn is_key(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let annotation = name.contains('@') || name.starts_with('$');
    !annotation
        && (name.contains(['-', '/', ':', '%', ' ']) && digits > 0
            || name.starts_with(|c: char| c.is_ascii_digit()))
}
