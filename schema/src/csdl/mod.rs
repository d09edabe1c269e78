//! `$metadata`: CSDL in XML, read into a [`Model`].
//! <https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html>
//!
//! What comes is a stranger's file: truncated, hostile or of another version it is refused, with line and column. What
//! only an annotation gets wrong is a warning, since Graph's own metadata annotates types that don't exist.

mod annotations;
mod build;
mod items;
mod model;
mod named;
mod validate;
mod xml;

pub use self::model::{
    Facts, Model, Operation, Property, PropertyKind, Root, RootKind, Type, TypeKind, Typed,
};

use std::fmt;

/// Larger files are refused; Graph's are under 10 MB.
pub const MAX_BYTES: usize = 64 << 20;

/// More of them help nobody.
const MAX_PROBLEMS: usize = 100;

/// Something wrong at a place of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `lower-case problem; what to do`
    pub message: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// Why a file can't be read: everything that is wrong with it, in order.
#[derive(Debug)]
pub struct CsdlError {
    problems: Vec<Problem>,
}

/// Reads `$metadata`.
///
/// # Errors
/// What isn't well-formed XML, isn't CSDL of version 4, names a type that isn't there, or has no entity container.
///
/// ```
/// let error = graph_endpoint_schema::csdl::parse(b"<edmx:Edmx Version=\"3.0\"></edmx:Edmx>").unwrap_err();
/// assert_eq!(error.problems()[0].line, 1);
/// assert!(error.to_string().starts_with("1:1: this is version 3.0 of CSDL"));
/// ```
pub fn parse(xml: &[u8]) -> Result<Model, CsdlError> {
    let fail = |message: &str| CsdlError {
        problems: vec![Problem { message: message.to_owned(), line: 1, column: 1 }],
    };
    if xml.len() > MAX_BYTES {
        return Err(fail("this file has more than 64 MiB; give the service's `$metadata`"));
    }
    let text = match std::str::from_utf8(crate::media_type::without_bom(xml)) {
        Ok(text) => text,
        Err(error) => {
            let good = xml.get(..error.valid_up_to()).map(String::from_utf8_lossy).unwrap_or_default();
            let (line, column) = position(&good, good.len());
            let message = "this is not UTF-8; give the file as the service sends it".to_owned();
            return Err(CsdlError { problems: vec![Problem { message, line, column }] });
        }
    };
    let place = |(at, message): (usize, String)| {
        let (line, column) = position(text, at);
        Problem { message, line, column }
    };
    let root = xml::read(text).map_err(|problem| CsdlError { problems: vec![place(problem)] })?;
    let (mut model, mut problems, warnings) = build::build(&root);
    drop(root);
    if problems.is_empty() {
        validate::validate(&model, &mut problems);
    }
    if problems.is_empty() {
        model.warnings = warnings.into_iter().take(MAX_PROBLEMS).map(place).collect();
        return Ok(model);
    }
    problems.sort();
    problems.truncate(MAX_PROBLEMS);
    Err(CsdlError { problems: problems.into_iter().map(place).collect() })
}

impl CsdlError {
    /// Everything that is wrong, in the file's order; at least one.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl fmt::Display for CsdlError {
    /// A line a problem, the first ten of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().take(10).enumerate() {
            let break_before = if index > 0 { "\n" } else { "" };
            write!(f, "{break_before}{problem}")?;
        }
        match self.problems.len() {
            0..=10 => Ok(()),
            all => write!(f, "\nand {} more", all - 10),
        }
    }
}

impl std::error::Error for CsdlError {}

/// Line and column of a byte.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (before.matches('\n').count() + 1, column)
}

#[cfg(test)]
mod tests;
