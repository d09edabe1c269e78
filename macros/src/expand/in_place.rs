//! Tokens that are written where they stand. A stream of its own for each small part of an expansion, put into another
//! one, goes to the compiler and back several times: 0.6% of an endpoint's `cargo check`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::Token;
use syn::token::Paren;

/// What a function writes.
pub(super) struct InPlace<F>(pub F);

impl<F: Fn(&mut TokenStream)> ToTokens for InPlace<F> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        (self.0)(tokens);
    }
}

/// `__runtime::name`
pub(super) fn runtime(name: &str, at: Span, tokens: &mut TokenStream) {
    Ident::new("__runtime", at).to_tokens(tokens);
    Token![::](at).to_tokens(tokens);
    Ident::new(name, at).to_tokens(tokens);
}

/// `__runtime::name(inside)`
pub(super) fn call(name: &str, at: Span, inside: &impl ToTokens, tokens: &mut TokenStream) {
    runtime(name, at, tokens);
    Paren(at).surround(tokens, |tokens| inside.to_tokens(tokens));
}

/// `__runtime::name::<ty>`
pub(super) fn generic(name: &str, at: Span, ty: &impl ToTokens, tokens: &mut TokenStream) {
    runtime(name, at, tokens);
    Token![::](at).to_tokens(tokens);
    Token![<](at).to_tokens(tokens);
    ty.to_tokens(tokens);
    Token![>](at).to_tokens(tokens);
}
