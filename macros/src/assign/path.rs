//! Which field fills which placeholder.

use graph_endpoint_schema::path::Piece;
use syn::Ident;

use super::unfilled;
use crate::model::{Field, Path, PathValue, Segment};
use crate::parse::PathLiteral;
use crate::problems::{Problem, Problems};

/// A path whose placeholders are being filled.
pub(super) struct Filling<'a> {
    path: &'a PathLiteral,
    /// Of each placeholder.
    fields: Vec<Filled>,
    /// Whether a field has no role because of a mistake of its own: it may be the one that fills a placeholder.
    refused: bool,
}

/// Whether a placeholder has its field.
enum Filled {
    Open,
    /// By a field that hasn't been looked at further.
    Taken(Ident),
    /// By a value; one that is refused is reported and leaves nothing.
    Value(Option<Box<PathValue>>),
}

impl<'a> Filling<'a> {
    pub(super) fn of(path: &'a PathLiteral) -> Self {
        let fields = path.template.placeholders().map(|_| Filled::Open).collect();
        Self { path, fields, refused: false }
    }

    /// The names of all fields that can fill a placeholder.
    pub(super) fn names(&self) -> Vec<&str> {
        self.path.template.placeholders().flat_map(|p| &p.fields).map(String::as_str).collect()
    }

    /// The placeholder that a field of that name fills: one that has no other name before one that leaves a choice.
    /// In `/{id|name}/charts/{name}` the field `name` fills the second one.
    pub(super) fn placeholder(&self, name: &str) -> Option<usize> {
        let of_name = |alone: bool| {
            self.path.template.placeholders().position(|placeholder| {
                (placeholder.fields.len() == 1) == alone
                    && placeholder.fields.iter().any(|field| field == name)
            })
        };
        of_name(true).or_else(|| of_name(false))
    }

    /// Keeps a placeholder for a field.
    pub(super) fn take(&mut self, index: usize, ident: &Ident) -> Result<(), Problem> {
        match self.fields.get_mut(index) {
            Some(Filled::Taken(other)) => Err(Problem::at(
                ident,
                format!("`{other}` fills this placeholder already; keep one of the two fields"),
            )),
            Some(slot) => {
                *slot = Filled::Taken(ident.clone());
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// A field has no role because of a mistake of its own.
    pub(super) fn refuse(&mut self) {
        self.refused = true;
    }

    /// Fills the placeholder that was kept for the field.
    pub(super) fn fill(&mut self, index: usize, field: Field) -> Result<(), Problem> {
        let Some(spelling) = self.path.template.placeholders().nth(index).map(|p| p.spelling) else {
            return Ok(());
        };
        let value = PathValue::new(field, spelling);
        let (value, problem) = match value {
            Ok(value) => (Some(Box::new(value)), Ok(())),
            Err(problem) => (None, Err(problem)),
        };
        if let Some(slot) = self.fields.get_mut(index) {
            *slot = Filled::Value(value);
        }
        problem
    }

    /// The path; `others` are the fields that fill no placeholder.
    pub(super) fn finish(self, others: &[String], problems: &mut Problems) -> Path {
        if !self.refused {
            let open: Vec<bool> = self.fields.iter().map(|field| matches!(field, Filled::Open)).collect();
            unfilled::report(self.path, &open, others, problems);
        }
        let template = &self.path.template;
        let mut fields = self.fields.into_iter();
        let segments = template.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(Segment::Text(text.clone())),
            Piece::Placeholder(_) => match fields.next() {
                Some(Filled::Value(Some(value))) => Some(Segment::Value(value)),
                _ => None,
            },
        });
        Path { text: template.text.clone(), segments: segments.collect() }
    }
}
