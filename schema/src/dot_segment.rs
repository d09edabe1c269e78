//! Dot segments: what stands in a URL's path and would not arrive, since URL parsers collapse it.
//! <https://url.spec.whatwg.org/#double-dot-path-segment>

/// `.` and `..` as a URL has them: also as `%2e`, in any letter case, which URL parsers read as a dot.
pub fn is_dot_segment(segment: &str) -> bool {
    let (mut rest, mut dots) = (segment.as_bytes(), 0);
    while let [b'.', after @ ..] | [b'%', b'2', b'e' | b'E', after @ ..] = rest {
        (rest, dots) = (after, dots + 1);
    }
    rest.is_empty() && matches!(dots, 1 | 2)
}

#[cfg(test)]
mod tests {
    use super::is_dot_segment;

    #[test]
    fn one_dot_and_two_in_either_spelling() {
        for segment in [".", "..", "%2e", "%2E", ".%2e", "%2E.", "%2e%2E"] {
            assert!(is_dot_segment(segment), "{segment}");
        }
        for segment in ["", "...", "%2e%2e%2e", "a.", ".a", "a%2e", "%2", "%252e", "%2e%"] {
            assert!(!is_dot_segment(segment), "{segment}");
        }
    }
}
