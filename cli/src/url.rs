//! The URL of an example: which parts it has, and how two of them compare.
//!
//! Documentation URLs are no URLs yet: they have spaces, placeholders and unescaped quotes in them. So this splits by
//! the delimiters and judges nothing.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What a request line can hold that a URI can't.
const NOT_IN_A_URI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'[')
    .add(b']')
    .add(b'#');

/// A URL, taken apart, each part as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url {
    /// `https://graph.microsoft.com`; none for a relative URL.
    pub base: Option<String>,
    /// `v1.0` or `beta`, when the path begins with it in any letter case.
    pub version: Option<String>,
    /// What comes after the version, with its leading `/`.
    pub path: String,
    /// The options, without decoding; `None` where there is no `=`.
    pub query: Vec<(String, Option<String>)>,
}

impl Url {
    /// Takes a URL or a path apart.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let (base, rest) = split_base(text);
        let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        let (version, path) = split_version(path);
        Self {
            base: base.map(str::to_owned),
            version: version.map(str::to_ascii_lowercase),
            path: if path.starts_with('/') { path.to_owned() } else { format!("/{path}") },
            query: query.map(parse_query).unwrap_or_default(),
        }
    }
}

/// `https://host` or a variable such as `{{host}}` in front of the path.
fn split_base(text: &str) -> (Option<&str>, &str) {
    let after_scheme = ["https://", "http://"].iter().find_map(|scheme| {
        text.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme)).map(|start| start.len())
    });
    let start = match after_scheme {
        Some(length) => length,
        None if text.starts_with("{{") => 0,
        None => return (None, text),
    };
    let end = text.get(start..).and_then(|rest| rest.find(['/', '?'])).map_or(text.len(), |at| start + at);
    (text.get(..end), text.get(end..).unwrap_or_default())
}

fn split_version(path: &str) -> (Option<&str>, &str) {
    let trimmed = path.strip_prefix('/').unwrap_or(path);
    let (first, _) = trimmed.split_once('/').unwrap_or((trimmed, ""));
    if ["v1.0", "beta"].iter().any(|version| first.eq_ignore_ascii_case(version)) {
        (Some(first), trimmed.get(first.len()..).unwrap_or_default())
    } else {
        (None, path)
    }
}

fn parse_query(query: &str) -> Vec<(String, Option<String>)> {
    options(query)
        .into_iter()
        .filter(|option| !option.is_empty())
        .map(|option| match option.split_once('=') {
            Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
            None => (option.to_owned(), None),
        })
        .collect()
}

/// What stands between the `&`s. People write one inside quotes as it is, `name eq 'A & B'`: that is none, unless the quote
/// stays open or an option of OData's follows.
fn options(query: &str) -> Vec<&str> {
    let (mut options, mut start, mut open) = (Vec::new(), 0, None);
    for (at, character) in query.char_indices() {
        match (character, open) {
            ('\'' | '"', None) => open = Some(character),
            (quote, Some(opened)) if quote == opened => open = None,
            ('&', _) => {
                let rest = query.get(at + 1..).unwrap_or_default();
                if open.is_some_and(|quote| !rest.starts_with('$') && rest.contains(quote)) {
                    continue;
                }
                options.push(query.get(start..at).unwrap_or_default());
                (start, open) = (at + 1, None);
            }
            _ => {}
        }
    }
    options.push(query.get(start..).unwrap_or_default());
    options
}

/// Percent-decoded; what is no UTF-8 stays encoded.
pub fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

/// What an HTTP client would send for this text: what can't stand in a URI encoded, the rest as it is.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        out.extend(utf8_percent_encode(before, NOT_IN_A_URI));
        let is_escape = from.get(1..3).is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        out.push_str(if is_escape { "%" } else { "%25" });
        rest = from.get(1..).unwrap_or_default();
    }
    out.extend(utf8_percent_encode(rest, NOT_IN_A_URI));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let url = Url::parse("https://graph.microsoft.com/beta/me/messages?$top=5&$count&a=b=c");
        assert_eq!(url.base.as_deref(), Some("https://graph.microsoft.com"));
        assert_eq!(url.version.as_deref(), Some("beta"));
        assert_eq!(url.path, "/me/messages");
        let pair = |key: &str, value: Option<&str>| (key.to_owned(), value.map(str::to_owned));
        assert_eq!(url.query, [pair("$top", Some("5")), pair("$count", None), pair("a", Some("b=c"))]);
    }

    #[test]
    fn relative_and_odd() {
        assert_eq!(Url::parse("/me/drive").path, "/me/drive");
        assert_eq!(Url::parse("me").path, "/me");
        assert_eq!(Url::parse("/v1.0/me").version.as_deref(), Some("v1.0"));
        assert_eq!(Url::parse("/V1.0/me").version.as_deref(), Some("v1.0"));
        assert_eq!(Url::parse("{{host}}/v1.0/me").base.as_deref(), Some("{{host}}"));
        assert_eq!(Url::parse("").path, "/");
        assert_eq!(Url::parse("https://host").path, "/");
    }

    #[test]
    fn an_ampersand_inside_quotes_parts_no_options() {
        let names = |query: &str| -> Vec<String> {
            Url::parse(&format!("/users?{query}")).query.into_iter().map(|(name, _)| name).collect()
        };
        for one in
            ["$filter=name eq 'A & B'", "$search=\"name:A & 'B\"", "$filter=name eq 'O''Neil & Co & Co'"]
        {
            assert_eq!(names(&format!("{one}&$top=5")), [one.split('=').next().unwrap(), "$top"], "{one}");
        }
        // A quote that isn't closed, and one that another option closes.
        assert_eq!(names("$search=O'Neil&a=b"), ["$search", "a"]);
        assert_eq!(names("$search=O'Neil&$filter=name eq 'a'"), ["$search", "$filter"]);
        assert_eq!(names("&&$top=5&"), ["$top"]);
    }

    #[test]
    fn encoding() {
        assert_eq!(encoded("/a b/{id}%20%zz"), "/a%20b/%7Bid%7D%20%25zz");
        assert_eq!(decoded("a%20b%ff"), "a%20b%ff");
        assert_eq!(decoded("a%20b"), "a b");
    }
}
