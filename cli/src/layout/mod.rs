//! Where the declarations of a whole schema go: the modules of one crate, or a workspace of crates.

mod crates;
mod modules;
mod paths;

use std::path::PathBuf;

pub use self::crates::{Crates, crates};
pub use self::modules::modules;
use crate::file::types_file;
use crate::model::Type;

/// How many types a file holds.
const TYPES_EACH: usize = 200;

/// What stands above all: what is deprecated says so in its docs.
const ALLOWED: &str = "#![allow(deprecated)]\n";

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Below the folder that is asked for.
    pub path: PathBuf,
    /// All of it.
    pub text: String,
}

impl File {
    fn new(path: impl Into<PathBuf>, text: String) -> Self {
        Self { path: path.into(), text }
    }
}

/// The files of types below a folder, and what the module above them says.
fn types(folder: &str, types: &[Type]) -> (String, Vec<File>) {
    let parts = types.chunks(TYPES_EACH).enumerate();
    let files: Vec<File> =
        parts.map(|(part, types)| File::new(format!("{folder}/part{part}.rs"), types_file(types))).collect();
    let of_each = |line: fn(usize) -> String| (0..files.len()).map(line).collect::<String>();
    let modules = of_each(|part| format!("mod part{part};\n"));
    let uses = of_each(|part| format!("pub use self::part{part}::*;\n"));
    (format!("//! The types of all operations.\n{ALLOWED}\n{modules}\n{uses}"), files)
}
