//! A template against the path of a call.

use std::ops::Range;

use super::{PathTemplate, Piece, Spelling};

/// A longer template is nobody's; each piece is a step deeper into the stack.
const MAX_PIECES: usize = 500;

/// Where each piece of the template stands in `path`.
pub(super) fn fit(template: &PathTemplate, path: &str) -> Option<Vec<Range<usize>>> {
    if template.pieces.len() > MAX_PIECES {
        return None;
    }
    let arguments = template.pieces.iter().map(|piece| {
        let before = piece.placeholder().and_then(|p| template.text.get(..p.range.start));
        before.is_some_and(|before| before.ends_with(['=', '(']))
    });
    let mut search = Search {
        pieces: template.pieces.iter().zip(arguments).collect(),
        path,
        dead: vec![false; (template.pieces.len() + 1) * (path.len() + 1)],
        found: Vec::with_capacity(template.pieces.len()),
    };
    search.fits(0, 0).then(|| {
        search.found.reverse();
        search.found
    })
}

struct Search<'t> {
    /// Whether the piece is the bare argument of a function or a bare key.
    pieces: Vec<(&'t Piece, bool)>,
    path: &'t str,
    /// For each piece and each place in the path: whether the rest is known not to fit. It keeps hostile paths quick.
    dead: Vec<bool>,
    /// Ranges of the pieces, the last one first.
    found: Vec<Range<usize>>,
}

impl Search<'_> {
    fn fits(&mut self, index: usize, at: usize) -> bool {
        let Some(&(piece, is_argument)) = self.pieces.get(index) else { return at == self.path.len() };
        let cell = index * (self.path.len() + 1) + at;
        if self.dead.get(cell).copied().unwrap_or(true) {
            return false;
        }
        let rest = self.path.get(at..).unwrap_or_default();
        let end = match piece {
            Piece::Text(text) => rest
                .get(..text.len())
                .filter(|start| start.eq_ignore_ascii_case(text))
                .map(|_| at + text.len())
                .filter(|end| self.fits(index + 1, *end)),
            Piece::Placeholder(placeholder) => rest
                .char_indices()
                .skip(1)
                .map(|(length, _)| length)
                .chain((!rest.is_empty()).then_some(rest.len()))
                .take_while(|length| {
                    may_be(rest.get(..*length).unwrap_or_default(), placeholder.spelling, is_argument)
                })
                .map(|length| at + length)
                .find(|end| self.fits(index + 1, *end)),
        };
        match end {
            Some(end) => self.found.push(at..end),
            None => {
                if let Some(cell) = self.dead.get_mut(cell) {
                    *cell = true;
                }
            }
        }
        end.is_some()
    }
}

fn may_be(value: &str, spelling: Spelling, is_argument: bool) -> bool {
    match spelling {
        Spelling::Value if is_argument => !value.contains(['/', ',', '\'']),
        Spelling::Value => !value.contains('/'),
        // A lone quote ends the literal; two are one in it, and the second may not have been read yet.
        Spelling::Quoted => {
            !value.contains('/') && !value.trim_end_matches('\'').replace("''", "").contains('\'')
        }
        Spelling::Rest => !value.starts_with('/') && !value.contains("//"),
    }
}
