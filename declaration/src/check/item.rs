//! Rules about the item that a declaration stands on.

use syn::DeriveInput;

use crate::parse::{is_ours, is_serde_derive};
use crate::problems::Problems;

/// All rules, for what stands under `attribute`.
pub fn item(item: &DeriveInput, attribute: &str, problems: &mut Problems) {
    no_attributes_on_the_item(item, attribute, problems);
    no_serde_derive(item, problems);
}

/// `#[graph(...)]` and `#[serde(...)]` stand on fields and variants.
fn no_attributes_on_the_item(item: &DeriveInput, attribute: &str, problems: &mut Problems) {
    for misplaced in item.attrs.iter().filter(|attribute| is_ours(attribute)) {
        let message = if misplaced.path().is_ident("graph") {
            format!(
                "`#[graph(...)]` stands on fields and variants; write what is about the whole in `#[{attribute}(...)]`"
            )
        } else {
            "serde's attributes have no meaning here; names are written in camelCase, and `#[graph(rename = \"..\")]` on a field says otherwise".to_owned()
        };
        problems.at(misplaced.path(), message);
    }
}

/// serde's derives would read the declaration a second time, and differently.
fn no_serde_derive(item: &DeriveInput, problems: &mut Problems) {
    for attribute in item.attrs.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let _ = attribute.parse_nested_meta(|meta| {
            if is_serde_derive(&meta.path)
                && let Some(last) = meta.path.segments.last()
            {
                let name = &last.ident;
                problems.at(
                    &meta.path,
                    format!("the declaration brings its own `{name}`; remove it from the derives"),
                );
            }
            Ok(())
        });
    }
}
