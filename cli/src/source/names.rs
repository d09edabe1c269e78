//! What a crate calls our attributes: their own names, and those that `use .. as` gives them.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::UseTree;

/// One of our attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ours {
    Endpoint,
    Type,
}

/// Other names of our attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    others: BTreeMap<String, Ours>,
}

impl Names {
    /// Takes in a `use`.
    pub(super) fn used(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.used(&path.tree),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.used(tree)),
            UseTree::Rename(rename) => {
                if let Some(ours) = self.of(&rename.ident).filter(|_| rename.rename != "_") {
                    self.others.insert(rename.rename.to_string(), ours);
                }
            }
            UseTree::Name(_) | UseTree::Glob(_) => {}
        }
    }

    /// Which of ours a name is.
    pub(super) fn of(&self, name: &Ident) -> Option<Ours> {
        match name.to_string().as_str() {
            "graph_endpoint" => Some(Ours::Endpoint),
            "graph_type" => Some(Ours::Type),
            name => self.others.get(name).copied(),
        }
    }

    /// Whether one of our attributes stands among tokens.
    pub(super) fn are_among(&self, tokens: &TokenStream) -> bool {
        let is_ours = |token: TokenTree| matches!(token, TokenTree::Ident(name) if self.of(&name).is_some());
        tokens.clone().into_iter().any(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                group.stream().into_iter().any(is_ours) || self.are_among(&group.stream())
            }
            TokenTree::Group(group) => self.are_among(&group.stream()),
            _ => false,
        })
    }
}
