//! Lists whose items can hold the separator themselves, in parentheses or in quotes.

/// At the separators that stand neither in parentheses nor in quotes.
pub(super) fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut depth, mut quoted, mut start, mut parts) = (0_usize, false, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            // A doubled quote closes and opens.
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ if c == separator && !quoted && depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn separators_in_quotes_and_parentheses_are_part_of_an_item() {
        assert_eq!(
            split("a,b($filter=c eq 'd,)';$top=1),e", ','),
            ["a", "b($filter=c eq 'd,)';$top=1)", "e"]
        );
        assert_eq!(split("", ','), [""]);
        assert_eq!(split("a)),'b,", ','), ["a))", "'b,"]);
    }
}
