//! The tokens of a JSON text, for those who look for something in it and need none of its values.

/// Where the token that begins at `at` ends: a text in quotes, a bracket, comma, colon or white space, or whatever else
/// stands there up to the next of these. In any bytes; behind the last one it is their number.
pub(super) fn token_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at + 1..).unwrap_or_default();
    match text.get(at) {
        Some(b'"') => string_end(text, at + 1),
        Some(b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\t' | b'\r' | b'\n') => at + 1,
        _ => {
            let end = rest.iter().position(|byte| b"{}[],:\" \t\r\n".contains(byte));
            end.map_or(text.len(), |end| at + 1 + end)
        }
    }
}

/// Behind the quote that closes what begins at `at`.
fn string_end(text: &[u8], mut at: usize) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        match memchr::memchr2(b'"', b'\\', rest) {
            None => return text.len(),
            Some(found) if rest.get(found) == Some(&b'"') => return at + found + 1,
            Some(found) => at += found + 2,
        }
    }
}

/// Where the next token begins that is not white space.
pub(super) fn skip_whitespace(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + (rest.len() - rest.trim_ascii_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<&str> {
        let (mut at, mut all) = (0, Vec::new());
        while at < text.len() {
            let end = token_end(text.as_bytes(), at);
            all.push(&text[at..end]);
            at = end;
        }
        all
    }

    #[test]
    fn a_text_in_its_tokens() {
        assert_eq!(
            tokens(r#"{"a\"}": [1.5,true ]}"#),
            ["{", r#""a\"}""#, ":", " ", "[", "1.5", ",", "true", " ", "]", "}"]
        );
        assert_eq!(tokens(r#""\\","x"#), [r#""\\""#, ",", "\"x"]);
        assert_eq!(tokens(r#""x\"#), [r#""x\"#]);
    }

    proptest::proptest! {
        #[test]
        fn each_token_ends_behind_its_beginning_and_within_the_text(text: Vec<u8>) {
            for at in 0..text.len() {
                let end = token_end(&text, at);
                proptest::prop_assert!(at < end && end <= text.len(), "{end}");
            }
        }
    }
}
