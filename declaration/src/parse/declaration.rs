//! A declaration: the arguments, and the item with the attributes of its fields and variants, parsed once.

use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Attribute, DeriveInput, Ident, Token, Type, Visibility};

use super::attributes::{FieldAttributes, VariantAttributes};
use super::spelling::Presence;
use crate::problems::Problems;

/// What stands under an attribute with the arguments `A`.
pub struct Declaration<'a, A> {
    pub args: A,
    /// Its name, visibility, generics and attributes; what it is made of is in `data`.
    pub item: &'a DeriveInput,
    pub data: Data<'a>,
}

pub enum Data<'a> {
    Struct(Fields<'a>),
    Enum(&'a Token![enum], Vec<Variant<'a>>),
    Union(&'a Token![union]),
}

pub enum Fields<'a> {
    Unit,
    Named(Vec<Field<'a>>),
    /// The types, and where the parentheses stand.
    Unnamed(Vec<&'a Type>, Span),
}

pub struct Field<'a> {
    pub ident: &'a Ident,
    pub ty: &'a Type,
    pub vis: &'a Visibility,
    pub presence: Presence,
    pub attributes: FieldAttributes,
    pub docs: Vec<&'a Attribute>,
}

pub struct Variant<'a> {
    pub ident: &'a Ident,
    pub attributes: VariantAttributes,
    /// Whether all of its attributes could be read.
    pub is_sound: bool,
    pub fields: Fields<'a>,
}

impl<'a, A> Declaration<'a, A> {
    pub fn parse(args: A, item: &'a DeriveInput, problems: &mut Problems) -> Self {
        let data = match &item.data {
            syn::Data::Struct(data) => Data::Struct(Fields::parse(&data.fields, problems)),
            syn::Data::Enum(data) => Data::Enum(
                &data.enum_token,
                data.variants.iter().map(|variant| Variant::parse(variant, problems)).collect(),
            ),
            syn::Data::Union(data) => Data::Union(&data.union_token),
        };
        Self { args, item, data }
    }
}

impl<'a> Fields<'a> {
    fn parse(fields: &'a syn::Fields, problems: &mut Problems) -> Self {
        match fields {
            syn::Fields::Unit => Self::Unit,
            syn::Fields::Named(named) => {
                Self::Named(named.named.iter().filter_map(|field| Field::parse(field, problems)).collect())
            }
            syn::Fields::Unnamed(unnamed) => {
                Self::Unnamed(unnamed.unnamed.iter().map(|field| &field.ty).collect(), unnamed.span())
            }
        }
    }
}

impl<'a> Field<'a> {
    /// The name without `r#`.
    pub fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    fn parse(field: &'a syn::Field, problems: &mut Problems) -> Option<Self> {
        let attributes = FieldAttributes::parse(&field.attrs, problems);
        // The additional properties may be none.
        let presence =
            if attributes.additional.is_some() { Presence::Nullable } else { Presence::of(&field.ty) };
        Some(Self {
            ident: field.ident.as_ref()?,
            ty: &field.ty,
            vis: &field.vis,
            presence,
            attributes,
            docs: field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc")).collect(),
        })
    }
}

impl<'a> Variant<'a> {
    fn parse(variant: &'a syn::Variant, problems: &mut Problems) -> Self {
        let before = problems.len();
        let attributes = VariantAttributes::parse(&variant.attrs, problems);
        let is_sound = problems.len() == before;
        let fields = Fields::parse(&variant.fields, problems);
        Self { ident: &variant.ident, attributes, is_sound, fields }
    }
}
