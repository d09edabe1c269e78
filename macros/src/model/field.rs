//! A field of a declaration: what it is called, whether it may be missing, and which part of the wire it is.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::{GenericArgument, Ident, Path, PathArguments, Type};

use crate::naming::camel_case;
use crate::parse::{FieldAttributes, SerdeDefault};

/// A field with exactly one role.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
    pub(crate) role: Role,
    /// Where its name on the wire was written, or the field's own name.
    pub(crate) name_span: Span,
    pub(crate) docs: Vec<syn::Attribute>,
}

/// Whether a value must be there, read off the type's spelling as serde does it.
#[derive(Clone)]
pub(crate) enum Presence {
    Required,
    /// `Option<T>`: left out when `None`.
    Optional(Box<Type>),
    /// `Nullable<T>`, left out when `Absent`, and the additional properties: there is a value that says nothing.
    Nullable,
}

/// Which part of the request the field is.
pub(crate) enum Role {
    /// It fills the placeholder with this index.
    Path(usize),
    Query(String),
    Header(String),
    Property(Box<Json>),
    /// The whole body, with a content type if it isn't JSON.
    Body(Option<syn::LitStr>),
}

/// How a field becomes a property of an object, and comes from one.
pub(crate) struct Json {
    /// The name on the wire.
    pub(crate) name: String,
    pub(crate) serialize_with: Option<Path>,
    pub(crate) deserialize_with: Option<Path>,
    pub(crate) skip_serializing_if: Option<Path>,
    pub(crate) default: Option<SerdeDefault>,
    /// Not a property itself, but all those that have no field.
    pub(crate) additional: bool,
    /// A navigation property, for `$expand` and not for `$select`.
    pub(crate) expand: bool,
}

impl Json {
    pub(crate) fn new(ident: &Ident, attributes: FieldAttributes) -> Self {
        Self {
            name: attributes.rename.map_or_else(|| camel_case(&ident.to_string()), |name| name.value()),
            serialize_with: attributes.serialize_with,
            deserialize_with: attributes.deserialize_with,
            skip_serializing_if: attributes.skip_serializing_if,
            default: attributes.default,
            additional: attributes.additional.is_some(),
            expand: attributes.expand.is_some(),
        }
    }
}

impl Presence {
    /// Of a field: the additional properties may be none.
    pub(crate) fn of_field(ty: &Type, attributes: &FieldAttributes) -> Self {
        if attributes.additional.is_some() { Self::Nullable } else { Self::of(ty) }
    }

    pub(crate) fn of(ty: &Type) -> Self {
        match named_wrapper(ty) {
            Some(("Option", inner)) => Self::Optional(Box::new(inner)),
            Some(("Nullable", _)) => Self::Nullable,
            _ => Self::Required,
        }
    }

    pub(crate) fn is_required(&self) -> bool {
        matches!(self, Self::Required)
    }
}

impl Field {
    /// What a setter takes.
    pub(crate) fn setter_type(&self) -> &Type {
        match &self.presence {
            Presence::Optional(inner) => inner,
            Presence::Required | Presence::Nullable => &self.ty,
        }
    }

    /// The name without `r#`.
    pub(crate) fn name(&self) -> String {
        use syn::ext::IdentExt as _;
        self.ident.unraw().to_string()
    }

    /// `&self.field`, standing where the field's type stands: what the type can't do is reported there.
    pub(crate) fn reference(&self) -> TokenStream {
        let at = self.type_span();
        let mut ident = self.ident.clone();
        ident.set_span(ident.span().located_at(at));
        quote_spanned!(at=> &self.#ident)
    }

    /// The first token of the type, with the hygiene of what the macro writes.
    pub(crate) fn type_span(&self) -> Span {
        first_span(&self.ty)
    }

    pub(crate) fn json(&self) -> Option<&Json> {
        match &self.role {
            Role::Property(json) => Some(json),
            _ => None,
        }
    }
}

/// Where a type begins, with the hygiene of what the macro writes.
pub(crate) fn first_span(ty: &Type) -> Span {
    let first = ungrouped(ty).to_token_stream().into_iter().next();
    Span::call_site().located_at(first.map_or_else(Span::call_site, |token| token.span()))
}

/// `Option<T>` and `Nullable<T>`, however the path before them is written.
pub(crate) fn named_wrapper(ty: &Type) -> Option<(&'static str, Type)> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    let last = path.path.segments.last()?;
    let name = match last.ident.to_string().as_str() {
        "Option" => "Option",
        "Nullable" => "Nullable",
        _ => return None,
    };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if arguments.args.len() == 1 => Some((name, inner.clone())),
        _ => None,
    }
}

/// Types that come through `macro_rules!` stand in invisible groups.
pub(crate) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        other => other,
    }
}

/// How a type is written, for messages.
#[allow(dead_code, reason = "used by the checks of types")]
pub(crate) fn spelled(ty: &Type) -> String {
    ty.to_token_stream().to_string().replace(' ', "")
}
