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
        syn::parse2(tokens).map(|item| Self { item })
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
