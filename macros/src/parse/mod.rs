//! The first stage: syntax only. What was written, where it stands, and nothing about what it means.

mod attributes;
mod endpoint_args;
mod item;
mod type_args;

pub(crate) use self::attributes::{
    FieldAttributes, SerdeDefault, VariantAttributes, has_cfg, is_ours, name_span,
};
pub(crate) use self::endpoint_args::{EndpointArgs, PermissionLists};
pub(crate) use self::item::Declared;
pub(crate) use self::type_args::TypeArgs;

use proc_macro2::{TokenStream, TokenTree};
use syn::Token;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};

use crate::problems::Problems;

/// Parses arguments with a function that reports what is wrong by itself.
pub(crate) fn arguments<T: Default>(
    tokens: TokenStream,
    problems: &mut Problems,
    parse_from: impl FnOnce(&mut T, ParseStream<'_>, &mut Problems),
) -> T {
    let mut args = T::default();
    let parsed = (|input: ParseStream<'_>| {
        parse_from(&mut args, input, problems);
        Ok(())
    })
    .parse2(tokens);
    if let Err(error) = parsed {
        problems.syntax(error);
    }
    args
}

/// Parses `key`, `key = value` and `key(...)` items up to the end; after a mistake it goes on behind the next comma.
pub(crate) fn keyed_list(
    input: ParseStream<'_>,
    problems: &mut Problems,
    mut parse_value: impl FnMut(&syn::Ident, ParseStream<'_>, &mut Problems) -> syn::Result<()>,
) {
    while !input.is_empty() {
        let outcome = match syn::Ident::parse_any(input) {
            Ok(key) => parse_value(&key, input, problems),
            Err(_) => Err(input.error("expected a key here; write `key` or `key = value`")),
        };
        if let Err(error) = outcome {
            problems.syntax(error);
            skip_to_comma(input);
        } else if !input.is_empty() && !input.peek(Token![,]) {
            problems.syntax(input.error("expected a comma between the keys; write `,` before this"));
            skip_to_comma(input);
        }
        if input.peek(Token![,]) {
            let _: syn::Result<Token![,]> = input.parse();
        }
    }
}

/// The value behind `key =`.
pub(crate) fn value_of<T: syn::parse::Parse>(
    key: &syn::Ident,
    input: ParseStream<'_>,
    example: &str,
) -> syn::Result<T> {
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(key.span(), format!("`{key}` needs a value; write `{example}`")));
    }
    let _: Token![=] = input.parse()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(key.span(), format!("`{key}` needs a value; write `{example}`")));
    }
    let place = input.span();
    input
        .parse()
        .map_err(|_| syn::Error::new(place, format!("this is no value for `{key}`; write `{example}`")))
}

/// A key that must stand alone, without a value.
pub(crate) fn flag(key: &syn::Ident, input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    Err(syn::Error::new(key.span(), format!("`{key}` takes no value; write `{key}` alone")))
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _: syn::Result<TokenTree> = input.parse();
    }
}
