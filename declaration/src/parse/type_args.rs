//! `#[graph_type("microsoft.graph.x", key = value, ...)]`.

use proc_macro2::TokenStream;
use syn::parse::ParseStream;
use syn::{LitStr, Path};

use super::keys::{Key, Keyed, Keys, no_such_key, runtime};
use super::list::{arguments, skip_comma};
use crate::problems::Problems;

/// The arguments as written.
#[derive(Default)]
pub struct TypeArgs {
    /// `microsoft.graph.x`
    pub name: Option<LitStr>,
    /// Write `@odata.type` with every value.
    pub odata_type: Option<Keyed>,
    /// A const of each property, for filters.
    pub properties: Option<Keyed>,
    /// What it doesn't declare may be lost.
    pub lossy: Option<Keyed>,
    pub unverified: Option<Keyed>,
    pub krate: Option<Keyed<Path>>,
}

const KEYS: Keys<TypeArgs> = Keys {
    keys: &[
        Key { name: "odata_type", example: "odata_type", slot: |to| &mut to.odata_type },
        Key { name: "properties", example: "properties", slot: |to| &mut to.properties },
        Key { name: "lossy", example: "lossy", slot: |to| &mut to.lossy },
        Key { name: "unverified", example: "unverified", slot: |to| &mut to.unverified },
        Key { name: "crate", example: "crate = path::to::graph_endpoint", slot: |to| &mut to.krate },
    ],
    unknown: |name, known| {
        match name {
        // `#[graph_type(microsoft.graph.user)]`
        "microsoft" => {
            "the type's name is a string; write it in quotes, as in \"microsoft.graph.user\"".to_owned()
        }
        "name" | "type" => {
            "the type's name stands first, without a key; write it as in `#[graph_type(\"microsoft.graph.user\")]`".to_owned()
        }
        _ => no_such_key(name, known),
    }
    },
};

impl TypeArgs {
    pub fn parse(tokens: TokenStream, problems: &mut Problems) -> Self {
        arguments(tokens, problems, Self::parse_from)
    }

    /// Where the runtime is.
    pub fn krate(&self) -> Path {
        runtime(self.krate.as_ref())
    }

    fn parse_from(&mut self, input: ParseStream<'_>, problems: &mut Problems) {
        if input.peek(LitStr) {
            self.name = input.parse().ok();
            if !skip_comma(input) && !input.is_empty() {
                problems.syntax(input.error("expected a comma after the type's name; write `,` before this"));
            }
        }
        KEYS.parse(self, input, problems);
    }
}
