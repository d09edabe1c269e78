//! All mistakes of one declaration, reported together.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

/// A list of mistakes, each with the place where it stands.
#[derive(Default)]
pub(crate) struct Problems {
    errors: Vec<(Span, Span, String)>,
}

impl Problems {
    /// Notes a mistake at `place`: `lower-case problem; what to write instead`.
    pub(crate) fn at(&mut self, place: &impl ToTokens, message: impl Into<String>) {
        let mut tokens = place.to_token_stream().into_iter();
        let start = tokens.next().map_or_else(Span::call_site, |token| token.span());
        let end = tokens.last().map_or(start, |token| token.span());
        self.errors.push((start, end, message.into()));
    }

    /// Notes a mistake at a span.
    pub(crate) fn at_span(&mut self, span: Span, message: impl Into<String>) {
        self.errors.push((span, span, message.into()));
    }

    /// Notes what syn found.
    pub(crate) fn syntax(&mut self, error: syn::Error) {
        for error in error {
            let message = error.to_string();
            self.at_span(error.span(), message);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.errors.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// One `compile_error!` a mistake.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.errors
            .into_iter()
            .map(|(start, end, message)| {
                // The first token's span and the last one's: the compiler underlines what is between.
                let name = quote_spanned!(start=> ::core::compile_error!);
                let text = proc_macro2::Literal::string(&message);
                let mut body = proc_macro2::Group::new(proc_macro2::Delimiter::Brace, {
                    let mut text = text;
                    text.set_span(end);
                    text.into_token_stream()
                });
                body.set_span(end);
                quote_spanned!(end=> #name #body)
            })
            .collect()
    }
}
