//! What every field has, whichever part of the wire it is.

use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::{Ident, Type, Visibility};

use crate::parse::{self, Presence};

/// A field of a declaration.
#[derive(Clone)]
pub struct Field {
    pub ident: Ident,
    pub ty: Type,
    pub vis: Visibility,
    pub presence: Presence,
    pub unverified: bool,
}

/// A name on the wire, and where it was written: in an attribute, or as the name of the field.
#[derive(Clone)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

impl Field {
    pub fn new(field: &parse::Field<'_>) -> Self {
        Self {
            ident: field.ident.clone(),
            ty: field.ty.clone(),
            vis: field.vis.clone(),
            presence: field.presence.clone(),
            unverified: field.attributes.unverified.is_some(),
        }
    }

    /// The name without `r#`.
    pub fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// The type that a value has where there is one: of an `Option<T>` it is `T`.
    pub fn value_type(&self) -> &Type {
        self.presence.value_type(&self.ty)
    }
}
