//! The path literal. The compiler can't point inside it on stable Rust, so the message does.

use std::ops::Range;

use graph_endpoint_schema::path::{PathTemplate, underlined};
use proc_macro2::Span;
use syn::LitStr;

use crate::problems::{Problem, Problems};

/// A path as it was written, taken apart.
#[derive(Clone)]
pub struct PathLiteral {
    literal: LitStr,
    pub template: PathTemplate,
}

impl PathLiteral {
    /// Takes a path apart; reports what the grammar says.
    pub fn parse(literal: LitStr, problems: &mut Problems) -> Self {
        let (template, found) = PathTemplate::parse(&literal.value());
        let path = Self { literal, template };
        for found in found {
            problems.push(path.problem(&found.range, &found.message));
        }
        path
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.literal.span()
    }

    /// A mistake in a part of the path: the message with the path under it and the part underlined.
    pub fn problem(&self, range: &Range<usize>, message: &str) -> Problem {
        Problem::at(&self.literal, underlined(message, &self.template.text, range))
    }
}
