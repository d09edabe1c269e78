//! Queries of directory objects that only the index which is updated later knows: they ask for it by a header.
//! <https://learn.microsoft.com/graph/aad-advanced-queries>

use graph_endpoint_schema::resolve::Place;
use http::HeaderMap;
use percent_encoding::percent_decode_str;

use super::refusal;
use crate::sandbox::SandboxError;

const CONSISTENCY_LEVEL: &str = "consistencylevel";
const DIRECTORY_OBJECT: &str = "microsoft.graph.directoryObject";

/// Refuses what needs `ConsistencyLevel: eventual` and comes without it. `place` is what is listed, or counted by
/// `/$count`.
pub(super) fn check(
    place: &Place<'_>,
    is_count: bool,
    query: &str,
    headers: &HeaderMap,
) -> Result<(), SandboxError> {
    let is_eventual = headers
        .get(CONSISTENCY_LEVEL)
        .is_some_and(|level| level.as_bytes().trim_ascii().eq_ignore_ascii_case(b"eventual"));
    if !place.ty.is_collection || !is_of_directory(place) {
        return Ok(());
    }
    if is_count && !is_eventual {
        return Err(refusal::not_counted());
    }
    if option(query, "search").is_some() && !is_eventual {
        return Err(refusal::not_searched());
    }
    let is_counted =
        is_count || option(query, "count").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    match option(query, "filter") {
        Some(filter) if !(is_eventual && is_counted) && is_advanced(&filter) => Err(refusal::not_filtered()),
        _ => Ok(()),
    }
}

fn is_of_directory(place: &Place<'_>) -> bool {
    let ty = place.snapshot().type_named(&place.ty.name.to_string());
    ty.is_some_and(|ty| ty.chain().any(|ty| ty.name().is(DIRECTORY_OBJECT)))
}

/// An option's value, its name with or without `$`.
fn option(query: &str, wanted: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = percent_decode_str(name).decode_utf8_lossy();
        let is_wanted = name.strip_prefix('$').unwrap_or(&name).eq_ignore_ascii_case(wanted);
        is_wanted.then(|| percent_decode_str(value).decode_utf8_lossy().into_owned())
    })
}

/// `ne`, `not` and `endsWith`, outside of texts.
fn is_advanced(filter: &str) -> bool {
    let outside = filter.split('\'').step_by(2);
    let mut words = outside.flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
    words.any(|word| ["ne", "not", "endswith"].iter().any(|advanced| word.eq_ignore_ascii_case(advanced)))
}

#[cfg(test)]
mod tests {
    use super::is_advanced;

    #[test]
    fn operators_are_seen_and_texts_are_not() {
        for (filter, expected) in [
            ("displayName ne 'a'", true),
            ("not(accountEnabled)", true),
            ("endsWith(mail,'a')", true),
            ("id eq 'a' and NOT startswith(mail,'b')", true),
            ("displayName eq 'not ne endsWith'", false),
            ("displayName eq 'it''s not' and id eq 'a'", false),
            ("note eq 'a' and one_ne eq 1", false),
        ] {
            assert_eq!(is_advanced(filter), expected, "{filter}");
        }
    }
}
