//! The struct or enum under the attribute, before and after us.

use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Fields, Path, Token};

use super::attributes::is_ours;

/// An item as the compiler gave it.
pub struct Item {
    pub item: DeriveInput,
}

impl Item {
    pub fn parse(tokens: TokenStream) -> syn::Result<Self> {
        syn::parse2(tokens).map(|item| Self { item }).map_err(unread_expression)
    }

    /// Whether a field or a variant is conditional: the compiler decides about it before we can.
    pub fn has_inner_cfg(&self) -> bool {
        let in_fields = |fields: &Fields| fields.iter().any(|field| has_cfg(&field.attrs));
        match &self.item.data {
            Data::Struct(data) => in_fields(&data.fields),
            Data::Enum(data) => {
                data.variants.iter().any(|variant| has_cfg(&variant.attrs) || in_fields(&variant.fields))
            }
            Data::Union(_) => false,
        }
    }

    /// The item as it goes back to the compiler: without the attributes that are for us, and without serde's derives,
    /// beside which ours would be a second error.
    pub fn without_our_attributes(mut self) -> DeriveInput {
        let item = &mut self.item;
        item.attrs.retain(|attribute| !is_ours(attribute));
        item.attrs.iter_mut().for_each(drop_serde_derives);
        let clean = |fields: &mut Fields| {
            for field in fields.iter_mut() {
                field.attrs.retain(|attribute| !is_ours(attribute));
            }
        };
        match &mut item.data {
            Data::Struct(data) => clean(&mut data.fields),
            Data::Enum(data) => {
                for variant in &mut data.variants {
                    variant.attrs.retain(|attribute| !is_ours(attribute));
                    clean(&mut variant.fields);
                }
            }
            Data::Union(_) => {}
        }
        self.item
    }
}

/// Syn's `full`, which reads every expression, costs every user a second of compiling for what stands in hardly any type; a
/// program that has it by another crate is read with it.
fn unread_expression(error: syn::Error) -> syn::Error {
    if !error.to_string().starts_with("unsupported expression") {
        return error;
    }
    syn::Error::new(error.span(), "this expression isn't read in a type; write a `const` with its value")
}

fn has_cfg(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr"))
}

/// Whether a path in a `derive` is one of serde's.
pub fn is_serde_derive(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| last.ident == "Serialize" || last.ident == "Deserialize")
}

fn drop_serde_derives(attribute: &mut Attribute) {
    if !attribute.path().is_ident("derive") {
        return;
    }
    let Ok(derives) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) else {
        return;
    };
    if derives.iter().any(is_serde_derive) {
        let others = derives.iter().filter(|path| !is_serde_derive(path));
        *attribute = syn::parse_quote!(#[derive(#(#others),*)]);
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn parsed(ty: TokenStream) -> Result<(), String> {
        Item::parse(quote!(struct Holder { field: #ty })).map(|_| ()).map_err(|error| error.to_string())
    }

    #[test]
    fn lengths_and_arguments_need_not_be_literals() {
        for ty in [
            quote!([u8; N]),
            quote!([u8; N + 1]),
            quote!([u8; length(3) * 2]),
            quote!([u8; size_of::<u32>()]),
            quote!(Buffer<{ N + 1 }>),
        ] {
            assert_eq!(parsed(ty.clone()), Ok(()), "{ty}");
        }
    }

    /// Whatever features syn has here by other crates.
    #[test]
    fn an_expression_that_is_not_read_says_what_to_write() {
        let unread = syn::Error::new(
            proc_macro2::Span::call_site(),
            "unsupported expression; enable syn's features=[\"full\"]",
        );
        let instead = "this expression isn't read in a type; write a `const` with its value";
        assert_eq!(unread_expression(unread).to_string(), instead);
        if let Err(said) = parsed(quote!(Buffer<{ if N > 2 { 1 } else { 2 } }>)) {
            assert_eq!(said, instead);
        }
    }
}
