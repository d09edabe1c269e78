//! XML into elements, with the place of each.

use quick_xml::errors::{Error, SyntaxError};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// CSDL nests about ten deep.
const MAX_DEPTH: usize = 64;

/// Elements of CSDL have six. To see that none comes twice takes the square of their number.
const MAX_ATTRIBUTES: usize = 64;

/// Elements and attributes: Graph's v1.0 has 120,000 of them. Each takes a hundred bytes and more.
const MAX_ITEMS: usize = 1_000_000;

/// An element: names without their prefixes.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
    /// Where it begins, in bytes.
    pub(super) at: usize,
}

/// A problem and where it is, in bytes.
pub(super) type Found = (usize, String);

/// The root element of a document.
pub(super) fn read(text: &str) -> Result<Element, Found> {
    read_up_to(text, MAX_ITEMS)
}

/// The root element of a document that has no more than so many elements and attributes.
pub(super) fn read_up_to(text: &str, max_items: usize) -> Result<Element, Found> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut items = 0;
    loop {
        let at = offset(reader.buffer_position());
        if items > max_items {
            return Err((
                at,
                format!("there are more than {max_items} elements and attributes; this is not Graph's"),
            ));
        }
        let event = reader.read_event().map_err(|error| {
            let at = offset(reader.error_position());
            match (open.last(), &error) {
                (_, Error::Syntax(SyntaxError::InvalidBangMarkup)) | (None, _) => (at, not_xml(&error)),
                // All others of these are about an end that is missing.
                (Some(element), Error::Syntax(_)) => truncated(element, text.len()),
                _ => (at, not_xml(&error)),
            }
        })?;
        if root.is_some() && matches!(event, Event::Start(_) | Event::Empty(_)) {
            return Err((at, "there is a second root element; remove what follows the first".to_owned()));
        }
        match event {
            Event::Start(start) => {
                if open.len() >= MAX_DEPTH {
                    return Err((at, format!("elements nest deeper than {MAX_DEPTH}; this is no CSDL")));
                }
                open.push(element(&start, at, &mut items)?);
            }
            Event::Empty(start) => {
                let element = element(&start, at, &mut items)?;
                close(element, &mut open, &mut root);
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(element, &mut open, &mut root);
                }
            }
            Event::Text(text) => push_text(&text, &mut open),
            Event::CData(text) => push_text(&text, &mut open),
            Event::GeneralRef(reference) => {
                let known = match reference.resolve_char_ref() {
                    Ok(Some(c)) => Some(c.to_string()),
                    _ => quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_owned),
                };
                let known = known
                    .ok_or_else(|| (at, "this entity isn't one of XML's own; write the text".to_owned()))?;
                push_text(&known, &mut open);
            }
            Event::DocType(_) => {
                return Err((at, "a document type can define entities without end; remove it".to_owned()));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    match (open.last(), root) {
        (Some(element), _) => Err(truncated(element, text.len())),
        (None, Some(root)) => Ok(root),
        (None, None) => Err((0, "there is no XML in this file; give the service's `$metadata`".to_owned())),
    }
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether an attribute says `true`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.attribute(name) == Some("true")
    }

    pub(super) fn children<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

fn element(start: &BytesStart<'_>, at: usize, items: &mut usize) -> Result<Element, Found> {
    let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        if attributes.len() == MAX_ATTRIBUTES {
            return Err((at, format!("this tag has more than {MAX_ATTRIBUTES} attributes; this is no CSDL")));
        }
        let attribute =
            attribute.map_err(|error| (at, format!("this tag is not well-formed ({error}); mend it")))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| {
            (at, format!("this tag has a value that can't be read ({error}); write the text"))
        })?;
        attributes.push((local(attribute.key.as_ref()), value.into_owned()));
    }
    *items += 1 + attributes.len();
    Ok(Element { name: local(start.name().as_ref()), attributes, at, ..Element::default() })
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = Some(element),
    }
}

fn push_text(text: &str, open: &mut [Element]) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text.trim());
    }
}

fn truncated(element: &Element, end: usize) -> Found {
    (end, format!("the file ends inside `{}`; get it again, whole", element.name))
}

fn not_xml(error: &Error) -> String {
    format!("this is not well-formed XML ({error}); give the file as the service sends it")
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
