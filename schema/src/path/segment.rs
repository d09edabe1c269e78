//! What stands between the slashes of a template: names, keys, functions with their arguments, colon paths.

use std::ops::Range;

use super::{PathTemplate, Placeholder};

/// A part of a path between two slashes, or between two colons.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment<'t> {
    /// Where it stands in the path.
    pub range: Range<usize>,
    /// What it is.
    pub kind: SegmentKind<'t>,
}

/// What a segment is, as far as the text alone says it.
#[derive(Clone, Debug, PartialEq)]
pub enum SegmentKind<'t> {
    /// `users`, `microsoft.graph.user`, `$ref`; `delta()` and `users('<id>')` with what stands in the parentheses.
    Name {
        /// Without what stands in parentheses.
        name: &'t str,
        /// Of the parentheses, if there are any.
        arguments: Option<Vec<Argument<'t>>>,
    },
    /// `<id>`, or text around placeholders.
    Value(Value<'t>),
    /// `roleTemplateId=<id>`: an alternate key without parentheses.
    KeyValue {
        /// Before the `=`.
        name: &'t str,
        /// Behind it.
        value: Value<'t>,
    },
    /// `root:/<path..>:`: what stands between the colons, whether or not a second one closes it.
    ColonPath,
}

/// `period='<period>'`
#[derive(Clone, Debug, PartialEq)]
pub struct Argument<'t> {
    /// Before the `=`; None for a bare key.
    pub name: Option<&'t str>,
    /// Behind it.
    pub value: Value<'t>,
    /// Where it stands in the path.
    pub range: Range<usize>,
}

/// A value in a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'t> {
    /// Filled by a field, in quotes or not.
    Placeholder(&'t Placeholder),
    /// Written out.
    Literal(&'t str),
    /// Text around placeholders.
    Mixed,
}

impl PathTemplate {
    /// The segments of a path without problems, in order.
    ///
    /// ```
    /// use graph_endpoint_schema::path::{PathTemplate, SegmentKind};
    ///
    /// let (path, _) = PathTemplate::parse("/drives/<id>/root:/<path..>:/createLink");
    /// let kinds: Vec<_> = path.segments().into_iter().map(|segment| segment.kind).collect();
    /// assert!(matches!(kinds[..], [
    ///     SegmentKind::Name { name: "drives", .. }, SegmentKind::Value(_), SegmentKind::Name { name: "root", .. },
    ///     SegmentKind::ColonPath, SegmentKind::Name { name: "createLink", .. },
    /// ]));
    /// ```
    pub fn segments(&self) -> Vec<Segment<'_>> {
        let mut segments = Vec::new();
        // Where a colon path began, while it is open.
        let mut colon: Option<usize> = None;
        for range in self.split(0..self.text.len(), '/') {
            let text = self.part(&range);
            let closes = text.ends_with(':');
            let range = if closes { range.start..range.end - 1 } else { range };
            if let Some(start) = colon.take() {
                if closes || range.end == self.text.len() {
                    segments.push(Segment { range: start..range.end, kind: SegmentKind::ColonPath });
                } else {
                    colon = Some(start);
                }
                continue;
            }
            if range.is_empty() {
                continue;
            }
            segments.push(Segment { kind: self.kind(&range), range: range.clone() });
            colon = closes.then_some(range.end + 2).filter(|start| *start < self.text.len());
        }
        segments
    }

    fn kind(&self, range: &Range<usize>) -> SegmentKind<'_> {
        let text = self.part(range);
        if let (true, Some(open)) = (text.ends_with(')'), self.find(range, '(')) {
            let inner = open + 1..range.end - 1;
            let arguments = if inner.is_empty() { Vec::new() } else { self.arguments(inner) };
            return SegmentKind::Name { name: self.part(&(range.start..open)), arguments: Some(arguments) };
        }
        match self.find(range, '=').filter(|at| *at > range.start) {
            Some(at) if is_word(self.part(&(range.start..at))) => SegmentKind::KeyValue {
                name: self.part(&(range.start..at)),
                value: self.value(&(at + 1..range.end)),
            },
            _ => match self.value(range) {
                Value::Literal(name) => SegmentKind::Name { name, arguments: None },
                value => SegmentKind::Value(value),
            },
        }
    }

    fn arguments(&self, range: Range<usize>) -> Vec<Argument<'_>> {
        let parts = self.split(range, ',');
        parts
            .into_iter()
            .map(|range| {
                let text = self.part(&range);
                let spaces = text.len() - text.trim_start().trim_start_matches("%20").len();
                let range = range.start + spaces..range.end;
                let name = self.find(&range, '=').filter(|at| is_word(self.part(&(range.start..*at))));
                Argument {
                    name: name.map(|at| self.part(&(range.start..at))),
                    value: self.value(&(name.map_or(range.start, |at| at + 1)..range.end)),
                    range,
                }
            })
            .collect()
    }

    fn value(&self, range: &Range<usize>) -> Value<'_> {
        let mut inside =
            self.placeholders().filter(|p| range.start <= p.range.start && p.range.end <= range.end);
        let (first, second) = (inside.next(), inside.next());
        let is_quote = |range: Range<usize>| matches!(self.part(&range), "" | "'");
        match (first, second) {
            (None, _) => Value::Literal(self.part(range)),
            (Some(placeholder), None)
                if is_quote(range.start..placeholder.range.start)
                    && is_quote(placeholder.range.end..range.end) =>
            {
                Value::Placeholder(placeholder)
            }
            _ => Value::Mixed,
        }
    }

    /// Ranges between the separators that stand neither in a placeholder nor, but for slashes, in quotes.
    fn split(&self, range: Range<usize>, separator: char) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let text = self.part(&range);
        let is_quoted = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\'').count() % 2 == 1;
        let mut start = range.start;
        for (offset, _) in text.match_indices(separator) {
            let at = range.start + offset;
            if (separator == '/' || !is_quoted(offset)) && !self.in_placeholder(at) {
                parts.push(start..at);
                start = at + 1;
            }
        }
        parts.push(start..range.end);
        parts
    }

    fn find(&self, range: &Range<usize>, wanted: char) -> Option<usize> {
        let places = self.part(range).match_indices(wanted).map(|(at, _)| range.start + at);
        places.into_iter().find(|at| !self.in_placeholder(*at))
    }

    fn in_placeholder(&self, at: usize) -> bool {
        self.placeholders().any(|placeholder| placeholder.range.contains(&at))
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(path: &str) -> String {
        let (template, problems) = PathTemplate::parse(path);
        assert_eq!(problems, [], "{path}");
        let value = |value: Value<'_>| match value {
            Value::Placeholder(p) => format!("<{}>", p.fields.join("|")),
            Value::Literal(text) => text.to_owned(),
            Value::Mixed => "mixed".to_owned(),
        };
        let kinds = template.segments().into_iter().map(|segment| match segment.kind {
            SegmentKind::Name { name, arguments: None } => name.to_owned(),
            SegmentKind::Name { name, arguments: Some(arguments) } => {
                let all = arguments.iter().map(|a| format!("{}={}", a.name.unwrap_or("-"), value(a.value)));
                format!("{name}({})", all.collect::<Vec<_>>().join("; "))
            }
            SegmentKind::Value(v) => value(v),
            SegmentKind::KeyValue { name, value: v } => format!("{name}:={}", value(v)),
            SegmentKind::ColonPath => format!("colon {}", template.part(&segment.range)),
        });
        kinds.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn segments() {
        for (path, expected) in [
            (
                "/users/{id | userPrincipalName}/microsoft.graph.x/$ref",
                "users <id|user_principal_name> microsoft.graph.x $ref",
            ),
            ("/users(userPrincipalName='<upn>')", "users(userPrincipalName=<upn>)"),
            ("/users('<id>')/a(<b>)/c()", "users(-=<id>) a(-=<b>) c()"),
            ("/x(rows={n}, columns={m})", "x(rows=<n>; columns=<m>)"),
            ("/x(a='1,2',b=3)", "x(a='1,2'; b=3)"),
            ("/directoryRoles/roleTemplateId={id}", "directoryRoles roleTemplateId:=<id>"),
            ("/me/drive/root:/<path..>:/content", "me drive root colon <path..> content"),
            ("/me/drive/root:/a/b c.txt:/content", "me drive root colon a/b c.txt content"),
            ("/me/drive/root:/{item-path}", "me drive root colon {item-path}"),
            ("/sites/{host}:/{path}:/lists", "sites <host> colon {path} lists"),
            ("/a/x-<b>", "a mixed"),
            ("/a/<b>-<c>", "a mixed"),
            ("/me/mailFolders/inbox", "me mailFolders inbox"),
        ] {
            let path = path.replace(", ", ",%20").replace("b c", "b%20c");
            assert_eq!(shape(&path), expected.replace("b c", "b%20c"), "{path}");
        }
    }

    proptest::proptest! {
        #[test]
        fn ranges_lie_in_the_text(text in "[/a-z<>{}.:'()=,ü$]{0,40}") {
            let (template, _) = PathTemplate::parse(&text);
            for segment in template.segments() {
                proptest::prop_assert!(text.get(segment.range.clone()).is_some(), "{segment:?}");
            }
        }
    }
}
