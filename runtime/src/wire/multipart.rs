//! `multipart/form-data`: a body in several parts, as OneNote takes pages with images and files in them.

use std::collections::HashSet;
use std::fmt;

use bytes::Bytes;
use http::HeaderValue;
use memchr::memmem;

use crate::error::Error;
use crate::wire::body::Body;
use crate::wire::whole_body::{Octets, RawContent};

/// A body in several parts, each with a name and a content type: `multipart/form-data`.
///
/// OneNote takes a page with what is in it so: the part `Presentation` is its HTML, and each image or file that the HTML
/// names as `name:PART` is a part of its own.
/// <https://learn.microsoft.com/graph/onenote-images-files>, <https://www.rfc-editor.org/rfc/rfc7578>
///
/// The content type goes out with a boundary that occurs in none of the parts. The body is bytes, so a call that is
/// throttled is sent again.
///
/// ```
/// use graph_endpoint::{Multipart, prelude::*};
///
/// /// Create a page in a section.
/// #[graph_endpoint(POST, "/me/onenote/sections/{id}/pages")]
/// pub struct CreatePage {
///     id: String,
///     #[graph(body)]
///     page: Multipart,
/// }
///
/// let html = r#"<html><head><title>A page</title></head><body><img src="name:photo"/></body></html>"#;
/// let page = Multipart::new()
///     .part("Presentation", "text/html", html)
///     .part("photo", "image/jpeg", &b"\xff\xd8\xff"[..]);
/// let request = CreatePage::builder().id("1-4b55").page(page).build();
/// let request = request.to_http_request("https://graph.microsoft.com")?;
/// let content_type = request.headers()["content-type"].to_str().unwrap_or_default();
/// assert!(content_type.starts_with("multipart/form-data; boundary="));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Multipart {
    parts: Vec<Part>,
}

/// A part of a [`Multipart`] body.
///
/// ```
/// use graph_endpoint::Multipart;
///
/// let page = Multipart::new().part("Presentation", "text/html", "<h1>Hello</h1>");
/// let part = page.get("Presentation").ok_or("no such part")?;
/// assert_eq!((part.name(), part.content_type(), part.content().len()), ("Presentation", "text/html", 14));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    name: String,
    content_type: String,
    content: Bytes,
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part behind the others.
    ///
    /// The request can't be built ([`Error::is_build`]) when the name holds a quote, a backslash or a control character,
    /// or when the content type can't be one: nothing that is given here ends its header.
    #[must_use]
    pub fn part(
        mut self,
        name: impl Into<String>,
        content_type: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Self {
        self.parts.push(Part {
            name: name.into(),
            content_type: content_type.into(),
            content: content.into(),
        });
        self
    }

    /// The first part of that name.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// All parts, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    #[inline]
    fn write(&self) -> Result<(String, Vec<u8>), Error> {
        self.parts.iter().try_for_each(Part::check)?;
        let boundary = self.boundary();
        let around = self.parts.iter().map(|part| part.name.len() + part.content_type.len() + 128);
        let length: usize = around.sum::<usize>() + self.parts.iter().map(|p| p.content.len()).sum::<usize>();
        let mut body = Vec::with_capacity(length);
        for part in &self.parts {
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\nContent-Type: {}\r\n\r\n",
                part.name, part.content_type
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&part.content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Ok((boundary, body))
    }

    /// The first of our boundaries that no part holds; the same for the same parts. One look at each part is enough,
    /// whatever they hold: each place that looks like a boundary of ours rules out one number.
    #[inline]
    fn boundary(&self) -> String {
        let finder = memmem::Finder::new(BOUNDARY);
        let mut taken = HashSet::new();
        for part in &self.parts {
            for at in finder.find_iter(&part.content) {
                let start = at + BOUNDARY.len();
                let digits =
                    part.content.get(start..start + DIGITS).and_then(|tail| str::from_utf8(tail).ok());
                taken.extend(digits.and_then(|digits| digits.parse::<u64>().ok()));
            }
        }
        let number = (0..).find(|number| !taken.contains(number)).unwrap_or_default();
        format!("{BOUNDARY}{number:0DIGITS$}")
    }
}

/// What a boundary begins with; then comes a number of [`DIGITS`] digits.
const BOUNDARY: &str = "graph-endpoint-part-";
const DIGITS: usize = 12;

impl Part {
    /// The part's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its content type.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Its content.
    pub fn content(&self) -> &Bytes {
        &self.content
    }

    /// Nothing may end a header, or the quotes in it: what reads a name undoes none of the ways to escape one for sure.
    #[inline]
    fn check(&self) -> Result<(), Error> {
        if self.name.contains(|c: char| c.is_control() || matches!(c, '"' | '\\')) {
            return Err(Error::build("the name of a part has a quote, a backslash or a control character"));
        }
        let fits = self.content_type.trim() == self.content_type
            && self.content_type.is_ascii()
            && self.content_type.contains('/')
            && HeaderValue::from_str(&self.content_type).is_ok();
        if fits { Ok(()) } else { Err(Error::build("the content type of a part can't be one")) }
    }
}

impl RawContent for Multipart {
    /// Always `multipart/form-data`, since the boundary belongs to the content.
    #[inline]
    fn to_body(&self, _: &str) -> Result<Body, Error> {
        let (boundary, body) = self.write()?;
        Body::new(&format!("multipart/form-data; boundary={boundary}"), body)
    }
}

impl Octets for Multipart {}

/// How many parts: names and content may be secret.
impl fmt::Debug for Multipart {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Multipart({} parts)", self.parts.len())
    }
}

/// The content type and the length: names and content may be secret.
impl fmt::Debug for Part {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({}, {} bytes)", self.content_type, self.content.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(multipart: &Multipart) -> String {
        String::from_utf8(multipart.write().unwrap().1).unwrap()
    }

    #[test]
    fn the_form_of_the_documentation() {
        let page = Multipart::new().part("Presentation", "text/html", "<p/>").part("a", "image/png", "\0");
        assert_eq!(
            text(&page),
            "--graph-endpoint-part-000000000000\r\nContent-Disposition: form-data; name=\"Presentation\"\r\n\
             Content-Type: text/html\r\n\r\n<p/>\r\n--graph-endpoint-part-000000000000\r\n\
             Content-Disposition: form-data; name=\"a\"\r\nContent-Type: image/png\r\n\r\n\0\r\n\
             --graph-endpoint-part-000000000000--\r\n"
        );
    }

    #[test]
    fn a_boundary_is_one_that_no_part_holds() {
        let first = Multipart::new().part("a", "a/b", "x\r\n--graph-endpoint-part-000000000000--");
        assert_eq!(first.boundary(), "graph-endpoint-part-000000000001");
        let both = first.part("b", "a/b", "graph-endpoint-part-000000000001 graph-endpoint-part-00000000000");
        assert_eq!(both.boundary(), "graph-endpoint-part-000000000002");
    }

    #[test]
    fn nothing_ends_its_header() {
        for (name, content_type) in [
            ("a\"; filename=\"b", "text/html"),
            ("a\r\nX: y", "text/html"),
            ("a\\", "text/html"),
            ("a", "text/html\r\nX: y"),
            ("a", "text/html "),
            ("a", "html"),
            ("a", ""),
        ] {
            let error = Multipart::new().part(name, content_type, "").to_body("").unwrap_err();
            assert!(error.is_build(), "{name:?} {content_type:?}");
        }
    }

    #[test]
    fn debug_shows_no_content() {
        let multipart = Multipart::new().part("secret", "text/plain", "secret");
        assert_eq!(
            format!("{multipart:?} {:?}", multipart.parts()),
            "Multipart(1 parts) [Part(text/plain, 6 bytes)]"
        );
    }
}
