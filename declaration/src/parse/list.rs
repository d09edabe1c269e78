//! Lists in attributes, up to their end: after a mistake they go on behind the next comma.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Ident, Token};

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

/// Parses items that begin with a key, and the commas between them.
pub(crate) fn keyed_list(
    input: ParseStream<'_>,
    problems: &mut Problems,
    mut parse_value: impl FnMut(&Ident, ParseStream<'_>, &mut Problems) -> syn::Result<()>,
) {
    while !input.is_empty() {
        let outcome = match Ident::parse_any(input) {
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
        skip_comma(input);
    }
}

/// Passes over a comma, if one stands here.
pub(crate) fn skip_comma(input: ParseStream<'_>) -> bool {
    input.peek(Token![,]) && input.parse::<Token![,]>().is_ok()
}

/// Passes over what can't be read.
pub(crate) fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _: syn::Result<TokenTree> = input.parse();
    }
}
