//! What is fuzzed, a file a target: a function that takes any bytes and panics where something is wrong, and seeds.
//!
//! Each has a program in `fuzz_targets/` for `cargo fuzz`, and a test in `tests/fuzz.rs` for every day.

/// A target by its name.
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
    pub seeds: &'static [&'static str],
}

macro_rules! targets {
    ($($name:ident,)*) => {
        $(pub mod $name;)*

        /// All of them.
        pub const ALL: &[Target] =
            &[$(Target { name: stringify!($name), run: $name::run, seeds: $name::SEEDS }),*];
    };
}

targets! {
    batch,
    challenge,
    csdl,
    delta,
    filter,
    from_http_request,
    from_http_response,
    notification,
    path_template,
    resolve,
    saved_session,
    snapshot,
    upload_state,
}
