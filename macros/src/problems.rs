//! Mistakes, each with the place where it stands; all of one declaration are reported together.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

/// One mistake: `lower-case problem; what to write instead`, and what to underline.
pub(crate) struct Problem {
    start: Span,
    end: Span,
    message: String,
}

impl Problem {
    /// A mistake in what is written at `place`.
    pub(crate) fn at(place: &impl ToTokens, message: impl Into<String>) -> Self {
        let mut tokens = place.to_token_stream().into_iter();
        let start = tokens.next().map_or_else(Span::call_site, |token| token.span());
        let end = tokens.last().map_or(start, |token| token.span());
        Self { start, end, message: message.into() }
    }

    /// A mistake at a span.
    pub(crate) fn at_span(span: Span, message: impl Into<String>) -> Self {
        Self { start: span, end: span, message: message.into() }
    }

    fn into_compile_error(self) -> TokenStream {
        let Self { start, end, message } = self;
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
    }
}

impl Warning {
    fn into_use(self) -> TokenStream {
        let Self { at, name, message } = self;
        // With something behind it, a name is no keyword.
        let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        let name = format_ident!("_{}", name, span = Span::call_site().located_at(at));
        quote! {
            #[allow(non_upper_case_globals)]
            const _: () = {
                #[deprecated = #message]
                const #name: () = ();
                #name
            };
        }
    }
}

/// What works, and shouldn't be written.
struct Warning {
    at: Span,
    /// What it is about, in a name.
    name: String,
    message: String,
}

/// All mistakes of a declaration.
#[derive(Default)]
pub(crate) struct Problems {
    found: Vec<Problem>,
    warnings: Vec<Warning>,
}

impl Problems {
    /// Notes a mistake.
    pub(crate) fn push(&mut self, problem: Problem) {
        self.found.push(problem);
    }

    /// Notes a mistake at `place`.
    pub(crate) fn at(&mut self, place: &impl ToTokens, message: impl Into<String>) {
        self.push(Problem::at(place, message));
    }

    /// Notes a mistake at a span.
    pub(crate) fn at_span(&mut self, span: Span, message: impl Into<String>) {
        self.push(Problem::at_span(span, message));
    }

    /// Notes what works, and shouldn't be written. `name` is what it is about.
    pub(crate) fn warn_at_span(&mut self, at: Span, name: &str, message: String) {
        self.warnings.push(Warning { at, name: name.to_owned(), message });
    }

    /// Notes all of these.
    pub(crate) fn append(&mut self, mut others: Self) {
        self.found.append(&mut others.found);
        self.warnings.append(&mut others.warnings);
    }

    /// A use of something deprecated for each warning: stable Rust lets a macro say nothing else that isn't an error.
    pub(crate) fn take_warnings(&mut self) -> TokenStream {
        std::mem::take(&mut self.warnings).into_iter().map(Warning::into_use).collect()
    }

    /// Notes what syn found.
    pub(crate) fn syntax(&mut self, error: syn::Error) {
        for error in error {
            let message = error.to_string();
            self.at_span(error.span(), message);
        }
    }

    /// The value, or `None` and its mistake noted.
    pub(crate) fn take<T>(&mut self, made: Result<T, Problem>) -> Option<T> {
        made.map_err(|problem| self.push(problem)).ok()
    }

    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// One `compile_error!` a mistake.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.found.into_iter().map(Problem::into_compile_error).collect()
    }
}
