//! `#[graph_type("microsoft.graph.x", key = value, ...)]`.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{LitStr, Path, Token};

use super::{arguments, flag, keyed_list, value_of};
use crate::naming;
use crate::problems::Problems;

/// The arguments as written.
#[derive(Default)]
pub(crate) struct TypeArgs {
    /// `microsoft.graph.x`
    pub(crate) name: Option<LitStr>,
    /// Write `@odata.type` with every value.
    pub(crate) odata_type: Option<Span>,
    /// A const of each property, for filters.
    pub(crate) properties: bool,
    pub(crate) krate: Option<Path>,
}

const KEYS: &[&str] = &["odata_type", "properties", "unverified", "crate"];

impl TypeArgs {
    pub(crate) fn parse(tokens: TokenStream, problems: &mut Problems) -> Self {
        arguments(tokens, problems, Self::parse_from)
    }

    fn parse_from(&mut self, input: ParseStream<'_>, problems: &mut Problems) {
        if input.peek(LitStr) {
            self.name = input.parse().ok();
            if input.peek(Token![,]) {
                let _: syn::Result<Token![,]> = input.parse();
            } else if !input.is_empty() {
                problems.syntax(input.error("expected a comma after the type's name; write `,` before this"));
            }
        }
        let mut seen: Vec<String> = Vec::new();
        keyed_list(input, problems, |key, input, _| {
            let name = key.unraw().to_string();
            if seen.contains(&name) {
                return Err(syn::Error::new(
                    key.span(),
                    format!("`{name}` stands here twice; keep one of them"),
                ));
            }
            match name.as_str() {
                "odata_type" => {
                    flag(key, input)?;
                    self.odata_type = Some(key.span());
                }
                "properties" => {
                    flag(key, input)?;
                    self.properties = true;
                }
                "unverified" => flag(key, input)?,
                "crate" => self.krate = Some(value_of(key, input, "crate = path::to::graph_endpoint")?),
                // `#[graph_type(microsoft.graph.user)]`
                "microsoft" => {
                    let message =
                        "the type's name is a string; write it in quotes, as in \"microsoft.graph.user\"";
                    return Err(syn::Error::new(key.span(), message));
                }
                _ => {
                    let message = format!("there is no key `{name}`; {}", naming::suggestion(&name, KEYS));
                    return Err(syn::Error::new(key.span(), message));
                }
            }
            seen.push(name);
            Ok(())
        });
    }
}
