//! What whole declarations expand to. The endpoint of the README, with every feature, is a file to read:
//! `snapshots/update_assignments.rs`.
//!
//! `SNAPSHOT=overwrite cargo test -p graph-endpoint-macros --all-features` writes it anew; read what changed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics is a test that fails")]

use quote::quote;

#[test]
fn docs_stand_behind_the_users_own() {
    let args = || quote!(GET, "/users/<id>", version = "beta", permissions(delegated = ["User.Read"]));
    let plain = quote! { /** Get a user. */ struct GetUser { id: String } };
    let conditional =
        quote! { /** Get a user. */ struct GetUser { id: String, #[cfg(any())] top: Option<u32> } };
    for item in [plain, conditional] {
        let expansion = crate::declare::endpoint(args(), item).to_string();
        let place = |text: &str| expansion.find(text).unwrap_or_else(|| panic!("no {text} in {expansion}"));
        assert!(place("Get a user.") < place("`GET /beta/users/<id>`"), "{expansion}");
        assert!(place("`GET /beta/users/<id>`") < place("`User.Read`"), "{expansion}");
        assert!(place("`User.Read`") < place("struct GetUser"), "{expansion}");
    }
}

/// Graph's own schema refuses it; without a snapshot, as here, it expands.
#[test]
fn nothing_is_asked_without_a_snapshot() {
    let line = quote!(PATCH, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments");
    let item = quote! { pub struct UpdateAssignments { id: String, target: AssignmentTarget } };
    let expansion = crate::declare::endpoint(line, item).to_string();
    assert!(!expansion.contains("compile_error"), "{expansion}");
}

#[cfg(all(feature = "client", feature = "sandbox"))]
#[test]
fn the_endpoint_of_the_readme() {
    let args = quote!(PATCH, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments");
    let item = quote! {
        /// Update the assignments of an iOS app protection policy.
        pub struct UpdateAssignments {
            id: String,
            target: AssignmentTarget,
        }
    };
    let expansion = pretty(&crate::declare::endpoint(args, item));
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/update_assignments.rs");
    if std::env::var_os("SNAPSHOT").is_some_and(|value| value == "overwrite") {
        std::fs::write(file, &expansion).unwrap();
    }
    let known = std::fs::read_to_string(file).unwrap_or_default();
    let differs = known.lines().zip(expansion.lines()).position(|(known, now)| known != now);
    let line = differs.unwrap_or_else(|| known.lines().count().min(expansion.lines().count()));
    assert!(
        known == expansion,
        "{file}, line {}: this was {:?} and is {:?}; SNAPSHOT=overwrite writes the file anew",
        line + 1,
        known.lines().nth(line),
        expansion.lines().nth(line)
    );
}

#[cfg(all(feature = "client", feature = "sandbox"))]
/// Formatted, with an empty line between what stands side by side.
fn pretty(tokens: &proc_macro2::TokenStream) -> String {
    let file: syn::File = syn::parse2(tokens.clone()).unwrap();
    let text = prettyplease::unparse(&file);
    let mut out = String::with_capacity(text.len());
    let mut before = "";
    for line in text.lines() {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let begins = ["impl", "fn", "pub fn", "pub struct", "const _", "#[", "///"]
            .iter()
            .any(|start| line.trim_start().starts_with(start));
        let ended = matches!(before.trim_start(), "}" | "};") || before.trim_start().starts_with("use ");
        let method = line.trim_start().starts_with("fn ") && before.ends_with(';');
        if begins && (ended || method) && indent(before) == indent(line) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        before = line;
    }
    out
}
