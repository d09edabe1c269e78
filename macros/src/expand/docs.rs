//! What rustdoc shows of a declared endpoint: method, path, version and permissions.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use crate::model::Endpoint;

/// A doc attribute that goes behind the user's own text.
pub(crate) fn endpoint_docs(endpoint: &Endpoint) -> TokenStream {
    let mut text =
        format!("\n\n`{} /{}{}`\n", endpoint.method.name(), endpoint.version.text, endpoint.path.text);
    let permissions = &endpoint.permissions;
    if !permissions.is_empty() {
        text.push_str("\n| permission type | permissions, least privileged first |\n| --- | --- |\n");
        row(&mut text, "delegated (work or school account)", &permissions.delegated);
        row(&mut text, "delegated (personal Microsoft account)", &permissions.delegated_personal);
        row(&mut text, "application", &permissions.application);
    }
    quote!(#[doc = #text])
}

fn row(text: &mut String, kind: &str, names: &[LitStr]) {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.value())).collect();
    let names = if names.is_empty() { "not supported".to_owned() } else { names.join(", ") };
    // Writing into a `String` can't fail.
    let _ = writeln!(text, "| {kind} | {names} |");
}
