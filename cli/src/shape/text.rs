//! What a text is, judged by its form: the primitive types of OData that come as text.
//! <https://docs.oasis-open.org/odata/odata-abnf-construction-rules/v4.01/>

/// `2024-03-01T09:00:00Z`, with an offset or without one.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let zone = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (time, zone) = time.split_at_checked(zone).unwrap_or((time, ""));
    let is_zone = match zone.split_at_checked(1) {
        None => true,
        Some(("Z" | "z", rest)) => rest.is_empty(),
        Some((_, offset)) => {
            numbers(offset, ':').is_some_and(|parts| matches!(parts.as_slice(), [(2, 0..24), (2, 0..60)]))
        }
    };
    is_date(date) && is_time(time) && is_zone
}

/// `2024-03-01`
pub(super) fn is_date(text: &str) -> bool {
    numbers(text, '-').is_some_and(|parts| {
        matches!(
            parts.as_slice(),
            [(4, _), (2, 1..=12), (2, 1..=28)]
                | [(4, _), (2, 1 | 3..=12), (2, 29 | 30)]
                | [(4, _), (2, 1 | 3 | 5 | 7 | 8 | 10 | 12), (2, 31)]
        )
    })
}

/// `09:00:00.0000000`
pub(super) fn is_time(text: &str) -> bool {
    let (time, fraction) =
        text.split_once('.').map_or((text, None), |(time, fraction)| (time, Some(fraction)));
    let is_fraction =
        |digits: &str| (1..=12).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    numbers(time, ':').is_some_and(|parts| matches!(parts.as_slice(), [(2, 0..24), (2, 0..60), (2, 0..60)]))
        && fraction.is_none_or(is_fraction)
}

/// `PT1H30M`
pub(super) fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, time) = rest.split_once('T').map_or((rest, None), |(days, time)| (days, Some(time)));
    let is_days = days.is_empty() || days.strip_suffix('D').is_some_and(is_digits);
    is_days && time.map_or(!days.is_empty(), is_clock)
}

/// `1H30M2.5S`
fn is_clock(mut text: &str) -> bool {
    if text.is_empty() {
        return false;
    }
    for unit in ['H', 'M', 'S'] {
        if let Some((number, rest)) = text.split_once(unit) {
            let whole = if unit == 'S' { number.split('.').all(is_digits) } else { is_digits(number) };
            if !whole {
                return false;
            }
            text = rest;
        }
    }
    text.is_empty()
}

/// `b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10`
pub(crate) fn is_guid(text: &str) -> bool {
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The numbers between separators, each with how many digits it has.
fn numbers(text: &str, separator: char) -> Option<Vec<(usize, u32)>> {
    text.split(separator)
        .map(|part| if is_digits(part) { Some((part.len(), part.parse().ok()?)) } else { None })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for text in
            ["2024-03-01T09:00:00Z", "2017-01-01T00:02:43.5775965-08:00", "2019-03-14T09:00:00.0000000"]
        {
            assert!(is_date_time(text), "{text}");
        }
        for text in [
            "2024-03-01",
            "datetime-value",
            "2024-13-01T09:00:00Z",
            "2024-02-30T09:00:00Z",
            "2024-03-01T09:00Z",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
        assert!(is_duration("PT1H30M2.5S") && is_duration("-P3DT4H") && is_duration("P1D"));
        assert!(!is_duration("PT") && !is_duration("P") && !is_duration("PT5"));
        assert!(is_guid("b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10") && !is_guid("8090c93e"));
    }
}
