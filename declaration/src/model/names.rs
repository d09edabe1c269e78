//! Names that have a grammar of their own.

use graph_endpoint_schema::{media_type, naming};
use proc_macro2::Span;
use syn::LitStr;

use super::field::Name;
use crate::problems::Problem;

/// The name of a type: `microsoft.graph.x`.
#[derive(Clone)]
pub struct TypeName {
    /// Without `#`.
    pub text: String,
    pub span: Span,
}

/// The name of a query option.
#[derive(Clone)]
pub struct OptionName(Name);

/// The name of a header.
#[derive(Clone)]
pub struct HeaderName(Name);

/// `type/subtype`, with parameters or without.
pub struct ContentType(LitStr);

impl TypeName {
    /// As written, with or without `#`.
    pub fn new(literal: &LitStr) -> Result<Self, Problem> {
        let value = literal.value();
        let bare = value.strip_prefix('#').unwrap_or(&value);
        let word = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_alphanumeric() || c == '_')
                && !part.starts_with(|c: char| c.is_numeric())
        };
        if !bare.contains('.') && word(bare) {
            let message = format!("a type's name has its namespace; write \"microsoft.graph.{bare}\"");
            return Err(Problem::at(literal, message));
        }
        if !bare.split('.').all(word) {
            let message = format!("`{value}` is no type name; write one as in \"microsoft.graph.user\"");
            return Err(Problem::at(literal, message));
        }
        Ok(Self { text: bare.to_owned(), span: literal.span() })
    }

    /// With `#`, as the wire has it.
    pub fn annotation(&self) -> String {
        format!("#{}", self.text)
    }
}

impl OptionName {
    pub fn new(name: Name) -> Result<Self, Problem> {
        let Name { text, span } = &name;
        if text.is_empty() {
            return Err(Problem::at_span(*span, "a query option has a name; write one as in \"$top\""));
        }
        if !naming::is_query_name(text) {
            let message = format!("`{text}` is no query option; write one as in \"$top\"");
            return Err(Problem::at_span(*span, message));
        }
        Ok(Self(name))
    }

    pub fn text(&self) -> &str {
        &self.0.text
    }
}

impl HeaderName {
    pub fn new(name: Name) -> Result<Self, Problem> {
        let Name { text, span } = &name;
        if text.is_empty() {
            return Err(Problem::at_span(*span, "a header has a name; write one as in \"If-Match\""));
        }
        if !naming::is_header_name(text) {
            let message = format!("`{text}` is no header name; write one as in \"If-Match\"");
            return Err(Problem::at_span(*span, message));
        }
        if text.eq_ignore_ascii_case("authorization") {
            return Err(Problem::at_span(
                *span,
                "the token is the client's business; give it a credential, and remove this header",
            ));
        }
        if ["content-length", "transfer-encoding"].iter().any(|framing| text.eq_ignore_ascii_case(framing)) {
            let message = format!("`{text}` is written by what sends the request; remove this header");
            return Err(Problem::at_span(*span, message));
        }
        Ok(Self(name))
    }

    pub fn text(&self) -> &str {
        &self.0.text
    }
}

impl ContentType {
    pub fn new(literal: &LitStr) -> Result<Self, Problem> {
        let value = literal.value();
        if !media_type::is_media_type(&value) {
            let message = format!("`{value}` is no content type; write one as in \"image/jpeg\"");
            return Err(Problem::at(literal, message));
        }
        Ok(Self(literal.clone()))
    }

    pub fn literal(&self) -> &LitStr {
        &self.0
    }

    pub fn is_json(&self) -> bool {
        media_type::is_json(self.0.value())
    }
}
