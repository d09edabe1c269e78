//! The struct or enum under the attribute.

use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Fields, Path, Token};

use super::{has_cfg, is_ours};

/// An item and whether the compiler still has a `cfg` to decide in it.
pub(crate) struct Declared {
    pub(crate) item: DeriveInput,
}

impl Declared {
    pub(crate) fn parse(tokens: TokenStream) -> syn::Result<Self> {
        syn::parse2(tokens).map(|item| Self { item })
    }

    /// Whether a field or a variant is conditional.
    pub(crate) fn has_inner_cfg(&self) -> bool {
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
    /// which [`crate::check`] reports.
    pub(crate) fn without_our_attributes(&self) -> DeriveInput {
        let mut item = self.item.clone();
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
        item
    }
}

/// Beside ours, an impl that serde derives would be a second error.
fn drop_serde_derives(attribute: &mut Attribute) {
    if !attribute.path().is_ident("derive") {
        return;
    }
    let Ok(derives) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) else {
        return;
    };
    let serdes = |path: &Path| {
        path.segments.last().is_some_and(|last| last.ident == "Serialize" || last.ident == "Deserialize")
    };
    if derives.iter().any(serdes) {
        let others = derives.iter().filter(|path| !serdes(path));
        *attribute = syn::parse_quote!(#[derive(#(#others),*)]);
    }
}
