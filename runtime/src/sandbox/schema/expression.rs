//! The properties that `$filter` and `$orderby` name, and what they are compared with: read from left to right.

use graph_endpoint_schema::snapshot::{Type, TypeRef};

use super::kind::{self, Kind, Operand};
use super::properties::{Walk, of, walk};
use super::split::split;
use super::{functions, refusal};
use crate::sandbox::SandboxError;

/// Operators between two values, with the names that OData's libraries have for them.
/// <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_SystemQueryOptionfilter>
const COMPARISONS: [(&str, &str); 7] = [
    ("eq", "Equal"),
    ("ne", "NotEqual"),
    ("gt", "GreaterThan"),
    ("ge", "GreaterThanOrEqual"),
    ("lt", "LessThan"),
    ("le", "LessThanOrEqual"),
    // Each value of its list.
    ("in", "Equal"),
];

/// Operators that make a value of their own.
const OPERATORS: [&str; 10] = ["and", "or", "not", "has", "add", "sub", "mul", "div", "divby", "mod"];

/// `$filter`: a condition.
pub(super) fn check_filter(ty: Type<'_>, text: &str) -> Result<(), SandboxError> {
    let mut reader = Reader::new(ty, text)?;
    reader.read()?;
    // One value and nothing else must be a condition.
    match reader.extent {
        Extent::Alone(operand) if !kind::is_condition(ty.snapshot(), operand) => {
            Err(refusal::no_condition("filter", "boolean value"))
        }
        _ => Ok(()),
    }
}

/// `$orderby`: values, each with a direction.
pub(super) fn check_order(ty: Type<'_>, text: &str) -> Result<(), SandboxError> {
    for item in split(text, ',') {
        let item = item.trim();
        let (by, direction) = item.rsplit_once(' ').unwrap_or((item, "asc"));
        let is_direction = ["asc", "desc"].contains(&direction.to_ascii_lowercase().as_str());
        let mut reader = Reader::new(ty, if is_direction { by.trim() } else { item })?;
        reader.read()?;
        match reader.extent {
            Extent::Alone(Operand::Property(by)) if !kind::is_value(ty.snapshot(), by) => {
                return Err(refusal::no_condition("orderby", "value of primitive type"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether what is opened is closed.
fn whole(text: &str) -> Result<(), SandboxError> {
    let (mut depth, mut is_quoted) = (0_usize, false);
    for c in text.chars() {
        match c {
            // A doubled quote closes and opens.
            '\'' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => {
                depth = depth.checked_sub(1).ok_or_else(|| refusal::syntax("a parenthesis too many"))?;
            }
            _ => {}
        }
    }
    match (is_quoted, depth) {
        (true, _) => Err(refusal::syntax("an unterminated string literal")),
        (false, 0) => Ok(()),
        (false, _) => Err(refusal::syntax("a missing closing parenthesis")),
    }
}

struct Reader<'s, 't> {
    ty: Type<'s>,
    rest: &'t str,
    /// Of the lambdas so far, with what each stands for; `None` where the schema says nothing of it.
    variables: Vec<(&'t str, Option<TypeRef<'s>>)>,
    /// The value just read.
    last: Option<Operand<'s>>,
    /// What the next value is compared with, and by which operator.
    compared: Option<(Operand<'s>, &'static str)>,
    /// The function of texts whose first value comes next.
    function: Option<&'t str>,
    extent: Extent<'s>,
}

/// How much has been read.
enum Extent<'s> {
    Nothing,
    /// One value and nothing else.
    Alone(Operand<'s>),
    More,
}

impl<'s, 't> Reader<'s, 't> {
    fn new(ty: Type<'s>, text: &'t str) -> Result<Self, SandboxError> {
        whole(text)?;
        let (last, compared, function) = (None, None, None);
        Ok(Self { ty, rest: text, variables: Vec::new(), last, compared, function, extent: Extent::Nothing })
    }

    fn read(&mut self) -> Result<(), SandboxError> {
        while let Some(c) = self.rest.chars().next() {
            match c {
                '\'' => {
                    self.literal();
                    self.operand(Operand::Literal(Kind::Text))?;
                }
                _ if c.is_ascii_digit() => {
                    let kind = Kind::of_number(self.take(is_of_number));
                    self.operand(Operand::Literal(kind))?;
                }
                _ if is_of_word(c) => {
                    let word = self.take(is_of_word);
                    self.word(word)?;
                }
                _ => self.punctuation(c),
            }
        }
        Ok(())
    }

    fn punctuation(&mut self, c: char) {
        let is_of_list = matches!(self.compared, Some((_, "in")));
        match c {
            ' ' | '\t' => {}
            '(' | ',' if is_of_list => {}
            _ => {
                // What a group or a call makes is not known.
                self.last = (c == ')').then_some(Operand::Unknown);
                (self.compared, self.function, self.extent) = (None, None, Extent::More);
            }
        }
        self.skip(c.len_utf8());
    }

    /// A value: it is compared with what stands before it.
    fn operand(&mut self, operand: Operand<'s>) -> Result<(), SandboxError> {
        self.extent = match self.extent {
            Extent::Nothing => Extent::Alone(operand),
            _ => Extent::More,
        };
        self.last = Some(operand);
        if let Some(function) = self.function.take()
            && !kind::is_text(self.ty.snapshot(), operand)
        {
            return Err(refusal::arguments(function));
        }
        let Some((left, operator)) = self.compared else { return Ok(()) };
        if operator != "in" {
            self.compared = None;
        }
        let name = COMPARISONS.iter().find(|(word, _)| *word == operator).map_or("", |(_, name)| name);
        kind::compare(self.ty.snapshot(), (left, operand), name)
    }

    fn word(&mut self, word: &'t str) -> Result<(), SandboxError> {
        match word {
            "true" | "false" => return self.operand(Operand::Literal(Kind::Boolean)),
            "null" => return self.operand(Operand::Unknown),
            _ if self.operator(word) => return Ok(()),
            _ => {}
        }
        // `duration'PT1H'` and `microsoft.graph.importance'high'` are values; so are GUIDs and what is negative.
        if self.rest.starts_with('\'') {
            self.literal();
            return self.operand(Operand::Unknown);
        }
        if word.contains('-') {
            let has_digits = word.contains(|c: char| c.is_ascii_digit());
            let kind = has_digits.then(|| Kind::of_number(word));
            return self.operand(kind.map_or(Operand::Unknown, Operand::Literal));
        }
        if word.starts_with("Edm.") {
            return self.operand(Operand::Unknown);
        }
        if !self.rest.starts_with('(') {
            let ty = self.path(word)?;
            return self.operand(ty.map_or(Operand::Unknown, Operand::Property));
        }
        match word.rsplit_once('/') {
            Some((list, of)) if ["any", "all"].iter().any(|known| known.eq_ignore_ascii_case(of)) => {
                let of = self.path(list)?.map(TypeRef::item);
                self.lambda(of);
                self.more();
                Ok(())
            }
            // A function; what it is of, if anything, is a path.
            Some((of, _)) => self.path(of).map(drop),
            None if !functions::is_known(word) => Err(refusal::function(word)),
            None => {
                self.skip(1);
                self.more();
                self.function = functions::is_of_text(word).then_some(word);
                Ok(())
            }
        }
    }

    /// Whether a word is an operator, and what it is between.
    fn operator(&mut self, word: &str) -> bool {
        if let Some((operator, _)) = COMPARISONS.iter().find(|(name, _)| *name == word) {
            let left = self.last.take();
            self.more();
            self.compared = left.map(|left| (left, *operator));
            return true;
        }
        let is_one = OPERATORS.contains(&word);
        if is_one {
            self.more();
        }
        is_one
    }

    /// There is more than one value, and nothing is known of what they make.
    fn more(&mut self) {
        (self.last, self.compared, self.function, self.extent) = (None, None, None, Extent::More);
    }

    /// `(x:` behind `any` or `all`.
    fn lambda(&mut self, of: Option<TypeRef<'s>>) {
        self.skip(1);
        let inside = self.rest.trim_start();
        let end = inside.find(|c: char| !is_of_word(c)).unwrap_or(inside.len());
        if let Some((name, after)) = inside.split_at_checked(end)
            && let Some(body) = after.trim_start().strip_prefix(':')
        {
            self.variables.push((name, of));
            self.rest = body;
        }
    }

    /// What a path of properties leads to; `None` for what the schema says nothing of.
    fn path(&self, path: &str) -> Result<Option<TypeRef<'s>>, SandboxError> {
        let path = path.strip_prefix("$it/").unwrap_or(path);
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let variable = self.variables.iter().rev().find(|(name, _)| *name == first);
        let (from, path) = match variable {
            Some((_, None)) => return Ok(None),
            Some((_, Some(ty))) if rest.is_empty() => return Ok(Some(*ty)),
            Some((_, Some(ty))) => (*ty, rest),
            None => (of(self.ty), path),
        };
        match walk(self.ty.snapshot(), from, path) {
            Walk::To(ty) => Ok(Some(ty)),
            Walk::Beyond => Ok(None),
            Walk::Lost(name, on) => Err(refusal::queried(&name, on.name())),
        }
    }

    /// `'a''b'`: a doubled quote is one inside.
    fn literal(&mut self) {
        let mut rest = self.rest.get(1..).unwrap_or_default();
        loop {
            rest = rest.split_once('\'').map_or("", |(_, after)| after);
            match rest.strip_prefix('\'') {
                Some(after) => rest = after,
                None => break,
            }
        }
        self.rest = rest;
    }

    fn take(&mut self, is_of: fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|c| !is_of(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '@' | '$' | '-')
}

/// Dates, times and GUIDs as well.
fn is_of_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '+' | '-')
}
