//! What makes the compiler expand a crate anew when its snapshot changes, or the variable that says where it is: a
//! constant that includes the file, once a crate. On stable Rust there is no other way to name a file.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use proc_macro2::TokenStream;
use quote::quote;

use super::{Found, VARIABLE};
use crate::model::Version;

/// The crates that have their constant. One process of the compiler expands one crate; a language server expands many,
/// and doesn't need it.
static DONE: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);

/// The constant, if this is the first expansion of the crate.
pub(crate) fn tracked() -> TokenStream {
    let Some(manifest) = super::manifest_folder() else { return TokenStream::new() };
    let is_first =
        DONE.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default().insert(manifest.clone());
    if !is_first || !super::may_look(&manifest) {
        return TokenStream::new();
    }
    let variable = super::folder_in_variable();
    let mut found: Vec<PathBuf> = [Version::V1, Version::Beta]
        .into_iter()
        .filter_map(|version| match super::find(&manifest, variable.as_deref(), version) {
            Found::Snapshot(file) | Found::Off(file) => Some(file),
            Found::Nothing => None,
        })
        .collect();
    // One file turns both off. What can't be read is reported already; to include it would be a second error.
    found.dedup();
    found.retain(|file| can_be_included(file));
    let files = found.into_iter().filter_map(|file| {
        let file = std::path::absolute(file).ok()?.into_os_string().into_string().ok()?;
        Some(quote!(
            const _: &'static [::core::primitive::u8] = ::core::include_bytes!(#file);
        ))
    });
    quote! {
        const _: ::core::option::Option<&'static ::core::primitive::str> = ::core::option_env!(#VARIABLE);
        #(#files)*
    }
}

/// A pipe isn't opened: that would wait for somebody who writes.
pub(super) fn can_be_included(file: &Path) -> bool {
    file.is_file() && std::fs::File::open(file).is_ok()
}
