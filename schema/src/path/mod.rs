//! Path templates: text and placeholders, in the documentation's spelling or ours.
//!
//! | written | filled by | the value is |
//! | --- | --- | --- |
//! | `<id>` | `id` | one segment or a part of one |
//! | `{id}`, `{docsName}`, `{docs-name}` | `id`, `docs_name` | the same |
//! | `{id \| userPrincipalName}` | `id` or `user_principal_name` | the same |
//! | `'<upn>'` inside quotes | `upn` | an OData string literal: a quote in it is doubled |
//! | `<path..>`, and `{item-path}` behind `:/` | `path`, `item_path` | a run of segments that keeps its slashes |
//!
//! **How a placeholder is named**, everywhere: by its written name in `snake_case`. A name that the path has again gets
//! a number (`/users/{id}/messages/{id}`: `id`, `id2`; `/items/{id}/tables/{id|name}`: `id`, then `id2` or `name`), unless
//! the path has that name as well. Whoever wants another name
//! writes it: `/users/<user_id>/messages/<message_id>`; [`PathTemplate::own_name`] proposes such names.

mod fit;
mod parse;
mod rules;
mod segment;

use std::ops::Range;

pub use self::segment::{Argument, Segment, SegmentKind, Value};

/// A path, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    /// As declared.
    pub text: String,
    /// Text and placeholders in turn. Two of a kind touch only in a path that has a problem.
    pub pieces: Vec<Piece>,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Literal text.
    Text(String),
    /// The place of a value.
    Placeholder(Placeholder),
}

/// The place of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The fields that may fill it; `{id | userPrincipalName}` leaves a choice. The second `{id}` of a path is filled by
    /// `id2`, the third by `id3`; so is `id` of the choice behind `{id}`. Empty if the path has the numbered name, too: such
    /// a path can't be declared as it is.
    pub fields: Vec<String>,
    /// The fields' names as the path has them, without a number.
    pub written: Vec<String>,
    /// How many placeholders before it are written with the same names.
    pub again: usize,
    /// Where it stands in the path, brackets included.
    pub range: Range<usize>,
    /// How its value is written.
    pub spelling: Spelling,
}

/// How the value of a placeholder is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// One segment, or a part of one.
    Value,
    /// Inside an OData string literal.
    Quoted,
    /// A run of segments.
    Rest,
}

/// What is wrong with a path, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `lower-case problem; what to write instead`
    pub message: String,
    /// Bytes of the path's text; empty for an empty path.
    pub range: Range<usize>,
}

impl PathTemplate {
    /// Takes a path apart; reports everything that is wrong with it. One mistake is one problem: what a rule about the
    /// whole path explains isn't reported once more by what the parser stumbled over.
    ///
    /// ```
    /// use graph_endpoint_schema::path::{PathTemplate, Spelling};
    ///
    /// let (path, problems) = PathTemplate::parse("/users/{id | userPrincipalName}/drive/root:/<path..>:/content");
    /// assert_eq!(problems, []);
    /// let [user, rest] = path.placeholders().collect::<Vec<_>>()[..] else { unreachable!() };
    /// assert_eq!(user.fields, ["id", "user_principal_name"]);
    /// assert_eq!(rest.spelling, Spelling::Rest);
    ///
    /// let (_, problems) = PathTemplate::parse("users");
    /// assert_eq!(problems[0].message, "the path must begin with a slash; write `/users`");
    /// ```
    pub fn parse(text: &str) -> (Self, Vec<Problem>) {
        let (template, found) = parse::parse(text);
        let problems = match rules::whole_path(text) {
            Some(problem) => vec![problem],
            None => found,
        };
        (template, problems)
    }

    /// The places of values, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.pieces.iter().filter_map(Piece::placeholder)
    }

    /// The text of a part, for messages.
    pub fn part(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Where each piece stands in `path`, the path of a call as it is sent, if the template fits: text in any letter
    /// case, values as short as they can be, and of the kind that can stand there.
    ///
    /// ```
    /// use graph_endpoint_schema::path::PathTemplate;
    ///
    /// let (template, _) = PathTemplate::parse("/users(userPrincipalName='<upn>')/messages");
    /// let call = "/Users(userPrincipalName='o''neil%40x')/messages";
    /// assert_eq!(&call[template.fit(call).unwrap()[1].clone()], "o''neil%40x");
    /// assert_eq!(template.fit("/users/messages"), None);
    /// ```
    pub fn fit(&self, path: &str) -> Option<Vec<Range<usize>>> {
        fit::fit(self, path)
    }

    /// What stands before the `=` of a placeholder, its quote aside: `userPrincipalName` in
    /// `/users(userPrincipalName='<upn>')`, `roleTemplateId` in `/directoryRoles/roleTemplateId={id}`.
    pub fn parameter_name(&self, placeholder: &Placeholder) -> Option<&str> {
        let before = self.text.get(..placeholder.range.start)?;
        let before = before.strip_suffix('\'').unwrap_or(before);
        let name = before.strip_suffix('=')?.rsplit(['/', ',', '(', '<', '>', '{', '}']).next()?.trim();
        Some(name.trim_start_matches("%20")).filter(|name| !name.is_empty())
    }

    /// A name for the placeholder that no other of this path has: `message_id` for the second one of
    /// `/users/{id}/messages/{id}`, by the collection that it is of; `rows` in `range(rows={n})`, by its parameter.
    /// None if the path has nothing to name it by.
    pub fn own_name(&self, placeholder: &Placeholder) -> Option<String> {
        use crate::naming::{is_identifier, singular, snake_case};

        let name = if let Some(parameter) = self.parameter_name(placeholder) {
            snake_case(parameter)
        } else {
            let before = self.text.get(..placeholder.range.start)?;
            // `/messages/<id>`, or the key in `/messages('<id>')`.
            let of = before.strip_suffix('\'').unwrap_or(before).strip_suffix(['/', '('])?;
            let segment = of.rsplit('/').next()?;
            if !segment.chars().all(|c| c.is_ascii_alphanumeric()) {
                return None;
            }
            let of = singular(&snake_case(segment));
            match placeholder.written.as_slice() {
                [one] if !one.starts_with(&of) => format!("{of}_{one}"),
                _ => of,
            }
        };
        let is_known = |other: &Placeholder| other.fields.contains(&name) || other.written.contains(&name);
        (is_identifier(&name) && !self.placeholders().any(is_known)).then_some(name)
    }
}

impl Piece {
    /// The place of a value, unless it is text.
    pub fn placeholder(&self) -> Option<&Placeholder> {
        match self {
            Self::Placeholder(placeholder) => Some(placeholder),
            Self::Text(_) => None,
        }
    }
}

impl Placeholder {
    /// Whether its value is a run of segments.
    pub fn is_run(&self) -> bool {
        self.spelling == Spelling::Rest
    }
}

impl Problem {
    pub(crate) fn new(message: impl Into<String>, range: Range<usize>) -> Self {
        Self { message: message.into(), range }
    }

    /// The message with the path under it and the part underlined, since a literal is one token to the compiler.
    pub fn underlined(&self, path: &str) -> String {
        underlined(&self.message, path, &self.range)
    }
}

/// A message with the path under it and a part of it underlined.
pub fn underlined(message: &str, path: &str, range: &Range<usize>) -> String {
    if path.is_empty() {
        return message.to_owned();
    }
    let before = path.get(..range.start).unwrap_or_default().chars().count();
    let width = path.get(range.clone()).unwrap_or_default().chars().count().max(1);
    format!("{message}\n\n  {path}\n  {}{}", " ".repeat(before), "^".repeat(width))
}

#[cfg(test)]
mod tests;
