//! Where the compiler reports what a field's type can't do: at the type.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::Type;

use crate::model::Field;
use crate::parse::ungrouped;

/// `&self.field`, standing where the field's type stands.
pub(super) fn reference(field: &Field) -> TokenStream {
    let at = first_span(&field.ty);
    let mut ident = field.ident.clone();
    ident.set_span(ident.span().located_at(at));
    quote_spanned!(at=> &self.#ident)
}

/// Where a type begins, with the hygiene of what the macro writes.
pub(super) fn first_span(ty: &Type) -> Span {
    let first = ungrouped(ty).to_token_stream().into_iter().next();
    Span::call_site().located_at(first.map_or_else(Span::call_site, |token| token.span()))
}
