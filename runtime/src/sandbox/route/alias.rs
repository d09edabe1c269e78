//! A cast by either name of its namespace: `/members/graph.user` is `/members/microsoft.graph.user`, since the metadata calls
//! `graph` the alias of `microsoft.graph`.

use crate::wire::route::Segment;

/// The route with the other name in its texts; `None` where it has neither.
pub(super) fn other(route: &[Segment]) -> Option<Vec<Segment>> {
    const LONG: &str = "microsoft.";
    let mut changed = Vec::with_capacity(route.len() + 2);
    let mut has_cast = false;
    for segment in route {
        let Segment::Text(mut text) = *segment else {
            changed.push(*segment);
            continue;
        };
        while let Some((before, from)) = cast(text) {
            has_cast = true;
            changed.push(Segment::Text(before));
            match from.strip_prefix(LONG) {
                Some(short) => text = short,
                None => {
                    changed.push(Segment::Text(LONG));
                    text = from;
                }
            }
            // No slash is in front of it any more, so it is no cast to come upon again.
        }
        changed.push(Segment::Text(text));
    }
    has_cast.then_some(changed)
}

/// What stands before the first name of Graph's namespace, and from it on.
pub(super) fn cast(text: &str) -> Option<(&str, &str)> {
    let slashes = text.match_indices('/').map(|(at, _)| at + 1);
    slashes
        .filter_map(|at| text.split_at_checked(at))
        .find(|(_, from)| from.strip_prefix("microsoft.").unwrap_or(from).starts_with("graph."))
}
