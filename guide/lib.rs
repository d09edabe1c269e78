//! The guide (`mdbook build guide`), as documentation: its snippets are compiled and run by `cargo test -p graph-endpoint-guide`.
#![cfg(doctest)]

macro_rules! pages {
    ($($name:ident = $file:literal),* $(,)?) => {$(
        #[doc = include_str!(concat!("src/", $file))]
        pub mod $name {}
    )*};
}

pages! {
    first_call = "first-call.md",
    identity = "identity.md",
    lists = "lists.md",
    patch = "patch.md",
    polymorphic = "polymorphic.md",
    batches = "batches.md",
    files = "files.md",
    notifications = "notifications.md",
    deltas = "deltas.md",
    testing = "testing.md",
    schema = "schema.md",
    errors = "errors.md",
    moving = "moving.md",
}
