//! Words of a shell command, as far as `curl` command lines need them.

/// Splits a command into words: quotes, escapes and continued lines, but nothing that a shell would expand.
pub(super) fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some('"') | None, '\\') => match chars.next() {
                Some('\n') | None => {}
                // Inside double quotes a backslash only escapes these.
                Some(c) if quote.is_none() || "\"\\$`".contains(c) => word.get_or_insert_default().push(c),
                Some(c) => word.get_or_insert_default().extend(['\\', c]),
            },
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    #[test]
    fn quotes_and_continued_lines() {
        let words = super::words("curl -X PATCH \\\n  'a b' \"c\\\"d\\n\" e\\ f ''");
        assert_eq!(words, ["curl", "-X", "PATCH", "a b", "c\"d\\n", "e f", ""]);
    }
}
