//! The grammar of paths: text and placeholders, in the docs' spelling or ours.

use std::ops::Range;

use crate::naming::snake_case;

/// A path, taken apart.
pub(crate) struct PathTemplate {
    /// As declared.
    pub(crate) text: String,
    pub(crate) pieces: Vec<Piece>,
}

pub(crate) enum Piece {
    Text(String),
    Placeholder(Placeholder),
}

pub(crate) struct Placeholder {
    /// The fields that may fill it; `{id | userPrincipalName}` leaves a choice. The second `{id}` of a path is filled by
    /// `id2`, the third by `id3`.
    pub(crate) fields: Vec<String>,
    /// The fields' names as the path has them, without a number.
    pub(crate) written: Vec<String>,
    /// How many placeholders before it are written with the same names.
    pub(crate) again: usize,
    /// Where it stands in the path, brackets included.
    pub(crate) range: Range<usize>,
    pub(crate) spelling: Spelling,
}

/// How the value of a placeholder is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// One segment, or a part of one.
    Value,
    /// Inside an OData string literal.
    Quoted,
    /// A run of segments.
    Rest,
}

/// What is wrong with a path, and where in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PathProblem {
    pub(crate) message: String,
    pub(crate) range: Range<usize>,
}

impl PathTemplate {
    /// Takes a path apart; reports everything that is wrong with it.
    pub(crate) fn parse(text: &str) -> (Self, Vec<PathProblem>) {
        let mut problems = Vec::new();
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut quoted = false;
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let close = match rest.as_bytes().first() {
                Some(b'<') => '>',
                Some(b'{') => '}',
                _ => {
                    let c = rest.chars().next().unwrap_or_default();
                    if c == '?' {
                        let path = text.get(..at).unwrap_or_default();
                        problems
                            .push(PathProblem { message: query(path, rest, &pieces), range: at..text.len() });
                        break;
                    }
                    if c == '\'' {
                        quoted = !quoted;
                    }
                    if c == '/' {
                        quoted = false;
                    }
                    if let Some(message) = misplaced(c) {
                        problems.push(PathProblem { message, range: at..at + c.len_utf8() });
                    }
                    plain.push(c);
                    at += c.len_utf8();
                    continue;
                }
            };
            let Some(length) = rest.find(close) else {
                problems.push(PathProblem {
                    message: format!("this placeholder is not closed; write `{close}` where its name ends"),
                    range: at..at + rest.find('/').unwrap_or(rest.len()),
                });
                break;
            };
            let range = at..at + length + 1;
            let inner = rest.get(1..length).unwrap_or_default();
            let in_drive_path = plain.ends_with(":/");
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            match placeholder(inner, close, quoted, in_drive_path, range.clone()) {
                Ok(placeholder) => pieces.push(Piece::Placeholder(placeholder)),
                Err(message) => problems.push(PathProblem { message, range: range.clone() }),
            }
            at = range.end;
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        if problems.is_empty() {
            problems.extend(neighbours(&pieces));
        }
        number(&mut pieces);
        (Self { text: text.to_owned(), pieces }, problems)
    }

    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.pieces.iter().filter_map(Piece::placeholder)
    }

    /// The text of a part, for messages.
    pub(crate) fn part(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

fn placeholder(
    inner: &str,
    close: char,
    quoted: bool,
    in_drive_path: bool,
    range: Range<usize>,
) -> Result<Placeholder, String> {
    let (name, rest) = match inner.strip_suffix("..") {
        Some(name) => (name, true),
        // The docs write `root:/{item-path}` for a path with slashes.
        None => (inner, close == '}' && in_drive_path),
    };
    if name.trim().is_empty() {
        return Err("this placeholder has no name; write the field's, as in `<id>`".to_owned());
    }
    let fields: Vec<String> =
        if close == '>' { vec![name.to_owned()] } else { name.split('|').map(snake_case).collect() };
    if let Some(bad) = fields.iter().find(|field| !is_identifier(field)) {
        let help = snake_case(bad);
        let help = if is_identifier(&help) { help } else { "id".to_owned() };
        return Err(format!("`{name}` is no field name; write `<{help}>` and a field `{help}`"));
    }
    let spelling = match (rest, quoted) {
        (true, true) => {
            return Err(format!("a run of segments can't stand inside quotes; write `<{name}>`"));
        }
        (true, false) => Spelling::Rest,
        (false, true) => Spelling::Quoted,
        (false, false) => Spelling::Value,
    };
    Ok(Placeholder { written: fields.clone(), fields, again: 0, range, spelling })
}

/// Names that stand in the path once more get a number, unless the path has that name as well.
fn number(pieces: &mut [Piece]) {
    let mut earlier: Vec<Vec<String>> = Vec::new();
    let known: Vec<String> =
        pieces.iter().filter_map(Piece::placeholder).flat_map(|p| p.written.clone()).collect();
    for piece in pieces {
        let Piece::Placeholder(placeholder) = piece else { continue };
        placeholder.again = earlier.iter().filter(|names| **names == placeholder.written).count();
        earlier.push(placeholder.written.clone());
        if placeholder.again > 0 {
            let numbered = placeholder.written.iter().map(|name| format!("{name}{}", placeholder.again + 1));
            placeholder.fields = numbered.filter(|name| !known.contains(name)).collect();
        }
    }
}

impl Piece {
    fn placeholder(&self) -> Option<&Placeholder> {
        match self {
            Self::Placeholder(placeholder) => Some(placeholder),
            Self::Text(_) => None,
        }
    }
}

impl Placeholder {
    /// Whether its value is a run of segments.
    pub(crate) fn is_run(&self) -> bool {
        self.spelling == Spelling::Rest
    }
}

/// Two placeholders need text between them, or nobody could tell where one value ends.
fn neighbours(pieces: &[Piece]) -> Vec<PathProblem> {
    pieces
        .windows(2)
        .filter_map(|pair| match pair {
            [Piece::Placeholder(a), Piece::Placeholder(b)] => Some(PathProblem {
                message: "two placeholders touch; write the text that stands between them, a `/` for example"
                    .to_owned(),
                range: a.range.start..b.range.end,
            }),
            _ => None,
        })
        .collect()
}

/// What to write in place of `?$top=5&$skip=5`, with names that the path doesn't have.
fn query(path: &str, query: &str, pieces: &[Piece]) -> String {
    let in_path =
        |name: &String| pieces.iter().filter_map(Piece::placeholder).any(|p| p.written.contains(name));
    let names =
        query.trim_start_matches('?').split('&').map(|option| option.split('=').next().unwrap_or_default());
    let fields = names.map(|name| {
        let field = snake_case(name);
        let field = if in_path(&field) { format!("{field}_option") } else { field };
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || "$._-".contains(c));
        (is_name && is_identifier(&field))
            .then(|| format!("`#[graph(query = \"{name}\")] {field}: Option<String>`"))
    });
    match fields.collect::<Option<Vec<_>>>() {
        Some(fields) => {
            format!("the query is not part of the path; write `{path}`, and a field for each option: {}", fields.join(", "))
        }
        None => {
            "the query is not part of the path; write a field with `#[graph(query = \"$top\")]` for each option".to_owned()
        }
    }
}

fn misplaced(c: char) -> Option<String> {
    match c {
        ' ' => Some("there is a space in the path; remove it, or write `%20`".to_owned()),
        '#' => Some("there is a `#` in the path; write `%23` if it belongs to a name".to_owned()),
        '>' | '}' => {
            Some(format!("there is a `{c}` without its opening bracket; write placeholders as `<name>`"))
        }
        '\\' => Some("there is a backslash in the path; segments are divided by `/`".to_owned()),
        c if c.is_control() => Some("there is a control character in the path; remove it".to_owned()),
        _ => None,
    }
}

pub(crate) fn is_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
        || (syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_ok() && !name.starts_with("r#"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(path: &str) -> Vec<(String, Option<Spelling>)> {
        let (template, problems) = PathTemplate::parse(path);
        assert_eq!(problems, [], "{path}");
        template
            .pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => (text, None),
                Piece::Placeholder(p) => (p.fields.join("|"), Some(p.spelling)),
            })
            .collect()
    }

    #[test]
    fn the_spellings() {
        let text = |s: &str| (s.to_owned(), None);
        let value = |s: &str, spelling| (s.to_owned(), Some(spelling));
        assert_eq!(
            shape("/a/<id>/b/{docsName}/{docs-name}"),
            [
                text("/a/"),
                value("id", Spelling::Value),
                text("/b/"),
                value("docs_name", Spelling::Value),
                text("/"),
                value("docs_name2", Spelling::Value)
            ]
        );
        assert_eq!(
            shape("/me/drive/root:/<path..>:/content"),
            [text("/me/drive/root:/"), value("path", Spelling::Rest), text(":/content")]
        );
        assert_eq!(
            shape("/me/drive/root:/{item-path}:/content"),
            [text("/me/drive/root:/"), value("item_path", Spelling::Rest), text(":/content")]
        );
        assert_eq!(
            shape("/users(userPrincipalName='<upn>')"),
            [text("/users(userPrincipalName='"), value("upn", Spelling::Quoted), text("')")]
        );
        assert_eq!(
            shape("/users/{id | userPrincipalName}"),
            [text("/users/"), value("id|user_principal_name", Spelling::Value)]
        );
    }

    #[test]
    fn a_name_that_stands_again_is_numbered() {
        let names = |path: &str| {
            let (template, _) = PathTemplate::parse(path);
            template.placeholders().map(|p| p.fields.join("|")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names("/a/{id}/b/{id}/c/<id>"), "id id2 id3");
        assert_eq!(names("/a/{application-id}/b/{applicationId}"), "application_id application_id2");
        assert_eq!(names("/a/{id|name}/b/{id|name}"), "id|name id2|name2");
        assert_eq!(names("/a/{id}/b/{id|name}/c/{name}"), "id id|name name");
        assert_eq!(names("/a/{id}/b/{id}/c/{id2}"), "id  id2");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken_apart_or_refused(text in "[/a-z<>{}.|:'()?# =\\-ü$\\\\]{0,40}") {
            let (template, problems) = PathTemplate::parse(&text);
            for problem in &problems {
                proptest::prop_assert!(text.get(problem.range.clone()).is_some(), "{problem:?}");
                proptest::prop_assert!(!problem.message.is_empty());
            }
            let parts = template.pieces.iter().map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Placeholder(placeholder) => template.part(&placeholder.range),
            });
            if problems.is_empty() {
                proptest::prop_assert_eq!(parts.collect::<String>(), text);
                let names = template.placeholders().flat_map(|placeholder| &placeholder.fields);
                proptest::prop_assert!(names.into_iter().all(|name| is_identifier(name)));
            }
        }

        #[test]
        fn a_path_of_the_documentation_is_its_parts(
            segments in proptest::collection::vec("[a-zA-Z]{1,8}|<[a-z][a-z_]{0,5}>|\\{[a-z][a-zA-Z-]{0,5}\\}|[a-z]{1,4}\\(q='\\{x\\}'\\)", 1..8),
        ) {
            let path = segments.iter().map(|segment| format!("/{segment}")).collect::<String>();
            let (template, problems) = PathTemplate::parse(&path);
            // A placeholder can have the name of a keyword that is no identifier in any spelling.
            proptest::prop_assume!(problems.is_empty());
            let expected = segments.iter().filter(|segment| segment.contains(['<', '{'])).count();
            proptest::prop_assert_eq!(template.placeholders().count(), expected);
            let mut names: Vec<&str> = template.placeholders().flat_map(|p| &p.fields).map(String::as_str).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            proptest::prop_assert_eq!(names.len(), all, "each field fills one placeholder");
        }
    }

    #[test]
    fn a_query_becomes_fields() {
        let message = |path: &str| {
            let (template, problems) = PathTemplate::parse(path);
            assert_eq!(template.placeholders().count(), 1, "{path}");
            problems.into_iter().next().map(|problem| problem.message).unwrap_or_default()
        };
        assert_eq!(
            message("/users/{id}/calendarView?startDateTime={start}&$top=5"),
            "the query is not part of the path; write `/users/{id}/calendarView`, and a field for each option: \
             `#[graph(query = \"startDateTime\")] start_date_time: Option<String>`, \
             `#[graph(query = \"$top\")] top: Option<String>`"
        );
        assert!(
            message("/groups/{id}/$ref?$id=https://h").contains("`#[graph(query = \"$id\")] id_option: ")
        );
        for odd in ["?", "?{name}={value}", "?a b", "?$filter=a eq 1&", "?1"] {
            assert!(message(&format!("/<id>{odd}")).ends_with("for each option"), "{odd}");
        }
    }

    #[test]
    fn every_problem_has_its_place() {
        let (_, problems) = PathTemplate::parse("/a/<>/b c/<id");
        let ranges: Vec<_> = problems.iter().map(|problem| problem.range.clone()).collect();
        assert_eq!(ranges, [3..5, 7..8, 10..13]);
    }
}
