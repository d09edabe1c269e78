//! `permissions(delegated = [..], delegated_personal = [..], application = [..])`.

use graph_endpoint_schema::naming;
use proc_macro2::TokenStream;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{LitStr, Token, bracketed, parenthesized};

use super::keys::{Key, Keyed, Keys, Value, Written};
use crate::problems::Problems;

/// The three lists.
#[derive(Default)]
pub struct Permissions {
    pub delegated: Option<Keyed<Names>>,
    pub delegated_personal: Option<Keyed<Names>>,
    pub application: Option<Keyed<Names>>,
}

/// The names of one list, least privileged first.
pub struct Names(pub Vec<LitStr>);

impl Permissions {
    /// Whether no list names a permission.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.delegated, &self.delegated_personal, &self.application];
        lists.into_iter().flatten().all(|list| list.value.0.is_empty())
    }
}

const KEYS: Keys<Permissions> = Keys {
    keys: &[
        Key { name: "delegated", example: "delegated = [\"User.Read\"]", slot: |to| &mut to.delegated },
        Key {
            name: "delegated_personal",
            example: "delegated_personal = [\"User.Read\"]",
            slot: |to| &mut to.delegated_personal,
        },
        Key { name: "application", example: "application = [\"User.Read\"]", slot: |to| &mut to.application },
    ],
    unknown: |name, known| {
        format!("there is no kind of permission `{name}`; {}", naming::suggestion(name, known))
    },
};

impl Value for Permissions {
    fn parse(key: &Written<'_>, input: ParseStream<'_>, problems: &mut Problems) -> syn::Result<Self> {
        if !input.peek(syn::token::Paren) {
            return Err(key.error(format!(
                "`{}` has its lists in parentheses; write `{}`",
                key.name(),
                key.example()
            )));
        }
        let content;
        parenthesized!(content in input);
        if content.peek(LitStr) {
            skip_all(&content);
            return Err(
                key.error(format!("a permission stands in the list of its kind; write `{}`", key.example()))
            );
        }
        let mut lists = Self::default();
        KEYS.parse(&mut lists, &content, problems);
        Ok(lists)
    }
}

impl Value for Names {
    fn parse(key: &Written<'_>, input: ParseStream<'_>, _: &mut Problems) -> syn::Result<Self> {
        let wrong = |_| key.error(format!("`{}` is a list of names; write `{}`", key.name(), key.example()));
        let list = |input: ParseStream<'_>| {
            let _: Token![=] = input.parse()?;
            let content;
            bracketed!(content in input);
            Ok(Punctuated::<LitStr, Token![,]>::parse_terminated(&content).map_err(|error| {
                skip_all(&content);
                syn::Error::new(
                    error.span(),
                    "a permission is a string; write it in quotes, as in \"User.Read\"",
                )
            }))
        };
        list(input).map_err(wrong)?.map(|names| Self(names.into_iter().collect()))
    }
}

/// What is left is wrong with the rest, and reported: the parser would report it once more.
fn skip_all(input: ParseStream<'_>) {
    let _: syn::Result<TokenStream> = input.parse();
}
