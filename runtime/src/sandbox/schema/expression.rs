//! The properties that `$filter` and `$orderby` name: read from left to right, values and operators passed over.

use graph_endpoint_schema::snapshot::{Type, TypeRef};

use super::properties::{Walk, of, walk};
use super::refusal;
use crate::sandbox::SandboxError;

/// Words that are no properties.
/// <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_SystemQueryOptionfilter>
const WORDS: [&str; 22] = [
    "eq", "ne", "gt", "ge", "lt", "le", "has", "in", "and", "or", "not", "add", "sub", "mul", "div", "divby",
    "mod", "asc", "desc", "true", "false", "null",
];

pub(super) fn check(ty: Type<'_>, text: &str) -> Result<(), SandboxError> {
    whole(text)?;
    Reader { ty, rest: text, variables: Vec::new() }.read()
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
}

impl<'s, 't> Reader<'s, 't> {
    fn read(mut self) -> Result<(), SandboxError> {
        while let Some(c) = self.rest.chars().next() {
            match c {
                '\'' => self.literal(),
                _ if c.is_ascii_digit() => drop(self.take(is_of_number)),
                _ if is_of_word(c) => {
                    let word = self.take(is_of_word);
                    self.word(word)?;
                }
                _ => self.skip(c.len_utf8()),
            }
        }
        Ok(())
    }

    fn word(&mut self, word: &'t str) -> Result<(), SandboxError> {
        // `duration'PT1H'` and GUIDs are values.
        if self.rest.starts_with('\'') || word.contains('-') || WORDS.contains(&word) {
            return Ok(());
        }
        if !self.rest.starts_with('(') {
            return self.path(word).map(drop);
        }
        match word.rsplit_once('/') {
            Some((list, "any" | "all")) => {
                let of = self.path(list)?.map(TypeRef::item);
                self.lambda(of);
                Ok(())
            }
            // A function; what it is of, if anything, is a path.
            Some((of, _)) => self.path(of).map(drop),
            None => Ok(()),
        }
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

    /// `'a''b'`: a doubled quote closes and opens.
    fn literal(&mut self) {
        let inside = self.rest.get(1..).unwrap_or_default();
        self.rest = inside.split_once('\'').map_or("", |(_, after)| after);
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
