//! Mistakes, each with the place where it stands; all of one declaration are reported together.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

/// One mistake: `lower-case problem; what to write instead`, and what to underline.
pub struct Problem {
    start: Span,
    end: Span,
    message: String,
}

impl Problem {
    /// A mistake in what is written at `place`.
    pub fn at(place: &impl ToTokens, message: impl Into<String>) -> Self {
        let mut tokens = place.to_token_stream().into_iter();
        let start = tokens.next().map_or_else(Span::call_site, |token| token.span());
        let end = tokens.last().map_or(start, |token| token.span());
        Self { start, end, message: message.into() }
    }

    /// A mistake at a span.
    pub fn at_span(span: Span, message: impl Into<String>) -> Self {
        Self { start: span, end: span, message: message.into() }
    }

    /// What is wrong; what to write instead. May have several lines.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where what is wrong begins.
    pub fn span(&self) -> Span {
        self.start
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
    /// What is wrong with it; what to write instead.
    pub fn message(&self) -> &str {
        &self.message
    }

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
pub struct Warning {
    at: Span,
    /// What it is about, in a name.
    name: String,
    message: String,
}

impl<'p> IntoIterator for &'p Problems {
    type Item = &'p Problem;
    type IntoIter = std::slice::Iter<'p, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// All mistakes of a declaration.
#[derive(Default)]
pub struct Problems {
    found: Vec<Problem>,
    warnings: Vec<Warning>,
}

impl Problems {
    /// Notes a mistake.
    pub fn push(&mut self, problem: Problem) {
        self.found.push(problem);
    }

    /// Notes a mistake at `place`.
    pub fn at(&mut self, place: &impl ToTokens, message: impl Into<String>) {
        self.push(Problem::at(place, message));
    }

    /// Notes a mistake at a span.
    pub fn at_span(&mut self, span: Span, message: impl Into<String>) {
        self.push(Problem::at_span(span, message));
    }

    /// Notes what works, and shouldn't be written. `name` is what it is about.
    pub fn warn_at_span(&mut self, at: Span, name: &str, message: String) {
        self.warnings.push(Warning { at, name: name.to_owned(), message });
    }

    /// Notes all of these.
    pub fn append(&mut self, mut others: Self) {
        self.found.append(&mut others.found);
        self.warnings.append(&mut others.warnings);
    }

    /// In the order in which they were found.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// A use of something deprecated for each warning: stable Rust lets a macro say nothing else that isn't an error.
    pub fn take_warnings(&mut self) -> TokenStream {
        std::mem::take(&mut self.warnings).into_iter().map(Warning::into_use).collect()
    }

    /// Notes what syn found.
    pub fn syntax(&mut self, error: syn::Error) {
        for error in error {
            let message = error.to_string();
            self.at_span(error.span(), message);
        }
    }

    /// The value, or `None` and its mistake noted.
    pub fn take<T>(&mut self, made: Result<T, Problem>) -> Option<T> {
        made.map_err(|problem| self.push(problem)).ok()
    }

    pub fn len(&self) -> usize {
        self.found.len()
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// In the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.found.iter()
    }

    /// One `compile_error!` a mistake.
    pub fn into_compile_errors(self) -> TokenStream {
        self.found.into_iter().map(Problem::into_compile_error).collect()
    }
}
