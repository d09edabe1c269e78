//! JSON whose strings hold what no string may: half of a surrogate pair where a preview was cut, or a bare line break. One
//! such text never costs the list: the line break is read as one, and half of a pair as U+FFFD. Bytes that are no UTF-8
//! stay an error: they are in another charset, and replacing them would make other texts of them.
//! <https://www.rfc-editor.org/rfc/rfc8259#section-8.2>
//!
//! Looked at only where a text was refused, so what is well formed pays nothing.

use std::fmt::Write as _;

use super::members::unit;

/// The text with its strings mended; `None` where there is nothing to mend.
#[cold]
pub(crate) fn repaired(json: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(json).ok()?;
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut in_string) = (text, false);
    while let Some(at) = rest.find(|char| matches!(char, '"' | '\\' | '\0'..='\u{1f}')) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let mut after = found.chars();
        match after.next() {
            Some('\\') if in_string => {
                rest = escape(found, &mut out);
                continue;
            }
            Some(control) if in_string && control.is_ascii_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            Some(other) => {
                in_string ^= other == '"';
                out.push(other);
            }
            None => {}
        }
        rest = after.as_str();
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

/// Writes the escape that the text begins with; half of a pair as U+FFFD. What is left behind it.
fn escape<'a>(text: &'a str, out: &mut String) -> &'a str {
    let Some(first) = unit(text) else {
        let length = text.chars().take(2).map(char::len_utf8).sum();
        let (escape, rest) = text.split_at(length);
        out.push_str(escape);
        return rest;
    };
    let next = text.get(6..).and_then(unit);
    let (length, half) = match (first, next) {
        (0xd800..=0xdbff, Some(0xdc00..=0xdfff)) => (12, false),
        (0xd800..=0xdfff, _) => (6, true),
        _ => (6, false),
    };
    let (escape, rest) = text.split_at_checked(length).unwrap_or((text, ""));
    out.push_str(if half { "\\ufffd" } else { escape });
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_mended_and_nothing_else() {
        for (json, mended) in [
            (r#"["\ud83d"]"#, r#"["\ufffd"]"#),
            (r#"["a\uDE00b"]"#, r#"["a\ufffdb"]"#),
            (r#"["\ud83d\ud83d\ude00"]"#, r#"["\ufffd\ud83d\ude00"]"#),
            (r#"["\ud83d\n"]"#, r#"["\ufffd\n"]"#),
            (r#"["\ud83dx\"]","\ude00"]"#, r#"["\ufffdx\"]","\ufffd"]"#),
            ("[\"a\tb\n\"]", r#"["a\u0009b\u000a"]"#),
        ] {
            assert_eq!(repaired(json.as_bytes()).as_deref(), Some(mended), "{json}");
            assert!(serde_json::from_str::<Vec<String>>(mended).is_ok(), "{mended}");
        }
        assert_eq!(repaired(b"[\"a\xffb\\ud83d\"]"), None);
        for sound in [
            "",
            "\"",
            "\"\\",
            "\"\\u",
            "\"\\ud83",
            "\"\\u+12d\"",
            "\"\\\u{fffd}\u{fffd}",
            "\"\\u\u{fffd}123\"",
            r#"["\\ud83d", "\ud83d\ude00", "é"]"#,
            "[\n\t1\r\n]",
            r#"{"a":[1,]}"#,
        ] {
            assert_eq!(repaired(sound.as_bytes()), None, "{sound}");
        }
    }
}
