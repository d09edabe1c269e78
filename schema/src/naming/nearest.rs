//! The name that was probably meant, and lists of names for messages.

/// The name among `known` that was probably meant: within a third of its letters, letter case aside; two
/// letters that changed places count as one.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let length = name.chars().count();
    let limit = ((length + 1) / 3).max(1);
    known
        .into_iter()
        // Bytes differ by at least as much as letters do, but no letter has more than four.
        .filter(|candidate| candidate.len() + limit >= length && candidate.len() <= (length + limit) * 4)
        .map(|candidate| (distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// ``did you mean `x`?``, or the list of what there is.
pub fn suggestion(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", list(known)),
    }
}

/// `` `a`, `b` and `c` ``.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => format!("`{one}`"),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(|name| format!("`{name}`")).collect();
            format!("{} and `{last}`", first.join(", "))
        }
    }
}

/// How many letters are left out, put in, changed, or swapped with the one beside them: optimal string alignment.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let (mut above, mut before) = (Vec::new(), None);
    for (i, ca) in a.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut left = i + 1;
        next.push(left);
        let mut cb_before = None;
        for (j, cb) in b.iter().copied().enumerate() {
            let changed = cell(&row, j) + usize::from(ca != cb);
            left = changed.min(cell(&row, j + 1) + 1).min(left + 1);
            if before == Some(cb) && cb_before == Some(ca) {
                left = left.min(cell(&above, j.wrapping_sub(1)) + 1);
            }
            next.push(left);
            cb_before = Some(cb);
        }
        above = std::mem::replace(&mut row, next);
        before = Some(ca);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses() {
        assert_eq!(nearest("reponse", ["response", "version"]), Some("response"));
        assert_eq!(nearest("PATHC", ["PATCH", "POST"]), Some("PATCH"));
        assert_eq!(nearest("x", ["response", "version"]), None);
        // Two letters that changed places are one mistake, whatever their case is.
        assert_eq!(nearest("Htlm", ["text", "html"]), Some("html"));
        assert_eq!(nearest("dispalyName", ["displayName"]), Some("displayName"));
        assert_eq!(nearest("DISPLAYNAME", ["displayNames", "displayName"]), Some("displayName"));
        assert_eq!(nearest("größe", ["grösse", "groesse"]), Some("grösse"));
    }

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("kitten", "sitting", 3),
            ("ab", "ba", 1),
            ("abcd", "badc", 2),
            // A swapped pair isn't changed again.
            ("ca", "abc", 3),
            ("aab", "aba", 1),
        ] {
            assert_eq!((distance(a, b), distance(b, a)), (expected, expected), "{a} {b}");
        }
    }

    #[test]
    fn lists() {
        assert_eq!(list(&[]), "none");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(suggestion("zzzz", &["a", "b"]), "there are `a` and `b`");
    }
}
