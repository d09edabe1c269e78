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
    /// By that field. Its value is missing where the model refuses it.
    By(Ident, Option<Box<PathValue>>),
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

    /// Fills a placeholder, or says which field does so already.
    pub(super) fn fill(
        &mut self,
        index: usize,
        field: Field,
        problems: &mut Problems,
    ) -> Result<(), Problem> {
        let ident = field.ident.clone();
        if let Some(Filled::By(other, _)) = self.fields.get(index) {
            let message = format!("`{other}` fills this placeholder already; keep one of the two fields");
            return Err(Problem::at(&ident, message));
        }
        let placeholder = self.path.template.placeholders().nth(index);
        if let (Some(placeholder), Some(slot)) = (placeholder, self.fields.get_mut(index)) {
            let value = problems.take(PathValue::new(field, placeholder.spelling));
            *slot = Filled::By(ident, value.map(Box::new));
        }
        Ok(())
    }

    /// A field has no role because of a mistake of its own.
    pub(super) fn refuse(&mut self) {
        self.refused = true;
    }

    /// The path; `others` are the fields that fill no placeholder, of which one may have been meant to.
    pub(super) fn finish(self, others: &[String], problems: &mut Problems) -> Path {
        if !self.refused {
            let open: Vec<bool> = self.fields.iter().map(|field| matches!(field, Filled::Open)).collect();
            unfilled::report(self.path, &open, others, problems);
        }
        let template = &self.path.template;
        let mut fields = self.fields.into_iter();
        let segments = template.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(Segment::Text(text.clone())),
            Piece::Placeholder(_) => match fields.next()? {
                Filled::By(_, value) => value.map(Segment::Value),
                Filled::Open => None,
            },
        });
        let segments = segments.collect();
        Path { written: self.path.clone(), segments }
    }
}
