//! The path of an endpoint as data, for writing and for matching.

/// The parts of a path: text as it goes over the wire, `<name>` for a value, `'<name>'` for one in the quotes of an OData
/// string literal, `<name..>` for a run of segments. Text alone is the least to compile; no text of a path has a `<`.
#[doc(hidden)]
pub type PathParts = &'static [&'static str];

/// A part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// Text as it goes over the wire.
    Text(&'static str),
    /// A value that stays inside its segment.
    Value(&'static str),
    /// A value inside the quotes of an OData string literal, which are among the text around it: its own are doubled.
    Quoted(&'static str),
    /// A run of segments that keeps its slashes.
    Rest(&'static str),
}

impl Segment {
    /// The part that is written so in a [`PathParts`].
    pub(crate) fn of(part: &'static str) -> Self {
        if let Some(name) = part.strip_prefix('<') {
            let name = name.strip_suffix('>').unwrap_or(name);
            return name.strip_suffix("..").map_or(Self::Value(name), Self::Rest);
        }
        match part.strip_prefix("'<") {
            Some(name) => Self::Quoted(name.strip_suffix(">'").unwrap_or(name)),
            None => Self::Text(part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart_by_how_they_begin_and_end() {
        for (part, segment) in [
            ("/users/", Segment::Text("/users/")),
            ("')", Segment::Text("')")),
            ("<id>", Segment::Value("id")),
            ("'<upn>'", Segment::Quoted("upn")),
            ("<path..>", Segment::Rest("path")),
        ] {
            assert_eq!(Segment::of(part), segment, "{part}");
        }
    }
}
