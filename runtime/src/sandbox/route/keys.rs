//! A key by any of its spellings: `/users/1`, `/users('1')`, `/users(1)` and `/users(id='1')` are one resource.
//! <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_KeyasSegmentConvention>
//!
//! Route and path are both written with the key as a segment, and compared then. An alternate key has a name of its own,
//! and so has a function's parameter: they stay as they are.

use super::Unit;
use crate::wire::route::Segment;

/// What stands before a key, and what behind it.
const AROUND: [(&str, &str); 4] = [("(id='", "')"), ("('", "')"), ("(id=", ")"), ("(", ")")];

/// The route with its keys as segments; `None` where it has none in parentheses.
pub(super) fn in_route(route: &[Segment]) -> Option<Vec<Segment>> {
    let mut changed = Vec::with_capacity(route.len() + 2);
    let mut rest = route.to_vec();
    let mut has_key = false;
    rest.reverse();
    while let Some(segment) = rest.pop() {
        let key = match (segment, rest.as_slice()) {
            (
                Segment::Text(before),
                [.., Segment::Text(behind), Segment::Value(name) | Segment::Quoted(name)],
            ) => of_key(before, behind).map(|(before, behind)| (before, *name, behind)),
            _ => None,
        };
        let Some((before, name, behind)) = key else {
            changed.push(segment);
            continue;
        };
        has_key = true;
        changed.extend([Segment::Text(before), Segment::Text("/"), Segment::Value(name)]);
        rest.truncate(rest.len() - 2);
        if !behind.is_empty() {
            rest.push(Segment::Text(behind));
        }
    }
    has_key.then_some(changed)
}

/// The texts around a key without its parentheses.
fn of_key(before: &'static str, behind: &'static str) -> Option<(&'static str, &'static str)> {
    AROUND.iter().find_map(|(open, close)| {
        let (before, behind) = (before.strip_suffix(open)?, behind.strip_prefix(close)?);
        let is_whole = behind.is_empty() || behind.starts_with('/');
        let has_name = before.ends_with(|c: char| c.is_ascii_alphanumeric());
        (is_whole && has_name).then_some((before, behind))
    })
}

/// The path with its keys as segments; `None` where it has none in parentheses. Behind a colon there are names of files.
pub(super) fn in_path(path: &[Unit]) -> Option<Vec<Unit>> {
    let mut changed = Vec::with_capacity(path.len() + 1);
    let mut has_key = false;
    let mut rest = path;
    while !rest.is_empty() {
        let (segment, behind) = rest.split_at(length_of_segment(rest));
        match segment_with_key(segment) {
            Some((name, value)) => {
                has_key = true;
                changed.extend_from_slice(name);
                changed.push(Unit::SLASH);
                changed.extend(value);
            }
            None => changed.extend_from_slice(segment),
        }
        if segment.last().is_some_and(|unit| unit.byte == b':') {
            changed.extend_from_slice(behind);
            break;
        }
        let slashes = behind.len().min(1);
        let (slash, after) = behind.split_at(slashes);
        changed.extend_from_slice(slash);
        rest = after;
    }
    has_key.then_some(changed)
}

/// Up to the next slash that stands in no quotes within parentheses.
fn length_of_segment(path: &[Unit]) -> usize {
    let (mut is_inside, mut is_quoted) = (false, false);
    let ends = path.iter().position(|unit| {
        match unit.byte {
            b'(' if !is_quoted => is_inside = true,
            b'\'' if is_inside => is_quoted = !is_quoted,
            _ => {}
        }
        *unit == Unit::SLASH && !is_quoted
    });
    ends.unwrap_or(path.len())
}

/// `users` and `1` of `users('1')`. A slash of the key is one that stays inside its segment.
fn segment_with_key(segment: &[Unit]) -> Option<(&[Unit], Vec<Unit>)> {
    let open = segment.iter().position(|unit| unit.byte == b'(')?;
    let (name, arguments) = segment.split_at_checked(open)?;
    let [_, inner @ .., last] = arguments else { return None };
    let inner = match inner {
        [i, d, equals, value @ ..]
            if i.byte.eq_ignore_ascii_case(&b'i')
                && d.byte.eq_ignore_ascii_case(&b'd')
                && equals.byte == b'=' =>
        {
            value
        }
        value => value,
    };
    let value = match inner {
        [first, quoted @ .., end] if first.byte == b'\'' && end.byte == b'\'' => {
            without_doubled_quotes(quoted)?
        }
        bare if bare.iter().any(|unit| matches!(unit.byte, b'\'' | b'=' | b',' | b'(')) => return None,
        bare => bare.to_vec(),
    };
    if name.is_empty() || value.is_empty() || last.byte != b')' {
        return None;
    }
    let inside = |unit: Unit| Unit { encoded: unit.encoded || unit.byte == b'/', ..unit };
    Some((name, value.into_iter().map(inside).collect()))
}

/// `None` where a quote stands alone: the literal ended there.
fn without_doubled_quotes(quoted: &[Unit]) -> Option<Vec<Unit>> {
    let mut value = Vec::with_capacity(quoted.len());
    let mut rest = quoted.iter();
    while let Some(unit) = rest.next() {
        if unit.byte == b'\'' && rest.next()?.byte != b'\'' {
            return None;
        }
        value.push(*unit);
    }
    Some(value)
}
