//! The name that was probably meant, and lists of names for messages.

/// The name among `known` that was probably meant: within a third of its letters, letter case aside.
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
    fn near_misses() {
        assert_eq!(nearest("reponse", ["response", "version"]), Some("response"));
        assert_eq!(nearest("PATHC", ["PATCH", "POST"]), Some("PATCH"));
        assert_eq!(nearest("x", ["response", "version"]), None);
        assert_eq!(nearest("größe", ["grösse", "groesse"]), Some("grösse"));
    }

    #[test]
    fn lists() {
        assert_eq!(list(&[]), "none");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(suggestion("zzzz", &["a", "b"]), "there are `a` and `b`");
    }
}
