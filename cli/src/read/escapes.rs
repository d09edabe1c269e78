//! HTML's escapes, which pages that were made from HTML keep.

const BRACKETS: [(&str, &str); 2] = [("&lt;", "<"), ("&gt;", ">")];
/// The ampersand comes last: it may begin another.
const OTHERS: [(&str, &str); 4] = [("&nbsp;", " "), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];

/// Text without them.
pub(super) fn unescaped(text: &str) -> String {
    unescaped_beside_tags(&replaced(text, &BRACKETS))
}

/// Text in which tags stand, without all but those of brackets: they would be tags.
pub(super) fn unescaped_beside_tags(text: &str) -> String {
    replaced(text, &OTHERS)
}

fn replaced(text: &str, escapes: &[(&str, &str)]) -> String {
    escapes.iter().fold(text.to_owned(), |text, (escape, plain)| text.replace(escape, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_and_no_more() {
        let text = "/a/&lt;id&gt;?b=1&amp;c=2&amp;lt;";
        assert_eq!(unescaped(text), "/a/<id>?b=1&c=2&lt;");
        assert_eq!(unescaped_beside_tags(text), "/a/&lt;id&gt;?b=1&c=2&lt;");
    }
}
