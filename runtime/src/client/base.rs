//! The root that all calls of a client begin with, parsed once.

use reqwest::Url;

use crate::error::Error;

pub(super) struct Base {
    /// Without a version and without a slash at its end.
    text: String,
    /// Where its path begins.
    path: usize,
    /// The same, parsed, to be given another path for each call.
    root: Option<Url>,
}

impl Base {
    pub(super) fn new(text: String) -> Self {
        let authority = text.find("://").map_or(0, |at| at + 3);
        let path =
            text.get(authority..).and_then(|rest| rest.find('/')).map_or(text.len(), |at| authority + at);
        let root = Url::parse(&text).ok();
        Self { text, path, root }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The URL that `text` is. Under the root only the path and the query are still to be parsed.
    ///
    /// # Errors
    /// [`Error::is_build`] when it is none.
    pub(super) fn url(&self, text: &str) -> Result<Url, Error> {
        let parsed = match (&self.root, self.below(text)) {
            (Some(root), Some(path)) => Url::options().base_url(Some(root)).parse(path),
            _ => Url::parse(text),
        };
        parsed.map_err(|source| Error::build("the URL is not valid").with_source(source))
    }

    /// The path of a URL below the root and the API version, without a slash before it.
    pub(super) fn resource_path<'u>(&self, url: &'u Url) -> &'u str {
        let root = self.text.get(self.path..).unwrap_or_default();
        let path = url.path();
        let below = path.strip_prefix(root).unwrap_or(path).trim_start_matches('/');
        let version = ["v1.0/", "beta/"].into_iter().find_map(|version| below.strip_prefix(version));
        version.unwrap_or(below)
    }

    /// A URL below the root, from its path on: a reference that keeps the root's host. A host that only begins like ours
    /// is none; nor is what begins with two slashes, which would name another host, or with anything that may become so.
    /// <https://url.spec.whatwg.org/#relative-slash-state>
    fn below<'a>(&self, text: &'a str) -> Option<&'a str> {
        let rest = text.strip_prefix(self.text.as_str())?;
        let path = text.get(self.path..)?;
        let names_a_segment = path.as_bytes().get(1).is_some_and(u8::is_ascii_alphanumeric);
        (rest.starts_with('/') && names_a_segment).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_what_parsing_all_of_it_gives() {
        for root in ["https://graph.microsoft.com", "http://127.0.0.1:8080/a/proxy", "http://[::1]:80"] {
            let base = Base::new(root.to_owned());
            for rest in [
                "/v1.0/me",
                "/v1.0/users/a%20b/messages?$filter=a%20eq%20'x'&$top=1",
                "/v1.0/users('x')?q=a?b",
                "/v1.0/me/drive/root:/a/%2E%2E/b:/content",
                "/v1.0/../beta/me?$skiptoken=x|y z\"<>",
                "/v1.0/me#top",
                ".evil.example/v1.0/me",
                "@evil.example/v1.0/me",
                "//evil.example/v1.0/me",
                "/\\evil.example/v1.0/me",
                "/\t/evil.example/v1.0/me",
                "/v1.0//evil.example\\me ",
                " /v1.0/me",
                "",
            ] {
                let text = format!("{root}{rest}");
                assert_eq!(base.url(&text).ok(), Url::parse(&text).ok(), "{text}");
            }
            assert_eq!(base.url("https://other.example/x").unwrap().as_str(), "https://other.example/x");
            assert!(base.url("no url").unwrap_err().is_build());
        }
    }

    #[test]
    fn a_resource_is_below_root_and_version() {
        for (root, url, path) in [
            (
                "https://graph.example",
                "https://graph.example/v1.0/users/a%2Fb/messages?$top=1",
                "users/a%2Fb/messages",
            ),
            ("https://graph.example/a/proxy", "https://graph.example/a/proxy/beta/me", "me"),
            ("https://graph.example/a/proxy", "https://graph.example/v1.0/me", "me"),
            ("https://graph.example", "https://graph.example/upload/1", "upload/1"),
            ("https://graph.example", "https://graph.example/v1.0", "v1.0"),
            ("https://graph.example", "https://graph.example", ""),
        ] {
            assert_eq!(Base::new(root.to_owned()).resource_path(&Url::parse(url).unwrap()), path, "{url}");
        }
    }
}
