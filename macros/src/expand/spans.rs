//! Where the compiler reports what a field's type can't do: at the type.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Token, Type};

use super::in_place::InPlace;
use crate::model::Field;
use crate::parse::ungrouped;

/// `&self.field`, standing where the field's type stands.
pub(super) fn reference(field: &Field) -> impl ToTokens + use<> {
    let at = first_span(&field.ty);
    let mut ident = field.ident.clone();
    ident.set_span(ident.span().located_at(at));
    InPlace(move |tokens: &mut TokenStream| {
        Token![&](at).to_tokens(tokens);
        Token![self](at).to_tokens(tokens);
        Token![.](at).to_tokens(tokens);
        ident.to_tokens(tokens);
    })
}

/// Where a type begins, with the hygiene of what the macro writes.
pub(super) fn first_span(ty: &Type) -> Span {
    let ty = ungrouped(ty);
    // Nearly all types begin with a name, and it is asked of each field several times.
    let name = match ty {
        Type::Path(path) if path.qself.is_none() && path.path.leading_colon.is_none() => {
            path.path.segments.first().map(|first| first.ident.span())
        }
        _ => None,
    };
    let first = || ty.to_token_stream().into_iter().next().map(|token| token.span());
    Span::call_site().located_at(name.or_else(first).unwrap_or_else(Span::call_site))
}
