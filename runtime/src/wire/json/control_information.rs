//! What a service says about a value and refuses, or takes for something else, when it comes back: control information.
//!
//! `@odata.context`, `@odata.etag` and their kin come with what is read. A value that is written back would carry them
//! along, so they are left out of bodies. What a client may say is kept: types, references, removals.
//! <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformation>

use memchr::arch::all::memchr::One;

use super::tokens::token_end;

/// Names behind `@odata.`, with or without a property's name in front.
const FROM_SERVICE: &[&str] = &[
    "associationLink",
    "context",
    "count",
    "deltaLink",
    "editLink",
    "etag",
    "mediaEditLink",
    "mediaEtag",
    "mediaReadLink",
    "metadataEtag",
    "navigationLink",
    "nextLink",
    "readLink",
];

const PREFIX: &[u8] = b"@odata.";

/// Takes the service's annotations out of JSON that a type has written. `explicit` are names that the outermost object
/// has by declaration, as keys (`"@odata.etag":`): those were meant.
pub(crate) fn strip(json: Vec<u8>, explicit: &[&str]) -> Vec<u8> {
    if !has_any(&json) {
        return json;
    }
    Stripper { json: &json, at: 0, depth: 0, explicit, out: Vec::with_capacity(json.len()) }.run()
}

/// Whether there may be something to take out: on the usual way the only question.
fn has_any(json: &[u8]) -> bool {
    // The portable search: bodies are short, and any other looks first at which instructions there are.
    One::new(b'@').iter(json).any(|at| {
        let rest = json.get(at..).and_then(|rest| rest.strip_prefix(PREFIX)).unwrap_or_default();
        FROM_SERVICE
            .iter()
            .any(|name| rest.strip_prefix(name.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'"')))
    })
}

/// Copies valid JSON but for the properties that go.
struct Stripper<'a> {
    json: &'a [u8],
    at: usize,
    depth: usize,
    explicit: &'a [&'a str],
    out: Vec<u8>,
}

impl Stripper<'_> {
    fn run(mut self) -> Vec<u8> {
        // After `{` or `,` in an object a string is a name; a bit for each object or array around.
        let mut objects: Vec<bool> = Vec::new();
        let mut name_next = false;
        while let Some(&byte) = self.json.get(self.at) {
            let end = token_end(self.json, self.at);
            if name_next && byte == b'"' && self.goes(end) {
                self.at = self.value_end(end);
                // The comma behind it, or else the one before it.
                match self.json.get(self.at) {
                    Some(b',') => self.at += 1,
                    _ if self.out.last() == Some(&b',') => drop(self.out.pop()),
                    _ => {}
                }
                continue;
            }
            match byte {
                b'{' | b'[' => objects.push(byte == b'{'),
                b'}' | b']' => drop(objects.pop()),
                _ => {}
            }
            self.depth = objects.len();
            name_next = matches!(byte, b'{' | b',') && objects.last() == Some(&true)
                || name_next && byte.is_ascii_whitespace();
            self.out.extend_from_slice(self.json.get(self.at..end).unwrap_or_default());
            self.at = end;
        }
        self.out
    }

    /// Whether the property whose name stands here, up to `end`, goes.
    fn goes(&self, end: usize) -> bool {
        let name = self.json.get(self.at..end).unwrap_or_default();
        let is_explicit = |key: &&str| key.as_bytes().strip_suffix(b":") == Some(name);
        if self.depth == 1 && self.explicit.iter().any(is_explicit) {
            return false;
        }
        let name = name.strip_suffix(b"\"").unwrap_or(name);
        let from = name.iter().rposition(|byte| *byte == b'@').unwrap_or(name.len());
        name.get(from..)
            .and_then(|annotation| annotation.strip_prefix(PREFIX))
            .is_some_and(|rest| FROM_SERVICE.iter().any(|known| rest == known.as_bytes()))
    }

    /// Behind the value that comes after the name that ended at `at`.
    fn value_end(&self, mut at: usize) -> usize {
        let (mut depth, mut begun) = (0usize, false);
        while let Some(&byte) = self.json.get(at) {
            match byte {
                b',' | b'}' | b']' if depth == 0 && begun => return at,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            begun |= byte != b':' && !byte.is_ascii_whitespace();
            at = token_end(self.json, at);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(json: &str) -> String {
        String::from_utf8(strip(json.as_bytes().to_vec(), &[])).unwrap()
    }

    #[test]
    fn what_the_service_said_goes_and_the_rest_stays() {
        for (json, expected) in [
            (r#"{"@odata.etag":"W/\"x\"","a":1}"#, r#"{"a":1}"#),
            (r#"{"a":1,"@odata.context":{"x":[1,"}"]}}"#, r#"{"a":1}"#),
            (r#"{"a":1,"@odata.etag":null,"b":2}"#, r#"{"a":1,"b":2}"#),
            (r#"{"@odata.etag":"x"}"#, "{}"),
            (r#"{"@odata.etag":"x","b@odata.count":2}"#, "{}"),
            (r#"{"a":[{"@odata.etag":"x","b":1},{"c@odata.navigationLink":"y"}]}"#, r#"{"a":[{"b":1},{}]}"#),
            (
                r##"{"@odata.type":"#x","m@odata.bind":"y","@odata.id":"z"}"##,
                r##"{"@odata.type":"#x","m@odata.bind":"y","@odata.id":"z"}"##,
            ),
            (
                r#"{"a":"\"@odata.etag\":1","b":["@odata.etag"]}"#,
                r#"{"a":"\"@odata.etag\":1","b":["@odata.etag"]}"#,
            ),
            (r#"{"a@odata.etagx":1}"#, r#"{"a@odata.etagx":1}"#),
            ("[]", "[]"),
        ] {
            assert_eq!(stripped(json), expected);
        }
        assert_eq!(stripped("{ \"@odata.etag\" : 1 , \"a\" : 2 }"), "{  \"a\" : 2 }");
    }

    #[test]
    fn what_a_declaration_names_was_meant() {
        let json = br#"{"@odata.etag":"x","a":{"@odata.etag":"y"}}"#.to_vec();
        assert_eq!(strip(json, &["\"@odata.etag\":"]), br#"{"@odata.etag":"x","a":{}}"#);
    }
}
