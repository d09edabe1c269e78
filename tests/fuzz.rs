//! The fuzz targets for every day: each over its seeds and over what seeded mutations make of them, on a stable toolchain.
//!
//! `cargo fuzz` finds what this doesn't; this finds a target that no longer compiles, or that fails at once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_wrap,
    missing_debug_implementations,
    unreachable_pub,
    reason = "tests, and what another crate is made of as well"
)]

#[path = "../fuzz/lib.rs"]
mod fuzz;

use std::panic::{AssertUnwindSafe, catch_unwind};

use self::fuzz::targets::ALL;

const MUTATIONS: usize = 2_000;

/// The longest input, in bytes.
const LONGEST: usize = 4_096;

/// What is put in: characters that mean something somewhere.
const TOKENS: &[&str] = &[
    "\"",
    "'",
    "''",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    ":",
    ",",
    ";",
    "/",
    "..",
    "%",
    "%2F",
    "%00",
    "$",
    "@",
    "#",
    "=",
    "&",
    "&amp;",
    "+",
    "null",
    "true",
    "-1",
    "0",
    "18446744073709551616",
    "1e999",
    "\u{0}",
    "\u{feff}",
    "\u{e9}",
    "\u{1f600}",
    "\\ud800",
    "@odata.type",
    "@odata.nextLink",
    "error",
    "\r\n",
];

macro_rules! one_test_each {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            run(stringify!($name));
        })*

        const TESTED: &[&str] = &[$(stringify!($name)),*];
    };
}

one_test_each! {
    batch challenge csdl delta filter from_http_request from_http_response notification path_template resolve saved_session
    snapshot upload_state
}

fn run(name: &str) {
    let target = ALL.iter().find(|target| target.name == name).unwrap();
    let mut random = fastrand::Rng::with_seed(7);
    let mutated = (0..MUTATIONS).map(|_| mutation(target.seeds, &mut random));
    for input in target.seeds.iter().map(|seed| seed.as_bytes().to_vec()).chain(mutated) {
        let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(&input)));
        assert!(outcome.is_ok(), "{name} fails with {:?}", String::from_utf8_lossy(&input));
    }
}

/// A seed with a few changes.
fn mutation(seeds: &[&str], random: &mut fastrand::Rng) -> Vec<u8> {
    let seed = |random: &mut fastrand::Rng| seeds[random.usize(..seeds.len())].as_bytes();
    let mut bytes = seed(random).to_vec();
    for _ in 0..random.usize(1..5) {
        let at = random.usize(..=bytes.len());
        let end = (at + random.usize(..16)).min(bytes.len());
        match random.u8(..6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.extend_from_within(at..end),
            3 => bytes.splice(at..end, [random.u8(..)]).for_each(drop),
            4 => {
                let other = seed(random);
                bytes.splice(at..end, other[random.usize(..=other.len())..].iter().copied()).for_each(drop);
            }
            _ => {
                let token = TOKENS[random.usize(..TOKENS.len())].bytes();
                bytes.splice(at..at, token).for_each(drop);
            }
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Each target has a test here, and a program for `cargo fuzz` that calls it and nothing else.
#[test]
fn every_target_has_its_test_and_its_program() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz");
    let mut programs: Vec<String> = std::fs::read_dir(format!("{folder}/fuzz_targets"))
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    programs.sort();
    let names: Vec<&str> = ALL.iter().map(|target| target.name).collect();
    assert_eq!((programs, names.as_slice()), (names.iter().map(|name| (*name).to_owned()).collect(), TESTED));
    let manifest = std::fs::read_to_string(format!("{folder}/Cargo.toml")).unwrap();
    for name in names {
        let program = std::fs::read_to_string(format!("{folder}/fuzz_targets/{name}.rs")).unwrap();
        let call = format!(
            "#![no_main]\n\nlibfuzzer_sys::fuzz_target!(|input: &[u8]| graph_endpoint_fuzz::targets::{name}::run(input));\n"
        );
        assert_eq!(program, call);
        assert!(
            manifest.contains(&format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"\n")),
            "{name}"
        );
    }
}
