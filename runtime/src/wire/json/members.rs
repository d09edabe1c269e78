//! The members of an object and the items of an array, as they stand in the text: for those who look for a few of them, in
//! any text and as far as it goes. What is found needs no type of its own to be read into, and no parser compiled for it.

use std::borrow::Cow;

use super::tokens::{skip_whitespace, token_end};

/// The members of the object, or the items of the array, that the text is; none of any other.
pub(crate) fn members(json: &str) -> Members<'_> {
    let at = skip_whitespace(json.as_bytes(), 0);
    let bracket = json.as_bytes().get(at).copied();
    let at = if matches!(bracket, Some(b'{' | b'[')) { at + 1 } else { json.len() };
    Members { json, at, named: bracket == Some(b'{') }
}

/// Each as its name, which is empty for an item of an array, and the text of its value.
pub(crate) struct Members<'j> {
    json: &'j str,
    at: usize,
    named: bool,
}

impl<'j> Members<'j> {
    /// The next token that is not white space.
    fn token(&mut self) -> Option<&'j str> {
        let start = skip_whitespace(self.json.as_bytes(), self.at);
        self.at = token_end(self.json.as_bytes(), start).min(self.json.len());
        self.json.get(start..self.at).filter(|token| !token.is_empty())
    }

    /// The next value, with all that is in it.
    fn value(&mut self) -> Option<&'j str> {
        let start = skip_whitespace(self.json.as_bytes(), self.at);
        let mut depth = 0usize;
        loop {
            match self.token()?.as_bytes() {
                [b'{' | b'['] => depth += 1,
                [b'}' | b']' | b',' | b':'] if depth == 0 => return None,
                [b'}' | b']'] => depth -= 1,
                _ => {}
            }
            // What is cut off is there as far as it goes.
            if depth == 0 || self.at == self.json.len() {
                return self.json.get(start..self.at);
            }
        }
    }

    fn member(&mut self) -> Option<(Cow<'j, str>, &'j str)> {
        let mut name = Cow::Borrowed("");
        if self.named {
            name = unquoted(self.token()?)?;
            self.token().filter(|colon| *colon == ":")?;
        }
        Some((name, self.value()?))
    }
}

impl<'j> Iterator for Members<'j> {
    type Item = (Cow<'j, str>, &'j str);

    fn next(&mut self) -> Option<Self::Item> {
        let member = self.member();
        if member.is_none() || self.token() != Some(",") {
            self.at = self.json.len();
        }
        member
    }
}

/// The text that stands in quotes, half of a surrogate pair as U+FFFD; `None` for what is no text.
pub(crate) fn unquoted(quoted: &str) -> Option<Cow<'_, str>> {
    let mut rest = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        let (before, escape) = rest.split_at_checked(at)?;
        text.push_str(before);
        let (unescaped, behind) = unescaped(escape)?;
        text.push(unescaped);
        rest = behind;
    }
    if rest.len() + 2 == quoted.len() {
        return Some(Cow::Borrowed(rest));
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}

/// What the escape says that the text begins with, and the text behind it.
fn unescaped(text: &str) -> Option<(char, &str)> {
    let letter = *text.as_bytes().get(1)?;
    let known = match letter {
        b'"' | b'\\' | b'/' => letter,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        _ => {
            let first = unit(text)?;
            let second = text.get(6..).and_then(unit);
            let read = char::decode_utf16([first].into_iter().chain(second)).next()?;
            let is_pair = read.as_ref().is_ok_and(|read| read.len_utf16() == 2);
            let behind = text.get(if is_pair { 12 } else { 6 }..)?;
            return Some((read.unwrap_or(char::REPLACEMENT_CHARACTER), behind));
        }
    };
    Some((char::from(known), text.get(2..)?))
}

/// The UTF-16 unit of the `\uXXXX` that the text begins with.
pub(super) fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::super::repair::repaired;
    use super::*;

    fn all(json: &str) -> Vec<(Cow<'_, str>, &str)> {
        members(json).collect()
    }

    #[test]
    fn each_with_the_text_of_its_value() {
        let json = r#" { "a" : [1, {"b":"}"}] ,"c\u0064":"x\"", "e": 1.50, "f":{ } } "#;
        let names = ["a", "cd", "e", "f"].map(Cow::Borrowed);
        let values = [r#"[1, {"b":"}"}]"#, r#""x\"""#, "1.50", "{ }"];
        assert_eq!(all(json), names.into_iter().zip(values).collect::<Vec<_>>());
        let items: Vec<_> = members("[1,[2,3],null]").map(|(_, item)| item).collect();
        assert_eq!(items, ["1", "[2,3]", "null"]);
    }

    #[test]
    fn nothing_of_what_has_none_and_of_a_cut_text_what_is_there() {
        for none in ["", " ", "{}", "[ ]", "7", r#""a""#, "{7:1}", r#"{"a"}"#, r#"{"a":}"#, "{,}", "}", "[]]"]
        {
            assert_eq!(all(none), [], "{none}");
        }
        let cut = r#"{"a":{"b":[1,"#;
        let (_, inner) = members(cut).next().unwrap();
        assert_eq!(inner, r#"{"b":[1,"#);
        assert_eq!(all(inner), [(Cow::Borrowed("b"), "[1,")]);
        assert_eq!(all(r#"{"a":1 "b":2}"#).len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn texts_are_read_as_serde_json_reads_them(
            text: String,
            json in r#""(\\["\\/bfnrtux]|\\u[dD][89a-fA-F0-9]{3}|\\u[0-9a-fA-F]{4}|[a-zé ])*""#,
        ) {
            for quoted in [serde_json::to_string(&text).unwrap(), json] {
                let mended = repaired(quoted.as_bytes()).unwrap_or_else(|| quoted.clone());
                let expected = serde_json::from_str::<String>(&mended).ok();
                proptest::prop_assert_eq!(unquoted(&quoted).map(Cow::into_owned), expected, "{}", quoted);
            }
        }

        #[test]
        fn any_text_has_an_end(json: String, tokens in r#"[\[\]{},:"\\a1 ]{0,40}"#) {
            for json in [&json, &tokens] {
                proptest::prop_assert!(members(json).count() <= json.len());
            }
        }
    }
}
