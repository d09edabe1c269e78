//! One crate: a module for each word that a path begins with, and modules for the types.

use super::{ALLOWED, File, types};
use crate::file::fitting;
use crate::generate::Whole;

/// The files of a folder in a crate's `src`, `mod.rs` among them.
pub fn modules(whole: &Whole) -> Vec<File> {
    let (above, mut files) = types("types", &whole.types);
    files.push(File::new("types/mod.rs", above));
    let mut root = format!(
        "//! Every operation, a module for each word that a path begins with.\n{ALLOWED}\npub mod types;\n"
    );
    for (name, declarations) in &whole.roots {
        root.push_str(&format!("pub mod {name};\n"));
        let source = format!("#[allow(unused_imports)]\nuse super::types::*;\n{}", fitting(declarations));
        files.push(File::new(format!("{}.rs", name.trim_start_matches("r#")), source));
    }
    files.push(File::new("mod.rs", root));
    files
}
